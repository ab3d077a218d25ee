package initialkeys.remediation;

import static initialkeys.remediation.RemediationRun.USER_CREATED;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.remediation.KeyResult.Ending;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.model.IamException;

/** What a failed call of UpdateAccessKey says: that it had no effect, or nothing. */
class RejectedWriteTest {

  private static final String WRITE = "UpdateAccessKey bo AKIABO Inactive";

  private final FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
  private final RemediationRun run = new RemediationRun(iam);

  private KeyResult result() {
    return run.of("bo").keys().getFirst();
  }

  @Test
  void rejectedCallIsReadBackWithoutWaiting() {
    iam.instead(WRITE, () -> reject(403, "AccessDenied"));

    KeyResult result = result();

    assertThat(result.ending()).isEqualTo(Ending.FAILED);
    assertThat(result.reason())
        .contains("denied")
        .endsWith("; then it returned the key as ACTIVE.");
    assertThat(run.waits).isEmpty();
  }

  /** The change may still show after the last wait, so it can be undone. */
  @ParameterizedTest
  @CsvSource({"400, Throttling", "500, ServiceFailure", "503, ServiceUnavailable"})
  void callThatMayHaveHadAnEffectIsWaitedFor(int status, String code) {
    iam.instead(WRITE, () -> reject(status, code));

    RemediationResult result = run.of("bo");

    assertThat(result.keys()).extracting(KeyResult::ending).containsExactly(Ending.NOT_CONFIRMED);
    assertThat(result.undoCommands()).hasSize(1);
    assertThat(run.waits).hasSize(3);
  }

  @Test
  void rejectedCallThatCannotBeReadBackFailed() {
    iam.instead(WRITE, () -> reject(403, "AccessDenied"));
    iam.before(WRITE, () -> iam.instead("ListAccessKeys bo", RejectedWriteTest::fail));

    RemediationResult result = run.of("bo");

    assertThat(result.keys()).extracting(KeyResult::ending).containsExactly(Ending.FAILED);
    assertThat(result.undoCommands()).isEmpty();
  }

  /** Its undo would set a key to Active that somebody else set to Inactive. */
  @Test
  void keyThatSomebodyElseDeactivatedIsNotOurs() {
    iam.before(WRITE, () -> iam.add(inactive()));
    iam.instead(WRITE, () -> reject(403, "AccessDenied"));

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.NOTHING_TO_DO);
    assertThat(result.keys().getFirst().reason())
        .isEqualTo("Somebody else set the key to Inactive.");
    assertThat(result.undoCommands()).isEmpty();
  }

  private static Object reject(int status, String code) {
    throw IamException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("denied").build())
        .build();
  }

  private static Account.User inactive() {
    return named("bo").keys(new Account.Key("AKIABO", USER_CREATED, "Inactive", null)).build();
  }

  private static Object fail() {
    throw new IllegalStateException("no response");
  }
}
