package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.account;
import static initialkeys.cli.report.TestResults.deleted;
import static initialkeys.cli.report.TestResults.preview;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class WouldBeSentTest {

  @Test
  void eachServiceHasItsNumbers() {
    assertThat(
            text(
                preview(
                    user("zoe", Result.NON_COMPLIANT),
                    user("ana", Result.COMPLIANT),
                    deleted("AIDA"))))
        .isEqualTo(
            "A first scheduled run would send 3 evaluations to AWS Config. With"
                + " securityHubFindings: 1 finding; what would be archived is not known to a"
                + " preview. With findingsEmail or findingsTopicArn: 1 message. With"
                + " answerProcessChecks: NON_COMPLIANT.");
  }

  @Test
  void accountWithoutFindingIsAnsweredCompliant() {
    assertThat(text(preview(user("ana", Result.COMPLIANT))))
        .startsWith("A first scheduled run would send 1 evaluation to AWS Config.")
        .contains("securityHubFindings: 0 findings;")
        .endsWith("answerProcessChecks: COMPLIANT.");
  }

  /** Nothing is known of the user: it has no evaluation, and the account no answer. */
  @Test
  void incompleteRunAnswersNothing() {
    assertThat(
            text(
                PreviewResult.of(
                    account(
                        "123456789012",
                        List.of("denied"),
                        user("zoe", Result.NON_COMPLIANT),
                        user("mia", Result.NOT_EVALUATED)))))
        .startsWith("A first scheduled run would send 1 evaluation to AWS Config.")
        .endsWith("answerProcessChecks: no answer, because the run would not be complete.");
  }

  @Test
  void organizationHasOneAnswerForEachAccount() {
    assertThat(text(TestResults.organization()))
        .startsWith("A first scheduled run would send 2 evaluations to AWS Config.")
        .endsWith("answerProcessChecks: NON_COMPLIANT in 1 account.");
  }

  private static String text(PreviewResult result) {
    return new WouldBeSent(result).text();
  }
}
