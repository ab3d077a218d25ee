package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultDestinationsTest {

  @Test
  void environmentOfTheDeploymentGivesTheSameServices() {
    for (ResultDestinations destinations :
        new ResultDestinations[] {
          ResultDestinations.NONE,
          new ResultDestinations(true, Optional.empty()),
          new ResultDestinations(false, Optional.of("LOW")),
          new ResultDestinations(true, Optional.of("HIGH"))
        }) {
      assertThat(ResultDestinations.of(destinations.environment())).isEqualTo(destinations);
    }
    assertThat(ResultDestinations.NONE.environment()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false", "TRUE", "yes"})
  void anyOtherValueIsOff(String value) {
    assertThat(ResultDestinations.of(Map.of("ANSWER_PROCESS_CHECKS", value)))
        .isEqualTo(ResultDestinations.NONE);
  }
}
