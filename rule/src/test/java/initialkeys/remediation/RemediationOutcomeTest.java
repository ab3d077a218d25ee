package initialkeys.remediation;

import static initialkeys.remediation.KeyResult.Ending.DEACTIVATED;
import static initialkeys.remediation.KeyResult.Ending.NOT_ACTIVE;
import static initialkeys.remediation.KeyResult.Ending.WITHIN_GRACE;
import static initialkeys.remediation.KeyResult.Ending.WOULD_BE_DEACTIVATED;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.remediation.KeyResult.Ending;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemediationOutcomeTest {

  /** User names have no colon, so no name is a token. */
  @Test
  void tokensHaveAColonAndContainNoOther() {
    List<String> tokens =
        Arrays.stream(RemediationOutcome.values()).map(RemediationOutcome::token).toList();
    assertThat(tokens)
        .containsExactly(
            "outcome:deactivated", "outcome:dry-run", "outcome:nothing-to-do", "outcome:failed");
  }

  @Test
  void onlyFailedIsNoSuccess() {
    assertThat(RemediationOutcome.values())
        .filteredOn(outcome -> !outcome.isSuccess())
        .containsExactly(RemediationOutcome.FAILED);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void failureOfAnyKeyFailsTheRun(Ending ending) {
    assertThat(RemediationOutcome.of(List.of(DEACTIVATED, ending)) == RemediationOutcome.FAILED)
        .isEqualTo(ending.isFailure());
  }

  @Test
  void outcomeFollowsFromTheKeys() {
    assertThat(RemediationOutcome.of(List.of(NOT_ACTIVE, DEACTIVATED)))
        .isEqualTo(RemediationOutcome.DEACTIVATED);
    assertThat(RemediationOutcome.of(List.of(NOT_ACTIVE, WOULD_BE_DEACTIVATED)))
        .isEqualTo(RemediationOutcome.DRY_RUN);
    assertThat(RemediationOutcome.of(List.of(NOT_ACTIVE, WITHIN_GRACE)))
        .isEqualTo(RemediationOutcome.NOTHING_TO_DO);
  }
}
