package initialkeys.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.benchmarks.StartBenchmark.Variant;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the times of two functions are compared. */
class StartBenchmarkTest {

  /** A slow round slows both: the ratio of the medians would be 4. */
  @Test
  void ratioIsTheMedianOfTheRounds() {
    assertThat(variant(2.0, 4.0, 9.0).ratioTo(variant(1.0, 1.0, 3.0))).isEqualTo(3);
  }

  @Test
  void functionIsAsFastAsItself() {
    Variant variant = variant(0.5, 0.25);
    assertThat(variant.ratioTo(variant)).isEqualTo(1);
  }

  private static Variant variant(Double... seconds) {
    return new Variant("name", Path.of("function.jar"), "Handler", "", List.of(seconds));
  }
}
