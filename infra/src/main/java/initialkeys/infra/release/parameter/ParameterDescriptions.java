package initialkeys.infra.release.parameter;

import initialkeys.decision.RuleParameter;
import initialkeys.infra.release.parameter.ParameterDescription.Group;
import initialkeys.infra.release.parameter.ParameterDescription.NoParameter;
import initialkeys.infra.release.parameter.ParameterDescription.Parameter;
import initialkeys.infra.settings.Setting;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The description of every setting and rule parameter: without one, this does not compile. Names,
 * defaults and ranges are not here; they are those of the setting.
 */
public final class ParameterDescriptions {

  /** As many as the setting allows. */
  public static final int INVOKING_ACCOUNTS = 50;

  private static final String ROLE = "arn:aws:iam::000000000000:role/Sample";
  private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:Sample";

  private ParameterDescriptions() {}

  public static ParameterDescription of(RuleParameter parameter) {
    return switch (parameter) {
      case CREATION_WINDOW_MINUTES ->
          rule(
              "Creation window in minutes",
              "How close to the user's creation a key must be created to count as created with the"
                  + " user",
              "1439");
      case CONSOLE_PASSWORD_ONLY ->
          rule(
              "Console password only",
              "true: only users with a console password can be NON_COMPLIANT",
              "true");
      case UNUSED_KEYS_ONLY ->
          rule(
              "Unused keys only",
              "false: a key created within the window counts even if it has been used",
              "true");
      case ACTIVE_KEYS_ONLY ->
          rule("Active keys only", "true: an Inactive or Expired key does not count", "true");
      case GRACE_PERIOD_HOURS ->
          rule("Grace period in hours", "A key younger than this does not count yet", "2159");
      case EXEMPT_USERS ->
          rule(
              "Exempt users",
              "Users that are exempt on purpose: names, paths or unique ids, separated by commas",
              "SampleExemptUsers");
      case RESEND_UNCHANGED_AFTER_DAYS ->
          rule(
              "Resend unchanged results after days",
              "A result that AWS Config already holds is sent again once it is older than this. 0:"
                  + " at every run",
              "364");
    };
  }

