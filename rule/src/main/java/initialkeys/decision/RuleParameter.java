package initialkeys.decision;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The rule parameters. Each constant is the only place that states its parameter's name, default
 * and allowed values. AWS Config passes every value as a string (F27).
 *
 * <p>A parameter that is declared but not read does not compile: a constant needs its setter in
 * {@link ParameterValues}, and a value that is set there but never read is an error of the build.
 */
public enum RuleParameter {
  /** Observed gaps: up to 27 s when created together with the user, 38 min or more later (F4). */
  CREATION_WINDOW_MINUTES(
      "creationWindowMinutes",
      "5",
      ValueFormat.wholeNumber(1, 1440),
      ParameterValues::creationWindowMinutes),
  CONSOLE_PASSWORD_ONLY(
      "consolePasswordOnly",
      "true",
      ValueFormat.trueOrFalse(),
      ParameterValues::consolePasswordOnly),
  UNUSED_KEYS_ONLY(
      "unusedKeysOnly", "true", ValueFormat.trueOrFalse(), ParameterValues::unusedKeysOnly),
  ACTIVE_KEYS_ONLY(
      "activeKeysOnly", "false", ValueFormat.trueOrFalse(), ParameterValues::activeKeysOnly),
  GRACE_PERIOD_HOURS(
      "gracePeriodHours", "0", ValueFormat.wholeNumber(0, 2160), ParameterValues::gracePeriodHours),
  EXEMPT_USERS(
      "exemptUsers",
      "",
      new ValueFormat<>(
          "user names, paths or unique ids (AIDA…), separated by commas; * in a name or path"
              + " matches any run of characters; a path starts with / and ends with / or *",
          UserPattern.LIST_PATTERN,
          text -> Optional.of(UserPattern.parseList(text))),
      ParameterValues::exemptUsers),
  /** AWS charges for each evaluation that is sent, not for the results that it holds (F17). */
  RESEND_UNCHANGED_AFTER_DAYS(
      "resendUnchangedAfterDays",
      "30",
      ValueFormat.wholeNumber(0, 365),
      ParameterValues::resendUnchangedAfterDays);

  private final String key;
  private final String defaultValue;
  private final String allowed;
  private final String pattern;

  @SuppressWarnings("ImmutableEnumChecker") // The function has no state.
  private final BiConsumer<ParameterValues, Map<String, ?>> reader;

  <T> RuleParameter(
      String key,
      String defaultValue,
      ValueFormat<T> format,
      BiConsumer<ParameterValues, T> store) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.allowed = format.allowed();
    this.pattern = format.pattern();
    this.reader =
        (values, given) ->
            store.accept(values, format.parse(text(given)).orElseThrow(() -> invalid(given)));
  }

  /** The name in the rule's InputParameters. */
  public String key() {
    return key;
  }

  /** The value of a parameter that is not given. */
  public String defaultValue() {
    return defaultValue;
  }

  /** Describes the allowed values. */
  public String allowed() {
    return allowed;
  }

  /**
   * A regular expression for a whole value, for a service that checks values before the rule does.
   * It accepts nothing that the rule rejects.
   */
  public String pattern() {
    return pattern;
  }

  /** Parses all parameters; see {@link RuleParameters#parse}. */
  static RuleParameters parseAll(Map<String, ?> given) {
    requireKnown(given);
    ParameterValues values = new ParameterValues();
    for (RuleParameter parameter : values()) parameter.reader.accept(values, given);
    return values.parameters();
  }

  /** Rejects unknown names: a misspelled parameter would otherwise silently keep its default. */
  private static void requireKnown(Map<String, ?> given) {
    String known =
        Arrays.stream(values()).map(RuleParameter::key).collect(Collectors.joining(", "));
    for (String name : given.keySet()) {
      if (Arrays.stream(values()).noneMatch(parameter -> parameter.key.equals(name))) {
        throw new InvalidInputException("A rule parameter's name", name, "one of " + known);
      }
    }
  }

  private String text(Map<String, ?> given) {
    if (!given.containsKey(key)) return defaultValue;
    if (given.get(key) instanceof String text) return text;
    throw invalid(given);
  }

  private InvalidInputException invalid(Map<String, ?> given) {
    return new InvalidInputException(
        "Rule parameter " + key, given.get(key), allowed + ", as text");
  }
}
