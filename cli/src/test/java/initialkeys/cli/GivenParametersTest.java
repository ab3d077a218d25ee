package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GivenParametersTest {

  private static final Map<String, String> OF_THE_FILE =
      Map.of("exemptUsers", "bo", "activeKeysOnly", "true");

  @Test
  void overrideByName() {
    GivenParameters given =
        new GivenParameters(
            Optional.of("{\"activeKeysOnly\":\"false\",\"gracePeriodHours\":\"2\"}"));
    assertThat(given.override(OF_THE_FILE))
        .isEqualTo(Map.of("exemptUsers", "bo", "activeKeysOnly", "false", "gracePeriodHours", "2"));
  }

  @Test
  void overrideNothingWhenNoneAreGiven() {
    assertThat(GivenParameters.NONE.override(OF_THE_FILE)).isEqualTo(OF_THE_FILE);
  }

  @Test
  void areParsedByTheRule() {
    GivenParameters given = new GivenParameters(Optional.of("{\"exemptUsers\":[\"bo\"]}"));
    assertThatThrownBy(() -> given.override(OF_THE_FILE))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Rule parameter exemptUsers is a JSON list; it must be ");
  }
}
