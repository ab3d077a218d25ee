package initialkeys.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

  @Test
  void lineBreaksAndControlCharactersBecomeSpaces() {
    assertThat(OneLine.of(" a\r\n\tb\u001b[31mc ")).isEqualTo("a b [31mc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u009b", "\u0085", "\u202e", "\u2066", "\u200f", "\u2028", "\u0000"})
  void everyControlCharacterBecomesSpace(String control) {
    assertThat(OneLine.of("a" + control + "b")).isEqualTo("a b");
  }

  @Test
  void wholeTextIsNotShortened() {
    assertThat(OneLine.whole("x\n" + "y".repeat(2900))).isEqualTo("x " + "y".repeat(2900));
  }

  @Test
  void longTextIsShortened() {
    assertThat(OneLine.of("x".repeat(2900))).isEqualTo("x".repeat(500) + "…");
    assertThat(OneLine.of("x".repeat(500))).isEqualTo("x".repeat(500));
  }
}
