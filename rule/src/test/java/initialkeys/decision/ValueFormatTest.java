package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValueFormatTest {

  @Test
  void flagsAreExactlyTrueOrFalse() {
    ValueFormat<Boolean> format = ValueFormat.trueOrFalse();
    assertThat(format.allowed()).isEqualTo("true or false");
    assertThat(format.parse("true")).contains(true);
    assertThat(format.parse("false")).contains(false);
    assertThat(format.parse("True")).isEmpty();
  }

  @Test
  void wholeNumbersAreWithinTheirRange() {
    ValueFormat<Integer> format = ValueFormat.wholeNumber(2, 30);
    assertThat(format.allowed()).isEqualTo("a whole number from 2 to 30");
    assertThat(format.parse("1")).isEmpty();
    assertThat(format.parse("2")).contains(2);
    assertThat(format.parse("30")).contains(30);
    assertThat(format.parse("31")).isEmpty();
    assertThat(format.parse("two")).isEmpty();
    assertThat(format.parse("003")).as("more digits than the maximum has").isEmpty();
    assertThat(ValueFormat.wholeNumber(0, 525_600).parse("525600")).contains(525_600);
  }
}
