package initialkeys.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediationPolicyTest {

  @Test
  void policyIsReadFromEnvironment() {
    assertThat(
            RemediationPolicy.of(
                Map.of("REMEDIATION_GRACE_HOURS", "36", "REMEDIATION_DRY_RUN", "true")))
        .isEqualTo(new RemediationPolicy(Duration.ofHours(36), true));
  }

  @Test
  void missingValueIsRejected() {
    assertThatThrownBy(() -> RemediationPolicy.of(Map.of("REMEDIATION_GRACE_HOURS", "24")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The environment variable REMEDIATION_DRY_RUN is 'null'; it must be true or false.");
  }

  @ParameterizedTest
  @CsvSource({
    "'',   true,  REMEDIATION_GRACE_HOURS is ''; it must be a number of hours.",
    "-1,   true,  REMEDIATION_GRACE_HOURS is '-1'; it must be a number of hours.",
    "1.5,  true,  REMEDIATION_GRACE_HOURS is '1.5'; it must be a number of hours.",
    "24,   TRUE,  REMEDIATION_DRY_RUN is 'TRUE'; it must be true or false.",
    "24,   no,    REMEDIATION_DRY_RUN is 'no'; it must be true or false."
  })
  void malformedValueIsRejected(String hours, String dryRun, String message) {
    assertThatThrownBy(
            () ->
                RemediationPolicy.of(
                    Map.of("REMEDIATION_GRACE_HOURS", hours, "REMEDIATION_DRY_RUN", dryRun)))
        .hasMessageEndingWith(message);
  }
}
