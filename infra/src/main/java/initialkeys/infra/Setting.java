package initialkeys.infra;

import initialkeys.verdict.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be set of a deployment beyond the rule's own parameters: the one home of names, defaults
 * and what is allowed. Like them, every value is text, as {@code -c name=value} gives it.
 */
public enum Setting {
  /** Not longer: AWS Config hands stored results out by names of up to 64 characters (F15). */
  RULE_NAME(
      "ruleName",
      "iam-user-console-and-api-access-at-creation",
      "1 to 64 letters, digits, hyphens and underscores",
      "[A-Za-z0-9_-]{1,64}"),
  FREQUENCY(
      "frequency",
      "TwentyFour_Hours",
      List.of("One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours")),
  /** What CloudWatch Logs knows as a retention. */
  LOG_RETENTION_DAYS(
      "logRetentionDays",
      "90",
      List.of(
          "1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545",
          "731", "1096", "1827", "2192", "2557", "2922", "3288", "3653")),
  KEEP_LOGS("keepLogs", "false", List.of("true", "false")),
  ALARM_EMAIL("alarmEmail", "", "an e-mail address", "|[^@\\s]+@[^@\\s]+"),
  /** CloudWatch alarms do not send to FIFO topics, whose names have a dot. */
  ALARM_TOPIC_ARN(
      "alarmTopicArn",
      "",
      "the ARN of a standard SNS topic",
      "|arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}");

  private final String key;
  private final String defaultValue;
  private final String allowed;
  private final String pattern;

  Setting(String key, String defaultValue, List<String> choices) {
    this(key, defaultValue, "one of " + String.join(", ", choices), String.join("|", choices));
  }

  Setting(String key, String defaultValue, String allowed, String pattern) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.allowed = allowed;
    this.pattern = pattern;
  }

  /** The name in CDK context. */
  public String key() {
    return key;
  }

  /** The value when nothing is set; empty for none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What a value must be, in words. */
  public String allowed() {
    return allowed;
  }

  /** The value, or the default. */
  String text(Map<String, ?> context) {
    if (!context.containsKey(key)) return defaultValue;
    Object value = context.get(key);
    if (value instanceof String text && text.matches(pattern)) return text;
    throw new InvalidInputException("Setting " + key, value, allowed + ", as text");
  }

  /** Empty when none is set. */
  Optional<String> optional(Map<String, ?> context) {
    return Optional.of(text(context)).filter(text -> !text.isEmpty());
  }
}
