package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {

  @Test
  void environmentOfTheDeploymentGivesTheSameServices() {
    for (Services services :
        new Services[] {
          Services.NONE,
          new Services(true, Optional.empty()),
          new Services(false, Optional.of("LOW")),
          new Services(true, Optional.of("HIGH"))
        }) {
      assertThat(Services.of(services.environment())).isEqualTo(services);
    }
    assertThat(Services.NONE.environment()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false", "TRUE", "yes"})
  void anyOtherValueIsOff(String value) {
    assertThat(Services.of(Map.of("ANSWER_PROCESS_CHECKS", value))).isEqualTo(Services.NONE);
  }
}