  public static ParameterDescription of(Setting setting) {
    return switch (setting) {
      case RULE_NAME ->
          deployment(
              "Name of the rule",
              "The rule's name in AWS Config, in a single account",
              "SampleRuleName");
      case FREQUENCY ->
          deployment("Frequency", "How often every user is evaluated", "TwentyFour_Hours");
      case LOG_RETENTION_DAYS ->
          deployment(
              "Log retention in days", "For how many days the function's logs are kept", "90");
      case KEEP_LOGS ->
          new NoParameter(
              "DeletionPolicy cannot depend on a parameter without the transform"
                  + " AWS::LanguageExtensions, which needs another capability. With two log groups"
                  + " under opposite conditions, changing the value would delete the logs of the"
                  + " other group, and the stack would have other logical ids than the CDK app's."
                  + " The log group is"
                  + " deleted with the stack: export it before, or write Retain for Delete at the"
                  + " log group in the template");
      case VPC_SUBNET_IDS ->
          network(
              "Subnets",
              "Ids of the subnets of a VPC in which the function runs, separated by commas. Empty:"
                  + " no VPC",
              "subnet-5a3b1e00");
      case VPC_SECURITY_GROUP_IDS ->
          network(
              "Security groups",
              "Ids of the function's security groups in the VPC, separated by commas",
              "sg-5a3b1e00");
      case HTTPS_PROXY ->
          network(
              "Proxy",
              "The URL of a proxy that the function uses, without a user. Empty: none",
              "http://sample-proxy.example.com:3128");
      case NO_PROXY ->
          network(
              "Hosts without the proxy",
              "Names of hosts or domains, separated by commas",
              "sample-no-proxy.example.com");
      case KMS_KEY_ARN ->
          network(
              "Key",
              "The ARN of a KMS key that encrypts the log group, the failure queue and the topics."
                  + " Empty: keys of AWS",
              "arn:aws:kms:us-east-1:000000000000:key/SampleKey");
      case ALARM_EMAIL ->
          notifications(
              "E-mail address for alarms",
              "Is notified of alarms; AWS asks it for confirmation first. Empty: nobody",
              "sample-alarm@example.com");
      case ALARM_TOPIC_ARN ->
          notifications(
              "Topic for alarms",
              "The ARN of an SNS topic of this Region that is notified of alarms; its policy must"
                  + " allow cloudwatch.amazonaws.com to publish. Empty: none",
              TOPIC + "AlarmTopic");
      case FINDINGS_EMAIL ->
          notifications(
              "E-mail address for findings",
              "Is notified of users that become NON_COMPLIANT; AWS asks it for confirmation first."
                  + " Empty: nobody",
              "sample-findings@example.com");
      case FINDINGS_TOPIC_ARN ->
          notifications(
              "Topic for findings",
              "The ARN of an SNS topic of this Region that is notified of users that become"
                  + " NON_COMPLIANT. Empty: none",
              TOPIC + "FindingsTopic");
      case FINDINGS_EMAIL_TOPIC_ARN ->
          notifications(
              "Topic of the e-mail address for findings",
              "The output FindingsTopicArn of the Organization's stack. Empty: none",
              TOPIC + "EmailTopic");
      case FINDINGS_RESOLVED ->
          notifications(
              "Notify of resolved findings",
              "true: also notified when such a user is no longer NON_COMPLIANT",
              "true");
      case ANSWER_PROCESS_CHECKS ->
          services(
              "Answer process checks",
              "true: the control's line in conformance packs is answered after each complete"
                  + " scheduled run",
              "true");
      case SECURITY_HUB_FINDINGS ->
          services(
              "Findings in Security Hub",
              "true: findings with the evidence are sent to Security Hub",
              "true");
      case FINDING_SEVERITY ->
          services(
              "Severity of findings", "The severity of the findings in Security Hub", "MEDIUM");
      case ORGANIZATION_RULE_NAME ->
          organization(
              "Name of the rule in the Organization",
              "AWS Config generates the names in member accounts from it",
              "SampleOrganizationRuleName");
      case ORGANIZATIONAL_UNITS ->
          organization(
              "Organizational units",
              "The units (ou-...), or the root (r-...), whose accounts get the member role,"
                  + " separated by commas",
              "ou-samp-sampleunits");
      case EXCLUDED_ACCOUNTS ->
          organization(
              "Excluded accounts",
              "Ids of accounts that get neither the rule nor the role, separated by commas",
              "811111111111");
      case INVOKING_ACCOUNTS ->
          organization(
              "Invoking accounts",
              "Ids of the accounts whose AWS Config may invoke the function, separated by commas:"
                  + " all accounts that are not excluded",
              invokingAccounts());
      case INVOKING_ORGANIZATION ->
          organization(
              "Invoking Organization",
              "The id of the Organization (o-...) of whose accounts AWS Config may invoke the"
                  + " function",
              "o-sampleorganization");
      case ANY_ACCOUNT_MAY_INVOKE ->
          organization(
              "Any account may invoke",
              "true: AWS Config of any account may invoke the function, and InvokingAccounts must"
                  + " be empty",
              "true");
      case MEMBER_ROLE_NAME ->
          organization(
              "Name of the member role",
              "The role that the function assumes in other accounts",
              "SampleMemberRoleName");
      case CALL_AS ->
          organization(
              "Call as",
              "DELEGATED_ADMIN in a delegated administrator account, SELF in the management"
                  + " account",
              "SELF");
      case FUNCTION_ROLE_ARN ->
          organization(
              "Role of the function",
              "The ARN of the role of the function that is to evaluate this account: the output"
                  + " FunctionRoleArn of the Organization's stack",
              ROLE + "FunctionRole");
      case AGGREGATOR_REGIONS ->
          organization(
              "Regions of the aggregator",
              "The Regions that the aggregator collects from, separated by commas. Empty: all",
              "zz-sample-1");
      case REMEDIATION ->
          remediation(
              "Start of the remediation",
              "manual: a person starts it for a user; automatic: AWS Config starts it for every"
                  + " NON_COMPLIANT user",
              "manual");
      case ORGANIZATION_REMEDIATION ->
          new NoParameter("It has one value, manual: to deploy the template is to set it");
      case REMEDIATION_GRACE_HOURS ->
          remediation(
              "Grace in hours", "A key younger than this is left alone by the remediation", "2158");
      case REMEDIATION_DRY_RUN ->
          remediation("Dry run", "true: the remediation changes nothing", "true");
      case REMEDIATION_ROLE_NAME ->
          remediation(
              "Name of the remediation's member role",
              "The role that the remediating function assumes in other accounts",
              "SampleRemediationRoleName");
    };
  }

  /** Ids that no account has, one for each permission. */
  private static String invokingAccounts() {
    return IntStream.rangeClosed(1, INVOKING_ACCOUNTS)
        .mapToObj(i -> String.valueOf(900_000_000_000L + i))
        .collect(Collectors.joining(","));
  }

  private static Parameter rule(String label, String description, String sample) {
    return new Parameter(Group.RULE, label, description, sample);
  }

  private static Parameter deployment(String label, String description, String sample) {
    return new Parameter(Group.DEPLOYMENT, label, description, sample);
  }

  private static Parameter network(String label, String description, String sample) {
    return new Parameter(Group.NETWORK, label, description, sample);
  }

  private static Parameter notifications(String label, String description, String sample) {
    return new Parameter(Group.NOTIFICATIONS, label, description, sample);
  }

  private static Parameter services(String label, String description, String sample) {
    return new Parameter(Group.SERVICES, label, description, sample);
  }

  private static Parameter organization(String label, String description, String sample) {
    return new Parameter(Group.ORGANIZATION, label, description, sample);
  }

  private static Parameter remediation(String label, String description, String sample) {
    return new Parameter(Group.REMEDIATION, label, description, sample);
  }
}
