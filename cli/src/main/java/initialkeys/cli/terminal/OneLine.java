package initialkeys.cli.terminal;

/** Texts of others, fit for one line of a terminal. */
public final class OneLine {

  private static final int LONGEST = 500;

  private OneLine() {}

  /** The text without line breaks and control characters, shortened when it is long. */
  public static String of(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
