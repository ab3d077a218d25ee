package initialkeys.cli.terminal;

import java.util.regex.Pattern;

/** Texts of others, fit for one line of a terminal. */
public final class OneLine {

  private static final int LONGEST = 500;

  /** Also those that change the direction of a text, and those above ASCII. */
  private static final Pattern CONTROL = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private OneLine() {}

  /** The text without line breaks and control characters, shortened when it is long. */
  public static String of(String text) {
    String line = whole(text);
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }

  /** The same, however long it is. */
  public static String whole(String text) {
    return CONTROL.matcher(text).replaceAll(" ").strip();
  }
}
