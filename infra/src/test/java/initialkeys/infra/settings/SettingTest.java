package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The value of each setting is valid, or is rejected with a message that says what is allowed. */
final class SettingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RULE_NAME              | ''                     | must be 1 to 64 letters, digits, hyphens and underscores, as text.
          RULE_NAME              | my rule                | must be 1 to 64 letters, digits, hyphens and underscores, as text.
          FREQUENCY              | Daily                  | must be one of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours, as text.
          FREQUENCY              | ''                     | must be one of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours, as text.
          LOG_RETENTION_DAYS     | 2                      | must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, as text.
          KEEP_LOGS              | True                   | must be one of true, false, as text.
          VPC_SUBNET_IDS         | vpc-0a1b2c3d           | must be ids of subnets (subnet-...), separated by commas, at most 16, as text.
          VPC_SUBNET_IDS         | subnet-0a1b2c3d,       | must be ids of subnets (subnet-...), separated by commas, at most 16, as text.
          VPC_SECURITY_GROUP_IDS | default                | must be ids of security groups (sg-...), separated by commas, at most 5, as text.
          HTTPS_PROXY            | http://user:secret@proxy.example.com:3128 | must be http://HOST:PORT without a user, such as http://proxy.example.com:3128; HOST is an IPv4 address, or a name of parts of letters, digits and inner hyphens, separated by dots, the last of which starts with a letter; PORT is 1 to 65535, as text.
          HTTPS_PROXY            | proxy.example.com      | must be http://HOST:PORT without a user, such as http://proxy.example.com:3128; HOST is an IPv4 address, or a name of parts of letters, digits and inner hyphens, separated by dots, the last of which starts with a letter; PORT is 1 to 65535, as text.
          NO_PROXY               | config.*.amazonaws.com | must be hosts or domains, separated by commas: * for every host, or an IPv4 address, or a name of parts of letters, digits and inner hyphens, separated by dots, the last of which starts with a letter; a name may have *. or . in front, as text.
          KMS_KEY_ARN            | alias/ours             | must be the ARN of a KMS key, as text.
          KMS_KEY_ARN            | arn:aws:kms:eu-west-1:111122223333:alias/ours | must be the ARN of a KMS key, as text.
          INVOKING_ORGANIZATION  | r-ab12                 | must be the id of an organization (o-...), as text.
          ALARM_EMAIL            | security               | must be an e-mail address, as text.
          ALARM_EMAIL            | a@b c@d                | must be an e-mail address, as text.
          ALARM_TOPIC_ARN        | alerts                 | must be the ARN of a standard SNS topic, as text.
          ALARM_TOPIC_ARN        | arn:aws:sns:eu-west-1:111122223333:alerts.fifo | must be the ARN of a standard SNS topic, as text.
          ALARM_TOPIC_ARN        | arn:aws:sqs:eu-west-1:111122223333:alerts      | must be the ARN of a standard SNS topic, as text.
          FINDINGS_EMAIL         | team                   | must be an e-mail address, as text.
          FINDINGS_TOPIC_ARN     | arn:aws:sns:eu-west-1:111122223333:findings.fifo | must be the ARN of a standard SNS topic, as text.
          FINDINGS_RESOLVED      | yes                    | must be one of true, false, as text.
          ANSWER_PROCESS_CHECKS  | on                     | must be one of true, false, as text.
          SECURITY_HUB_FINDINGS  | HIGH                   | must be one of true, false, as text.
          ORGANIZATION_RULE_NAME | my rule                | must be 2 to 41 letters, digits and hyphens, as text.
          ORGANIZATION_RULE_NAME | my_rule                | must be 2 to 41 letters, digits and hyphens, as text.
          ORGANIZATION_RULE_NAME | a                      | must be 2 to 41 letters, digits and hyphens, as text.
          ORGANIZATION_RULE_NAME | a23456789-b23456789-c23456789-d23456789-42 | must be 2 to 41 letters, digits and hyphens, as text.
          ORGANIZATIONAL_UNITS   | ou-ab12                | must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, as text.
          ORGANIZATIONAL_UNITS   | r-ab12 r-cd34          | must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, as text.
          EXCLUDED_ACCOUNTS      | 11112222333            | must be 12-digit ids of accounts, separated by commas, at most 1,000, as text.
          EXCLUDED_ACCOUNTS      | 111122223333,          | must be 12-digit ids of accounts, separated by commas, at most 1,000, as text.
          INVOKING_ACCOUNTS      | *                      | must be 12-digit ids of accounts, separated by commas, at most 50, as text.
          ANY_ACCOUNT_MAY_INVOKE | yes                    | must be one of true, false, as text.
          MEMBER_ROLE_NAME       | path/Role              | must be 1 to 64 letters, digits and characters of +=,.@_-, as text.
          MEMBER_ROLE_NAME       | *                      | must be 1 to 64 letters, digits and characters of +=,.@_-, as text.
          MEMBER_ROLE_NAME       | ''                     | must be 1 to 64 letters, digits and characters of +=,.@_-, as text.
          CALL_AS                | self                   | must be one of SELF, DELEGATED_ADMIN, as text.
          FUNCTION_ROLE_ARN      | arn:aws:iam::111122223333:root         | must be the ARN of a role, as text.
          FUNCTION_ROLE_ARN      | arn:aws:iam::111122223333:role/*       | must be the ARN of a role, as text.
          AGGREGATOR_REGIONS     | eu-west-1a             | must be names of Regions, separated by commas, as text.
          AGGREGATOR_REGIONS     | Ireland                | must be names of Regions, separated by commas, as text.
          ALARM_TOPIC_ARN        | arn:awscn:sns:cn-north-1:111122223333:alerts   | must be the ARN of a standard SNS topic, as text.
          FUNCTION_ROLE_ARN      | arn:aws-:iam::111122223333:role/Role   | must be the ARN of a role, as text.
          FINDING_SEVERITY       | medium                 | must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL, as text.
          """)
  void invalidValueIsRejected(Setting setting, String value, String message) {
    assertThatThrownBy(() -> setting.text(Map.of(setting.key(), value)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Setting %s is '%s'; it %s".formatted(setting.key(), value, message));
  }

  @ParameterizedTest
  @CsvSource({
    "aws, eu-west-1",
    "aws, ap-southeast-7",
    "aws-cn, cn-northwest-1",
    "aws-us-gov, us-gov-east-1",
    "aws-iso, us-iso-east-1",
    "aws-iso, us-iso-west-1",
    "aws-iso-b, us-isob-west-1",
    "aws-iso-e, eu-isoe-west-1",
    "aws-iso-f, us-isof-south-1",
    "aws-eusc, eusc-de-east-1"
  })
  void regionsAndArnsOfEveryPartitionAreAllowed(String partition, String region) {
    assertAllowed(Setting.AGGREGATOR_REGIONS, "us-east-1, " + region);
    assertAllowed(
        Setting.ALARM_TOPIC_ARN, "arn:%s:sns:%s:111122223333:alerts".formatted(partition, region));
    assertAllowed(
        Setting.FINDINGS_TOPIC_ARN,
        "arn:%s:sns:%s:111122223333:findings".formatted(partition, region));
    assertAllowed(
        Setting.KMS_KEY_ARN,
        "arn:%s:kms:%s:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            .formatted(partition, region));
    assertAllowed(
        Setting.FUNCTION_ROLE_ARN, "arn:%s:iam::111122223333:role/Role".formatted(partition));
  }

  private static void assertAllowed(Setting setting, String value) {
    assertThat(setting.text(Map.of(setting.key(), value))).isEqualTo(value);
  }

  @ParameterizedTest
  @EnumSource
  void defaultIsAllowed(Setting setting) {
    assertThat(setting.text(Map.of(setting.key(), setting.defaultValue())))
        .isEqualTo(setting.text(Map.of()))
        .isEqualTo(setting.defaultValue());
  }

  /** AWS Config accepts text only (F27). */
  @Test
  void valueThatIsNotTextIsRejected() {
    assertThatThrownBy(() -> Setting.KEEP_LOGS.text(Map.of("keepLogs", true)))
        .hasMessage("Setting keepLogs is the value true; it must be one of true, false, as text.");
    assertThatThrownBy(() -> Setting.ALARM_EMAIL.text(Map.of("alarmEmail", List.of("a@b.example"))))
        .hasMessage("Setting alarmEmail is a JSON list; it must be an e-mail address, as text.");
    assertThatThrownBy(() -> Setting.ALARM_EMAIL.text(Collections.singletonMap("alarmEmail", null)))
        .hasMessage(
            "Setting alarmEmail is missing or null; it must be an e-mail address, as text.");
  }

  /** A function has at most 16 subnets and 5 security groups. */
  @ParameterizedTest
  @CsvSource({
    "VPC_SUBNET_IDS, subnet-0a1b2c3d4e5f6a7b8, 16",
    "VPC_SECURITY_GROUP_IDS, sg-0a1b2c3d, 5"
  })
  void networkIsLimited(Setting setting, String id, int limit) {
    String ids = String.join(", ", Collections.nCopies(limit, id));
    assertThat(setting.list(Map.of(setting.key(), ids))).hasSize(limit);
    assertThatThrownBy(() -> setting.list(Map.of(setting.key(), ids + ", " + id)))
        .isInstanceOf(InvalidInputException.class);
  }

  /** AWS Config excludes at most 1,000 accounts; a function's policy has room for about 50. */
  @ParameterizedTest
  @CsvSource({"EXCLUDED_ACCOUNTS, 1000", "INVOKING_ACCOUNTS, 50"})
  void listOfAccountsIsLimited(Setting setting, int limit) {
    String accounts = String.join(", ", Collections.nCopies(limit, "111122223333"));
    assertThat(setting.list(Map.of(setting.key(), accounts))).hasSize(limit);
    assertThatThrownBy(() -> setting.list(Map.of(setting.key(), accounts + ",111122223333")))
        .isInstanceOf(InvalidInputException.class);
  }
}
