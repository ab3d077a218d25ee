package initialkeys.infra.monitoring;

import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard of an organization. */
final class OrganizationDashboardTest {

  private static final String BODY = APP_WITH_EVERYTHING_SET.get(ORGANIZATION).dashboard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter trigger = 'Schedule'",
        "latest(NonCompliantUsers) as noncompliant, latest(UsersNotEvaluated) as notEvaluated,"
            + " latest(UsersEvaluated) as evaluated by account",
        "limit 100",
        "filter level = 'ERROR' and ispresent(requestId)",
        "stats count(*) as failures, latest(message) as last by account",
        "filter level = 'WARN' and ispresent(requestId)",
        "[\"AWS/Lambda\",\"Duration\"",
        "[\"AWS/Lambda\",\"Errors\"",
        "[\"AWS/Lambda\",\"Throttles\"",
        "[\"AWS/SQS\",\"ApproximateNumberOfMessagesVisible\""
      })
  void dashboardContains(String part) {
    assertThat(BODY).contains(part);
  }

  /** Only another service than AWS Config causes warnings. */
  @Test
  void warningsAreShownWhereThereMayBeSome() {
    assertThat(APP_WITH_EVERY_STACK.get(ORGANIZATION).dashboard()).doesNotContain("WARN");
  }

  /** A metric for each account would add cost with each account. */
  @Test
  void accountsAreReadFromTheLogOnly() {
    assertThat(BODY).doesNotContain("[\"InitialKeys\"");
  }
}
