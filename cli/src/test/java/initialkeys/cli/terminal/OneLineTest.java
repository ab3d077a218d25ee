package initialkeys.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void lineBreaksAndControlCharactersBecomeSpaces() {
    assertThat(OneLine.of(" a\r\n\tb\u001b[31mc ")).isEqualTo("a b [31mc");
  }

  @Test
  void longTextIsShortened() {
    assertThat(OneLine.of("x".repeat(2900))).isEqualTo("x".repeat(500) + "…");
    assertThat(OneLine.of("x".repeat(500))).isEqualTo("x".repeat(500));
  }
}
