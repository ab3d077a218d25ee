package initialkeys.infra.monitoring;

import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard of a single account. */
final class RuleDashboardTest {

  private static final String BODY = EVERYTHING_SET.dashboard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"InitialKeys\",\"UsersEvaluated\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"NonCompliantUsers\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"UsersNotEvaluated\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"ApiCalls\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"RunsWithoutCredentialReport\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"ProcessChecksAnswered\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"ProcessChecksRejected\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"FindingsSent\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"FindingsArchived\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"FindingsRejected\",\"RuleName\",\"initial-keys\"",
        "[\"AWS/Lambda\",\"Duration\"",
        "[\"AWS/Lambda\",\"Errors\"",
        "[\"AWS/Lambda\",\"Throttles\"",
        "[\"AWS/SQS\",\"ApproximateNumberOfMessagesVisible\""
      })
  void dashboardShowsTheMetric(String metric) {
    assertThat(BODY).contains(metric);
  }

  @Test
  void otherServicesAreShownOnlyWhereResultsAreSentThere() {
    assertThat(DEFAULTS.dashboard()).doesNotContain("ProcessChecks", "Findings");
  }

  /** Keys may be in use and users may have no password: the rule parameters decide. */
  @Test
  void explanationIsTrueForEveryParameter() {
    assertThat(BODY)
        .contains("the rule parameters define which keys and users count")
        .doesNotContainIgnoringCase("never used")
        .doesNotContainIgnoringCase("password");
  }
}
