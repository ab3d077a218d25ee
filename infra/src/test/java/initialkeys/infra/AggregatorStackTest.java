package initialkeys.infra;

import static initialkeys.infra.Synthesized.AGGREGATOR;
import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What collects the results of an Organization, and what is asked of them. */
final class AggregatorStackTest {

  private static final Synthesized BY_DEFAULT = APP_BY_DEFAULT.get(AGGREGATOR);
  private static final Synthesized EVERYTHING = APP_WITH_EVERYTHING_SET.get(AGGREGATOR);

  @Test
  void nothingIsDeployedThatIsNotNamedHere() {
    assertThat(BY_DEFAULT.resources().map(resource -> resource.path("Type").asText()))
        .containsExactlyInAnyOrder(
            "AWS::Config::ConfigurationAggregator",
            "AWS::IAM::Role",
            "AWS::Config::StoredQuery",
            "AWS::Config::StoredQuery",
            "AWS::Config::StoredQuery");
  }

  @Test
  void itCollectsFromAllRegionsOrThoseThatAreSet() {
    assertThat(source(BY_DEFAULT).path("AllAwsRegions").asBoolean()).isTrue();
    assertThat(source(BY_DEFAULT).has("AwsRegions")).isFalse();
    assertThat(source(EVERYTHING).path("AwsRegions"))
        .isEqualTo(json("[\"eu-west-1\",\"us-gov-east-1\"]"));
    assertThat(source(EVERYTHING).has("AllAwsRegions")).isFalse();
  }

  @Test
  void itIsTheAggregatorThatTheReadmeNamesAndReadsWithTheStacksRole() {
    JsonNode aggregator = BY_DEFAULT.only("AWS::Config::ConfigurationAggregator");
    assertThat(aggregator.path("ConfigurationAggregatorName").asText()).isEqualTo("InitialKeys");
    JsonNode role = source(BY_DEFAULT).at("/RoleArn/Fn::GetAtt");
    assertThat(BY_DEFAULT.typeOf(role.path(0))).isEqualTo("AWS::IAM::Role");
    assertThat(role.path(1).asText()).isEqualTo("Arn");
  }

  private static JsonNode source(Synthesized stack) {
    return stack.only("AWS::Config::ConfigurationAggregator").path("OrganizationAggregationSource");
  }

  @Test
  void itsRoleIsAwsConfigsAndMayReadWhichAccountsThereAre() {
    assertThat(BY_DEFAULT.only("AWS::IAM::Role"))
        .isEqualTo(
            json(
                """
                {"AssumeRolePolicyDocument":{
                   "Statement":[{"Action":"sts:AssumeRole","Effect":"Allow",
                                 "Principal":{"Service":"config.amazonaws.com"}}],
                   "Version":"2012-10-17"},
                 "ManagedPolicyArns":[{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},
                   ":iam::aws:policy/service-role/AWSConfigRoleForOrganizations"]]}]}\
                """));
  }

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
  void aQueryAsksOfUsersThatTheRuleEvaluatedUnderEitherName(String name, String expected) {
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
  void everyQueryFits() {
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
