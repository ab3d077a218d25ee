package initialkeys.cli.preview.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResultTest {

  @Test
  void findingsAndMissingEvaluationsNeedAttention() {
    assertThat(Arrays.stream(Result.values()).filter(Result::needsAttention))
        .containsExactly(Result.NON_COMPLIANT, Result.NOT_EVALUATED);
  }
}
