package initialkeys.infra;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameter;
import initialkeys.decision.RuleParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a deployment is to be, checked.
 *
 * @param ruleName the AWS Config rule's name
 * @param frequency how often the rule looks at every user
 * @param ruleParameters the rule's parameters, those that were not set with their defaults
 * @param logs what becomes of the function's logs
 * @param alarms who is told
 */
record Settings(
    String ruleName,
    Frequency frequency,
    Map<String, String> ruleParameters,
    Logs logs,
    Recipients alarms) {

  /** AWS Config takes no more of a rule's parameters, as JSON (F27). */
  private static final int LONGEST_PARAMETERS = 1024;

  /** What the CDK command line itself keeps in context under a name without a colon or @. */
  private static final Set<String> NOT_OURS = Set.of("cli-telemetry", "acknowledged-issue-numbers");

  record Logs(int retentionDays, boolean keep) {}

  record Recipients(Optional<String> email, Optional<String> topicArn) {}

  /**
   * Reads the settings from CDK context.
   *
   * @throws InvalidInputException naming the setting, the value and what is allowed
   */
  static Settings parse(Map<String, ?> context) {
    requireKnown(context);
    return new Settings(
        Setting.RULE_NAME.text(context),
        Frequency.of(Setting.FREQUENCY.text(context)),
        ruleParameters(context),
        new Logs(
            Integer.parseInt(Setting.LOG_RETENTION_DAYS.text(context)),
            Boolean.parseBoolean(Setting.KEEP_LOGS.text(context))),
        new Recipients(
            Setting.ALARM_EMAIL.optional(context), Setting.ALARM_TOPIC_ARN.optional(context)));
  }

  /**
   * Refuses every name that looks like one of ours and is none: a misspelt setting would otherwise
   * be a default in disguise. CDK's own names have a colon or start with @.
   */
  private static void requireKnown(Map<String, ?> context) {
    Set<String> known = known().collect(Collectors.toSet());
    for (String name : context.keySet()) {
      if (!known.contains(name) && !isOfCdk(name)) {
        throw new InvalidInputException(
            "A setting's name", name, "one of " + known().collect(Collectors.joining(", ")));
      }
    }
  }

  private static Stream<String> known() {
    return Stream.concat(
        Arrays.stream(RuleParameter.values()).map(RuleParameter::key),
        Arrays.stream(Setting.values()).map(Setting::key));
  }

  private static boolean isOfCdk(String name) {
    return name.contains(":") || name.startsWith("@") || NOT_OURS.contains(name);
  }

  /**
   * All of them, so that the rule's page in the console shows what holds; AWS Config refuses empty
   * ones.
   */
  private static Map<String, String> ruleParameters(Map<String, ?> context) {
    Map<String, Object> set = new LinkedHashMap<>();
    for (RuleParameter parameter : RuleParameter.values()) {
      if (context.containsKey(parameter.key())) {
        set.put(parameter.key(), context.get(parameter.key()));
      }
    }
    RuleParameters.parse(set);
    Map<String, String> all = new LinkedHashMap<>();
    for (RuleParameter parameter : RuleParameter.values()) {
      String value = String.valueOf(set.getOrDefault(parameter.key(), parameter.defaultValue()));
      if (!value.isBlank()) all.put(parameter.key(), value);
    }
    return requireShort(all);
  }

  private static Map<String, String> requireShort(Map<String, String> parameters) {
    int length = json(parameters).length();
    if (length > LONGEST_PARAMETERS) {
      throw InvalidInputException.withoutValue(
          "The JSON of the rule's parameters",
          "%,d characters long".formatted(length),
          "at most %,d, so exemptUsers must be shorter (a path or * stands for many users)"
              .formatted(LONGEST_PARAMETERS));
    }
    return parameters;
  }

  /** As AWS Config takes them for an Organization. */
  String ruleParametersAsJson() {
    return json(ruleParameters);
  }

  private static String json(Map<String, String> parameters) {
    try {
      return JSON.std.asString(parameters);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
