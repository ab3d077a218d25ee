package initialkeys.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GivenParametersTest {

  private static final Map<String, String> OF_FILE =
      Map.of("exemptUsers", "bo", "activeKeysOnly", "true");

  @Test
  void overrideByName() {
    assertThat(
            GivenParameters.parse(List.of("activeKeysOnly=false", "gracePeriodHours=2"))
                .override(OF_FILE))
        .isEqualTo(Map.of("exemptUsers", "bo", "activeKeysOnly", "false", "gracePeriodHours", "2"));
  }

  @Test
  void overrideNothingWhenNoneAreGiven() {
    assertThat(GivenParameters.parse(List.of()).override(OF_FILE)).isEqualTo(OF_FILE);
  }

  @Test
  void valueMayBeEmptyOrContainEqualsSign() {
    assertThat(GivenParameters.parse(List.of("exemptUsers=")).values())
        .isEqualTo(Map.of("exemptUsers", ""));
    assertThat(GivenParameters.parse(List.of("exemptUsers=a=b, c")).values())
        .isEqualTo(Map.of("exemptUsers", "a=b, c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "creationWindowMinutes=0 | Rule parameter creationWindowMinutes is '0'; it must be a whole"
            + " number from 1 to 1440, as text.",
        "=5 | A rule parameter's name is ''; it must be one of creationWindowMinutes,",
        "gracePeriodHours | --parameter is 'gracePeriodHours'; it must be name=value.",
      })
  void areRejectedWithMessageOfRule(String given, String message) {
    assertThatThrownBy(() -> GivenParameters.parse(List.of(given)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void nameGivenTwiceIsRejected() {
    assertThatThrownBy(
            () -> GivenParameters.parse(List.of("gracePeriodHours=1", "gracePeriodHours=2")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("--parameter is 'gracePeriodHours'; it must be given once.");
  }
}
