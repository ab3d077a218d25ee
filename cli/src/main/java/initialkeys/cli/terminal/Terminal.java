package initialkeys.cli.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** Where a command prints. */
public final class Terminal {

  /** The launcher's property that says whether standard output is a terminal. */
  static final String OUT = "initialkeys.terminal.out";

  /** The same for standard error. */
  static final String ERR = "initialkeys.terminal.err";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean hasColour;
  private final boolean isErrLive;

  /**
   * @param out results
   * @param err progress, and reasons of failures, one line each
   * @param hasColour whether results are coloured
   * @param isErrLive whether a line of standard error can be replaced by the next one
   */
  public Terminal(PrintStream out, PrintStream err, boolean hasColour, boolean isErrLive) {
    this.out = out;
    this.err = err;
    this.hasColour = hasColour;
    this.isErrLive = isErrLive;
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  public boolean hasColour() {
    return hasColour;
  }

  public boolean isErrLive() {
    return isErrLive;
  }

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    return new Terminal(
        System.out,
        System.err,
        hasColour(isTerminal(OUT), System.getenv()),
        isTerminal(ERR) && !isDumb(System.getenv()));
  }

  /** The same with results printed elsewhere, without colour. */
  public Terminal withOut(PrintStream other) {
    return new Terminal(other, err, false, isErrLive);
  }

  /** Colour is for people: on a terminal, unless NO_COLOR is set (https://no-color.org). */
  static boolean hasColour(boolean isTerminal, Map<String, String> environment) {
    return isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb(environment);
  }

  private static boolean isDumb(Map<String, String> environment) {
    return "dumb".equals(environment.get("TERM"));
  }

  /** Java cannot tell the two streams apart; a launcher that can says so in a property. */
  private static boolean isTerminal(String property) {
    return Optional.ofNullable(System.getProperty(property))
        .map(Boolean::parseBoolean)
        .orElseGet(
            () -> Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
  }

  /** The text in a colour, where there are colours. */
  public String paint(Colour colour, String text) {
    return hasColour ? "\u001b[%sm%s\u001b[0m".formatted(colour.code, text) : text;
  }

  /** The colours of a terminal that every theme shows well. */
  public enum Colour {
    RED("1;31"),
    YELLOW("33"),
    GREEN("32"),
    PLAIN("0");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }
}
