package initialkeys.infra.settings;

import initialkeys.decision.CisControl;
import initialkeys.decision.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a deployment beyond the rule parameters: the one place for their names, defaults
 * and allowed values. Every value is text, as {@code -c name=value} passes it.
 */
public enum Setting {
  /** AWS Config returns stored results for names of at most 64 characters (F15). */
  RULE_NAME(
      "ruleName",
      CisControl.NAME,
      "1 to 64 letters, digits, hyphens and underscores",
      "[A-Za-z0-9_-]{1,64}"),
  FREQUENCY("frequency", Frequency.TWENTY_FOUR_HOURS.configValue(), Frequency.configValues()),
  /** The retention periods of CloudWatch Logs. */
  LOG_RETENTION_DAYS(
      "logRetentionDays",
      "90",
      List.of(
          "1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545",
          "731", "1096", "1827", "2192", "2557", "2922", "3288", "3653")),
  KEEP_LOGS("keepLogs", "false", List.of("true", "false")),
  /** Lambda accepts at most 16 subnets and 5 security groups. */
  VPC_SUBNET_IDS("vpcSubnetIds", "ids of subnets (subnet-...)", "subnet-[0-9a-f]{8,17}", 16),
  VPC_SECURITY_GROUP_IDS(
      "vpcSecurityGroupIds", "ids of security groups (sg-...)", "sg-[0-9a-f]{8,17}", 5),
  /** Without a user and a password: everyone who may read the function's configuration sees it. */
  HTTPS_PROXY(
      "httpsProxy",
      "",
      "http://HOST:PORT without a user, such as http://proxy.example.com:3128; HOST is "
          + Patterns.HOST_DESCRIPTION
          + "; PORT is 1 to 65535",
      "|http://(%s|%s):%s".formatted(Patterns.HOST_NAME, Patterns.IP_ADDRESS, Patterns.PORT)),
  /** The function takes any other * literally, so that no host matches. */
  NO_PROXY(
      "noProxy",
      "",
      "hosts or domains, separated by commas: * for every host, or "
          + Patterns.HOST_DESCRIPTION
          + "; a name may have *. or . in front",
      "|" + listOf("((\\*?\\.)?%s|%s|\\*)".formatted(Patterns.HOST_NAME, Patterns.IP_ADDRESS))),
  /** Not an alias: the role's policy names the key. */
  KMS_KEY_ARN(
      "kmsKeyArn",
      "",
      "the ARN of a KMS key",
      "|arn:"
          + Patterns.PARTITION
          + ":kms:"
          + Patterns.REGION
          + ":[0-9]{12}:key/[A-Za-z0-9-]{1,64}"),
  ALARM_EMAIL("alarmEmail", "", "an e-mail address", "|[^@\\s]+@[^@\\s]+"),
  /** CloudWatch alarms cannot publish to FIFO topics, whose names contain a dot. */
  ALARM_TOPIC_ARN("alarmTopicArn", "", "the ARN of a standard SNS topic", Patterns.TOPIC_ARN),
  FINDINGS_EMAIL("findingsEmail", "", "an e-mail address", "|[^@\\s]+@[^@\\s]+"),
  FINDINGS_TOPIC_ARN("findingsTopicArn", "", "the ARN of a standard SNS topic", Patterns.TOPIC_ARN),
  /** Separate from findingsTopicArn: the topic of an address has messages published already. */
  FINDINGS_EMAIL_TOPIC_ARN(
      "findingsEmailTopicArn", "", "the ARN of a standard SNS topic", Patterns.TOPIC_ARN),
  FINDINGS_RESOLVED("findingsResolved", "false", List.of("true", "false")),
  ANSWER_PROCESS_CHECKS("answerProcessChecks", "false", List.of("true", "false")),
  SECURITY_HUB_FINDINGS("securityHubFindings", "false", List.of("true", "false")),
  /**
   * At most 41 characters: AWS Config names the rule OrgConfigRule-name-12345678 in member accounts
   * (F31), which may have at most 64 characters (F15). At least 2: the function's sessions in
   * member accounts have this name, and STS requires two characters. No underscore: in a query it
   * would be a wildcard (F34).
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
  /** AWS Config accepts 1,000, a value of CloudFormation has 4,096 characters (F82). */
  EXCLUDED_ACCOUNTS("excludedAccounts", "12-digit ids of accounts", "[0-9]{12}", 1_000, 315),
  /** Each adds about 350 bytes to the function's policy, which may have at most 20 KB. */
  INVOKING_ACCOUNTS("invokingAccounts", "12-digit ids of accounts", "[0-9]{12}", 50),
  /** The pattern of ids in the API of AWS Organizations. */
  INVOKING_ORGANIZATION(
      "invokingOrganization", "", "the id of an organization (o-...)", "|o-[a-z0-9]{10,32}"),
  ANY_ACCOUNT_MAY_INVOKE("anyAccountMayInvoke", "false", List.of("true", "false")),
  /** IAM's rule for role names. */
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
      "|arn:" + Patterns.PARTITION + ":iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}"),
  AGGREGATOR_REGIONS(
      "aggregatorRegions",
      "",
      "names of Regions, separated by commas",
      "|" + listOf(Patterns.REGION)),
  FINDING_SEVERITY(
      "findingSeverity", "MEDIUM", List.of("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL")),
  REMEDIATION("remediation", "", "manual or automatic", "|manual|automatic"),
  /** AWS Config remediates no organization rule (F50), so nothing starts it but a person. */
  ORGANIZATION_REMEDIATION("organizationRemediation", "", "manual", "|manual"),
  REMEDIATION_GRACE_HOURS(
      "remediationGraceHours",
      "24",
      "a whole number of hours from 0 to 2160",
      "[0-9]|[1-9][0-9]{1,2}|1[0-9]{3}|20[0-9]{2}|21[0-5][0-9]|2160"),
  REMEDIATION_DRY_RUN("remediationDryRun", "false", List.of("true", "false")),
  /** IAM's rule for role names. */
  REMEDIATION_ROLE_NAME(
      "remediationRoleName",
      "InitialKeysRemediationMember",
      "1 to 64 letters, digits and characters of +=,.@_-",
      "[A-Za-z0-9+=,.@_-]{1,64}");

  private final String key;
  private final String defaultValue;
  private final String allowed;
  private final String pattern;
  private final String parameterAllowed;
  private final String parameterPattern;

  Setting(String key, String defaultValue, List<String> choices) {
    this(key, defaultValue, "one of " + String.join(", ", choices), String.join("|", choices));
  }

  Setting(String key, String defaultValue, String allowed, String pattern) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.allowed = allowed;
    this.pattern = pattern;
    this.parameterAllowed = allowed;
    this.parameterPattern = pattern;
  }

  /** A list that may be empty, of at most so many entries. */
  Setting(String key, String entries, String entry, int most) {
    this(key, entries, entry, most, most);
  }

  /** A list that may have fewer entries as a parameter of a template. */
  Setting(String key, String entries, String entry, int most, int mostInParameter) {
    this.key = key;
    this.defaultValue = "";
    this.allowed = limited(entries, most);
    this.pattern = listOf(entry, most);
    this.parameterAllowed = limited(entries, mostInParameter);
    this.parameterPattern = listOf(entry, mostInParameter);
  }

  private static String limited(String entries, int most) {
    return String.format(Locale.ROOT, "%s, separated by commas, at most %,d", entries, most);
  }

  /** In some locales %d writes other digits. */
  private static String listOf(String entry, int most) {
    return "|%1$s(, *%1$s){0,%2$s}+".formatted(entry, most - 1);
  }

  /** A class of its own: an enum's constants cannot refer to the enum's static fields. */
  private static final class Patterns {
    /** For example aws, aws-cn, aws-us-gov, aws-iso-b and aws-eusc. */
    static final String PARTITION = "aws(-[a-z]+)*";

    /** For example eu-west-1, us-gov-west-1, us-isob-east-1 and eusc-de-east-1. */
    static final String REGION = "[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}";

    static final String HOST_DESCRIPTION =
        "an IPv4 address, or a name of parts of letters, digits and inner hyphens, separated by"
            + " dots, the last of which starts with a letter";

    private static final String REST_OF_LABEL = "(?:[A-Za-z0-9-]*[A-Za-z0-9])?";

    /** Java rejects a URL with any other. Possessive, as in {@link #listOf}. */
    static final String HOST_NAME = "(?:[A-Za-z0-9]%1$s\\.)*+[A-Za-z]%1$s".formatted(REST_OF_LABEL);

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    static final String IP_ADDRESS = "%1$s(?:\\.%1$s){3}".formatted(BYTE);

    /** From 1 to 65535. */
    static final String PORT =
        "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    static final String TOPIC_ARN =
        "|arn:" + PARTITION + ":sns:" + REGION + ":[0-9]{12}:[A-Za-z0-9_-]{1,256}";
  }

  /** Possessive (+): Java matches any other repetition of these recursively, up to its stack. */
  private static String listOf(String entry) {
    return entry + "(, *" + entry + ")*+";
  }

  /** The name in the settings file and in CDK context. */
  public String key() {
    return key;
  }

  /** The value when the setting is not set; empty for none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** A description of the allowed values. */
  public String allowed() {
    return allowed;
  }

  /** A regular expression for a whole value. */
  public String pattern() {
    return pattern;
  }

  /** A description of the values that are allowed as a parameter of a template. */
  public String parameterAllowed() {
    return parameterAllowed;
  }

  /** A regular expression for the whole of such a value. */
  public String parameterPattern() {
    return parameterPattern;
  }

  /**
   * The value, or the default.
   *
   * @throws InvalidInputException naming the setting, the value and what is allowed
   */
  String text(Map<String, ?> values) {
    if (!values.containsKey(key)) return defaultValue;
    Object value = values.get(key);
    if (value instanceof String text && text.matches(pattern)) return text;
    throw new InvalidInputException("Setting " + key, value, allowed + ", as text");
  }

  /** Empty when the setting is not set. */
  Optional<String> optional(Map<String, ?> values) {
    return Optional.of(text(values)).filter(text -> !text.isEmpty());
  }

  /** The entries of a list; empty when the setting is not set. */
  List<String> list(Map<String, ?> values) {
    return Arrays.stream(text(values).split(", *")).filter(it -> !it.isEmpty()).toList();
  }
}
