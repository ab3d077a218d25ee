package initialkeys.cli.aws.configuration;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The sections of a configuration file, by their titles. The AWS CLI reads the files with Python's
 * configparser, which accepts more than the SDK and joins lines in another way.
 */
public final class ConfigurationFile {

  /** Its properties are those of every section. */
  private static final String TITLE_OF_EVERY_SECTION = "DEFAULT";

  private final Map<String, Map<String, StringBuilder>> sections = new LinkedHashMap<>();
  private final Map<String, StringBuilder> ofEverySection = new HashMap<>();

  /** The last section and value so far; null before the first one. */
  private Map<String, StringBuilder> section;

  private StringBuilder value;
  private int indentation;

  /** The number of the current line. */
  private int number;

  private ConfigurationFile() {}

  /**
   * The properties of each section, in the order of the sections. The name of a property is in
   * lower case.
   *
   * @throws MalformedLineException when the AWS CLI would reject the file
   */
  public static Map<String, Map<String, String>> sections(String text) {
    ConfigurationFile file = new ConfigurationFile();
    text.lines().forEach(line -> file.read(line, strip(line)));
    return file.sections();
  }

  private void read(String line, String content) {
    number++;
    int start = line.indexOf(content);
    if (content.isEmpty()) {
      if (value != null) value.append('\n');
    } else if (content.startsWith("#") || content.startsWith(";")) {
      // Only a whole line is a comment.
    } else if (value != null && start > indentation) {
      continueValue(content);
    } else {
      indentation = start;
      int end = content.startsWith("[") ? content.lastIndexOf(']') : -1;
      if (end > 1) {
        startSection(content.substring(1, end));
      } else {
        startProperty(content);
      }
    }
  }

  /** A value that begins with a line break has properties of its own. */
  private void continueValue(String content) {
    boolean isNested = value.isEmpty() || value.charAt(0) == '\n';
    if (isNested && !content.contains("=")) throw new MalformedLineException(number);
    value.append('\n').append(content);
  }

  private void startSection(String title) {
    value = null;
    if (title.equals(TITLE_OF_EVERY_SECTION)) {
      section = ofEverySection;
      return;
    }
    section = new HashMap<>();
    if (sections.put(title, section) != null) {
      throw new MalformedLineException(number, "section");
    }
  }

  private void startProperty(String content) {
    int end = endOfName(content);
    if (section == null || end < 1) throw new MalformedLineException(number);
    value = new StringBuilder(strip(content.substring(end + 1)));
    String name = strip(content.substring(0, end)).toLowerCase(Locale.ROOT);
    if (section.put(name, value) != null) {
      throw new MalformedLineException(number, "property");
    }
  }

  private static int endOfName(String content) {
    int equals = content.indexOf('=');
    int colon = content.indexOf(':');
    return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
  }

  private Map<String, Map<String, String>> sections() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    sections.forEach(
        (title, own) -> {
          Map<String, String> properties = new HashMap<>(values(ofEverySection));
          properties.putAll(values(own));
          all.put(title, properties);
        });
    return all;
  }

  private static Map<String, String> values(Map<String, StringBuilder> section) {
    Map<String, String> values = new HashMap<>();
    section.forEach((name, text) -> values.put(name, text.toString().stripTrailing()));
    return values;
  }

  /** Without white space at both ends, which for Python is more than for Java. */
  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) start++;
    while (start < end && isSpace(text.charAt(end - 1))) end--;
    return text.substring(start, end);
  }

  private static boolean isSpace(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == '\u0085';
  }
}
