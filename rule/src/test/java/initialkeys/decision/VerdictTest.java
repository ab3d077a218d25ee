package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.Verdict.NonCompliant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void noncompliantVerdictHasAtLeastOneFinding() {
    assertThatThrownBy(() -> new NonCompliant(List.of()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("a NON_COMPLIANT verdict without a finding");
  }
}
