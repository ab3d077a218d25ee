package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapTest {

  @ParameterizedTest
  @CsvSource({
    "PT0.5S, in the same second as the user",
    "PT27S, 27 s after the user",
    "PT-27S, 27 s before the user",
    "PT5M, 5 min 0 s after the user",
    "PT2H5M, 2 h 5 min after the user",
    "PT24H, 1 day after the user",
    "PT9600H, 400 days after the user",
  })
  void hasUnits(Duration gap, String text) {
    assertThat(new Gap(gap).text()).isEqualTo(text);
  }
}
