package initialkeys.infra.aggregator;

import static initialkeys.infra.Synthesized.AGGREGATOR;
import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.Synthesized;
import initialkeys.infra.settings.RuleNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries that the aggregator's stack stores in AWS Config. */
final class StoredQueryTest {

  private static final Synthesized EVERYTHING = APP_WITH_EVERYTHING_SET.get(AGGREGATOR);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          initial-keys-non-compliant-users             | SELECT accountId, awsRegion, configuration.targetResourceId, configuration.configRuleList WHERE (evaluated) AND configuration.configRuleList.complianceType = 'NON_COMPLIANT' ORDER BY accountId
          initial-keys-accounts-by-non-compliant-users | SELECT accountId, COUNT(*) WHERE (evaluated) AND configuration.configRuleList.complianceType = 'NON_COMPLIANT' GROUP BY accountId ORDER BY COUNT(*) DESC
          initial-keys-reporting-accounts              | SELECT accountId, COUNT(*) WHERE (evaluated) GROUP BY accountId
          """)
  void querySelectsUsersEvaluatedUnderEitherName(String name, String expected) {
    String evaluated =
        "resourceType = 'AWS::Config::ResourceCompliance'"
            + " AND configuration.targetResourceType = 'AWS::IAM::User'"
            + " AND (configuration.configRuleList.configRuleName = 'initial-keys'"
            + " OR configuration.configRuleList.configRuleName"
            + " LIKE 'OrgConfigRule-our-initial-keys-%')";
    assertThat(EVERYTHING.all("AWS::Config::StoredQuery"))
        .map(query -> query.path("Properties"))
        .filteredOn(query -> query.path("QueryName").asText().equals(name))
        .singleElement()
        .extracting(query -> query.path("QueryExpression").asText())
        .isEqualTo(expected.replace("(evaluated)", evaluated));
  }

  /** With the longest names that the settings allow (F34). */
  @Test
  void queriesAreWithinTheLimitsOfConfig() {
    assertThat(StoredQuery.allOf(new RuleNames("p".repeat(64), "o".repeat(41))))
        .hasSize(3)
        .allSatisfy(
            query -> {
              assertThat(query.expression()).hasSizeLessThan(4096);
              assertThat(query.name()).matches("[a-zA-Z0-9_-]{1,64}");
              assertThat(query.description()).hasSizeLessThan(256);
            });
  }
}
