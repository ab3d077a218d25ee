package initialkeys.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.UserIdentity;
import initialkeys.remediation.KeyResult.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediationResultTest {

  private static final UserIdentity BO =
      new UserIdentity("AIDABO00000000000000", "bo", "/", Instant.EPOCH);

  /** The outcome is that of the keys, and the reason says it. */
  @ParameterizedTest
  @CsvSource({
    "DEACTIVATED, DEACTIVATED, Each key that had to be set to Inactive is Inactive.",
    "WOULD_BE_DEACTIVATED, DRY_RUN, Nothing was changed: this was a dry run.",
    "NOT_ACTIVE, NOTHING_TO_DO, No key had to be set to Inactive.",
    "FAILED, FAILED, A person must look at the keys whose ending says so."
  })
  void resultFollowsFromTheKeys(Ending ending, RemediationOutcome outcome, String reason) {
    List<KeyResult> keys = keys(ending);
    assertThat(RemediationResult.of(BO, keys))
        .isEqualTo(new RemediationResult(outcome, Optional.of(BO), reason, keys));
  }

  @Test
  void runWithoutVerdictHasNoKeys() {
    assertThat(RemediationResult.nothingToDo(Optional.of(BO), "The user is exempt."))
        .isEqualTo(
            new RemediationResult(
                RemediationOutcome.NOTHING_TO_DO,
                Optional.of(BO),
                "The user is exempt.",
                List.of()));
    assertThat(RemediationResult.failed(Optional.empty(), "denied"))
        .isEqualTo(
            new RemediationResult(
                RemediationOutcome.FAILED, Optional.empty(), "denied", List.of()));
  }

  /** Also a key of which it is not known whether it was set to Inactive. */
  @Test
  void eachKeyThatMayBeWrittenCanBeUndone() {
    assertThat(
            RemediationResult.of(BO, keys(Ending.DEACTIVATED, Ending.USED, Ending.NOT_CONFIRMED))
                .undoCommands())
        .containsExactly(
            "aws iam update-access-key --user-name=bo --access-key-id=AKIA_DEACTIVATED"
                + " --status=Active",
            "aws iam update-access-key --user-name=bo --access-key-id=AKIA_NOT_CONFIRMED"
                + " --status=Active");
  }

  private static List<KeyResult> keys(Ending... endings) {
    return Stream.of(endings)
        .map(
            ending ->
                new KeyResult(
                    "AKIA_" + ending, "bo", Status.ACTIVE, Status.UNKNOWN, ending, "a reason"))
        .toList();
  }
}
