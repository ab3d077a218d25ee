package initialkeys.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.terminal.Terminal.Colour;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void colourNeedsTerminal() {
    assertThat(Terminal.hasColour(true, Map.of())).isTrue();
    assertThat(Terminal.hasColour(false, Map.of())).isFalse();
  }

  @Test
  void noColorTurnsColourOff() {
    assertThat(Terminal.hasColour(true, Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Terminal.hasColour(true, Map.of("NO_COLOR", ""))).isTrue();
    assertThat(Terminal.hasColour(true, Map.of("TERM", "dumb"))).isFalse();
  }

  @Test
  void paintsOnlyWithColour() {
    Terminal plain = new Terminal(System.out, System.err, false, false);
    Terminal coloured = new Terminal(System.out, System.err, true, false);
    assertThat(plain.paint(Colour.RED, "text")).isEqualTo("text");
    assertThat(coloured.paint(Colour.GREEN, "text")).isEqualTo("\u001b[32mtext\u001b[0m");
  }
}
