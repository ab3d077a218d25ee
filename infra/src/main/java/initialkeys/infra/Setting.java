package initialkeys.infra;

import initialkeys.decision.InvalidInputException;
import java.util.Arrays;
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
  FREQUENCY("frequency", Frequency.TWENTY_FOUR_HOURS.word(), Frequency.words()),
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
      "|arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}"),
  /**
   * Shorter: AWS Config makes OrgConfigRule-name-12345678 of it in every member (F31), which may
   * then be no longer than 64 characters (F15). Not of one: the function's sessions in members bear
   * it, and STS takes no shorter name for them than two characters. No underscore: within a query's
   * pattern it would be a wildcard (F34).
   */
  ORGANIZATION_RULE_NAME(
      "organizationRuleName",
      "iam-user-console-and-api-access",
      "2 to 41 letters, digits and hyphens",
      "[A-Za-z0-9-]{2,41}"),
  ORGANIZATIONAL_UNITS(
      "organizationalUnits",
      "",
      "ids of organizational units (ou-...) or of the root (r-...), separated by commas",
      "|" + listOf("(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})")),
  /** AWS Config leaves out at most a thousand. */
  EXCLUDED_ACCOUNTS(
      "excludedAccounts",
      "",
      "12-digit ids of accounts, separated by commas, at most 1,000",
      "|[0-9]{12}(, *[0-9]{12}){0,999}"),
  /** Each takes a permission of some 350 bytes in the function's policy, which ends at 20 KB. */
  INVOKING_ACCOUNTS(
      "invokingAccounts",
      "",
      "12-digit ids of accounts, separated by commas, at most 50",
      "|[0-9]{12}(, *[0-9]{12}){0,49}"),
  ANY_ACCOUNT_MAY_INVOKE("anyAccountMayInvoke", "false", List.of("true", "false")),
  /** What IAM takes as a role's name. */
  MEMBER_ROLE_NAME(
      "memberRoleName",
      "InitialKeysMember",
      "1 to 64 letters, digits and characters of +=,.@_-",
      "[A-Za-z0-9+=,.@_-]{1,64}"),
  CALL_AS("callAs", "SELF", List.of("SELF", "DELEGATED_ADMIN")),
  FUNCTION_ROLE_ARN(
      "functionRoleArn",
      "",
      "the ARN of a role",
      "|arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}"),
  AGGREGATOR_REGIONS(
      "aggregatorRegions",
      "",
      "names of Regions, separated by commas",
      "|" + listOf("[a-z]{2}(-[a-z]+)+-[0-9]")),
  FINDING_SEVERITY(
      "findingSeverity", "MEDIUM", List.of("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"));

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

  private static String listOf(String entry) {
    return entry + "(, *" + entry + ")*";
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

  /** The entries of a list; none when none is set. */
  List<String> list(Map<String, ?> context) {
    return Arrays.stream(text(context).split(", *")).filter(it -> !it.isEmpty()).toList();
  }
}
