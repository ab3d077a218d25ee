package initialkeys.cli.aws.configuration;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a text, such as the title of a section or a command. Quotes keep a word together, as
 * in a shell; nothing is expanded.
 */
public final class Words {

  private final String text;
  private final List<String> words = new ArrayList<>();

  /** Null between words: a word can be empty. */
  private StringBuilder word;

  private int next;

  private Words(String text) {
    this.text = text;
  }

  /**
   * The words by the rules of a POSIX shell.
   *
   * @throws IllegalArgumentException when a quote is not closed or nothing follows a backslash
   */
  public static List<String> of(String text) {
    return new Words(text).split();
  }

  /**
   * The words by the rules of Windows: backslashes are escape characters only before double quotes,
   * which are the only quotes.
   *
   * @throws IllegalArgumentException when a quote is not closed
   */
  public static List<String> ofWindows(String text) {
    return new Words(text).splitOfWindows();
  }

  private List<String> split() {
    while (next < text.length()) {
      char character = take();
      switch (character) {
        case ' ', '\t', '\r', '\n' -> endWord();
        case '\'' -> quoted(character, false);
        case '"' -> quoted(character, true);
        case '\\' -> append(take());
        default -> append(character);
      }
    }
    endWord();
    return words;
  }

  /**
   * In double quotes, a backslash stands for itself unless it is before one of its kind or a quote.
   */
  private void quoted(char quote, boolean hasEscapes) {
    append("");
    for (char character = take(); character != quote; character = take()) {
      if (hasEscapes && character == '\\') {
        char escaped = take();
        if (escaped != quote && escaped != '\\') append(character);
        append(escaped);
      } else {
        append(character);
      }
    }
  }

  private List<String> splitOfWindows() {
    boolean isQuoted = false;
    while (next < text.length()) {
      int backslashes = takeBackslashes();
      char character = next < text.length() ? take() : ' ';
      boolean isQuote = character == '"';
      if (backslashes > 0) append("\\".repeat(isQuote ? backslashes / 2 : backslashes));
      if (isQuote && backslashes % 2 == 0) {
        isQuoted = !isQuoted;
        append("");
      } else if (!isQuoted && (character == ' ' || character == '\t')) {
        endWord();
      } else {
        append(character);
      }
    }
    if (isQuoted) throw unfinished();
    endWord();
    return words;
  }

  private int takeBackslashes() {
    int first = next;
    while (next < text.length() && text.charAt(next) == '\\') next++;
    return next - first;
  }

  private char take() {
    if (next == text.length()) throw unfinished();
    return text.charAt(next++);
  }

  /** The text is not shown: a command can have secrets. */
  private static IllegalArgumentException unfinished() {
    return new IllegalArgumentException("a quote is not closed, or nothing follows a backslash");
  }

  private void append(char character) {
    append(String.valueOf(character));
  }

  private void append(String part) {
    if (word == null) word = new StringBuilder();
    word.append(part);
  }

  private void endWord() {
    if (word != null) words.add(word.toString());
    word = null;
  }
}
