package initialkeys.decision;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters that the rule knows: the one home of their names, defaults and ranges. AWS Config
 * hands every value over as a string (F27).
 */
public enum RuleParameter {
  /**
   * In one sitting, keys were seen up to 27 s after the user; the first made later, 38 min (F4).
   */
  CREATION_WINDOW_MINUTES("creationWindowMinutes", "5", "a whole number from 1 to 1440"),
  CONSOLE_PASSWORD_ONLY("consolePasswordOnly", "true", "true or false"),
  UNUSED_KEYS_ONLY("unusedKeysOnly", "true", "true or false"),
  ACTIVE_KEYS_ONLY("activeKeysOnly", "false", "true or false"),
  GRACE_PERIOD_HOURS("gracePeriodHours", "0", "a whole number from 0 to 2160"),
  EXEMPT_USERS(
      "exemptUsers",
      "",
      "user names separated by commas, * for any run of characters;"
          + " an entry that starts with / is a path and ends with / or *"),
  REPORT_ONLY_CHANGES("reportOnlyChanges", "false", "true or false");

  private final String key;
  private final String defaultValue;
  private final String allowed;

  RuleParameter(String key, String defaultValue, String allowed) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.allowed = allowed;
  }

  /** The name in the rule's InputParameters. */
  public String key() {
    return key;
  }

  /** The value that an absent parameter has. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What a value must be, in words. */
  public String allowed() {
    return allowed;
  }

  /**
   * Refuses names that are not parameters: a misspelt one would otherwise be a default in disguise.
   *
   * @throws InvalidInputException naming the unknown parameter and the known ones
   */
  static void requireKnown(Map<String, ?> given) {
    String known =
        Arrays.stream(values()).map(RuleParameter::key).collect(Collectors.joining(", "));
    for (String name : given.keySet()) {
      if (Arrays.stream(values()).noneMatch(parameter -> parameter.key.equals(name))) {
        throw new InvalidInputException("A rule parameter's name", name, "one of " + known);
      }
    }
  }

  boolean flag(Map<String, ?> given) {
    return switch (text(given)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(given);
    };
  }

  /** A whole number in ASCII digits; the longest range needs four. */
  int number(Map<String, ?> given, int least, int most) {
    String text = text(given);
    if (!text.matches("[0-9]{1,4}")) throw invalid(given);
    int number = Integer.parseInt(text);
    if (number < least || number > most) throw invalid(given);
    return number;
  }

  String text(Map<String, ?> given) {
    if (!given.containsKey(key)) return defaultValue;
    if (given.get(key) instanceof String text) return text;
    throw invalid(given);
  }

  InvalidInputException invalid(Map<String, ?> given) {
    return new InvalidInputException(
        "Rule parameter " + key, given.get(key), allowed + ", as text");
  }
}
