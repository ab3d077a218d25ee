package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormatTest {

  @Test
  void trueAndFalseAreTheOnlyFlags() {
    ValueFormat<Boolean> flag = ValueFormat.trueOrFalse();
    assertThat(flag.allowed()).isEqualTo("true or false");
    assertThat(flag.parse("true")).contains(true);
    assertThat(flag.parse("false")).contains(false);
    assertThat(flag.parse("TRUE")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "007, 7", "120, 120", "6,", "121,", "0007,", "-7,", "'',"})
  void numberIsWithinItsRangeAndAsLongAsTheMaximum(String text, Integer number) {
    ValueFormat<Integer> format = ValueFormat.wholeNumber(7, 120);
    assertThat(format.allowed()).isEqualTo("a whole number from 7 to 120");
    assertThat(format.parse(text).orElse(null)).isEqualTo(number);
  }
}
