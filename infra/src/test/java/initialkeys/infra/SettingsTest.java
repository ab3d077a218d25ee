package initialkeys.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings are right or refused, in words that name the setting, the value and what is allowed. */
final class SettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ruleName         | ''           | Setting ruleName is ''; it must be 1 to 64 letters, digits, hyphens and underscores, as text.
          ruleName         | my rule      | Setting ruleName is 'my rule'; it must be 1 to 64 letters, digits, hyphens and underscores, as text.
          frequency        | Daily        | Setting frequency is 'Daily'; it must be one of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours, as text.
          frequency        | ''           | Setting frequency is ''; it must be one of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours, as text.
          logRetentionDays | 2            | Setting logRetentionDays is '2'; it must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, as text.
          keepLogs         | True         | Setting keepLogs is 'True'; it must be one of true, false, as text.
          alarmEmail       | security     | Setting alarmEmail is 'security'; it must be an e-mail address, as text.
          alarmEmail       | a@b c@d      | Setting alarmEmail is 'a@b c@d'; it must be an e-mail address, as text.
          alarmTopicArn    | alerts       | Setting alarmTopicArn is 'alerts'; it must be the ARN of a standard SNS topic, as text.
          alarmTopicArn    | arn:aws:sns:eu-west-1:111122223333:alerts.fifo | Setting alarmTopicArn is 'arn:aws:sns:eu-west-1:111122223333:alerts.fifo'; it must be the ARN of a standard SNS topic, as text.
          alarmTopicArn    | arn:aws:sqs:eu-west-1:111122223333:alerts      | Setting alarmTopicArn is 'arn:aws:sqs:eu-west-1:111122223333:alerts'; it must be the ARN of a standard SNS topic, as text.
          gracePeriodHour  | 1            | A setting's name is 'gracePeriodHour'; it must be one of creationWindowMinutes, consolePasswordOnly, unusedKeysOnly, activeKeysOnly, gracePeriodHours, exemptUsers, reportOnlyChanges, ruleName, frequency, logRetentionDays, keepLogs, alarmEmail, alarmTopicArn, organizationRuleName, organizationalUnits, excludedAccounts, invokingAccounts, anyAccountMayInvoke, memberRoleName, callAs, functionRoleArn, aggregatorRegions, findingSeverity.
          """)
  void aWrongSettingIsRefused(String name, String value, String message) {
    assertThatThrownBy(() -> Settings.parse(Map.of(name, value)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          creationWindowMinutes | 0
          creationWindowMinutes | 5 minutes
          consolePasswordOnly   | yes
          unusedKeysOnly        | TRUE
          activeKeysOnly        | ''
          gracePeriodHours      | 2161
          exemptUsers           | /service
          reportOnlyChanges     | 1
          """)
  void aWrongRuleParameterIsRefusedInTheRulesOwnWords(String name, String value) {
    Map<String, String> given = Map.of(name, value);
    Throwable ofTheRule = catchThrowable(() -> RuleParameters.parse(given));
    assertThat(ofTheRule).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Settings.parse(given))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(ofTheRule.getMessage())
        .hasMessageContaining(name);
  }

  static List<Arguments> valuesThatAreNoText() {
    return List.of(
        Arguments.of(
            "keepLogs",
            true,
            "Setting keepLogs is the value true; it must be one of true, false, as text."),
        Arguments.of(
            "alarmEmail",
            List.of("a@example.com"),
            "Setting alarmEmail is a JSON list; it must be an e-mail address, as text."),
        Arguments.of(
            "creationWindowMinutes",
            10,
            "Rule parameter creationWindowMinutes is the number 10;"
                + " it must be a whole number from 1 to 1440, as text."));
  }

  /** As cdk.json can hold them: refused, since AWS Config takes text only (F27). */
  @ParameterizedTest
  @MethodSource("valuesThatAreNoText")
  void whatIsNoTextIsRefused(String name, Object value, String message) {
    assertThatThrownBy(() -> Settings.parse(Map.of(name, value))).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "aws:cdk:bundling-stacks",
    "@aws-cdk/core:target-partitions",
    "cli-telemetry",
    "acknowledged-issue-numbers"
  })
  void whatIsOfTheCommandLineItselfIsLeftAlone(String name) {
    assertThat(Settings.parse(Map.of(name, true))).isEqualTo(Settings.parse(Map.of()));
  }

  /** AWS Config takes 1,024 characters of a rule's parameters (F27). */
  @Test
  void theRulesParametersEndWhereAwsConfigDoes() throws IOException {
    int others = JSON.std.asString(Settings.parse(Map.of()).ruleParameters()).length();
    int longest = 1024 - others - ",\"exemptUsers\":\"\"".length();
    assertThat(Settings.parse(exempting(longest)).ruleParameters()).hasSize(7);
    assertThatThrownBy(() -> Settings.parse(exempting(longest + 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The JSON of the rule's parameters is 1,025 characters long; it must be at most 1,024,"
                + " so exemptUsers must be shorter (a path or * stands for many users).");
  }

  private static Map<String, String> exempting(int length) {
    return Map.of("exemptUsers", "/" + "u".repeat(length - 2) + "/");
  }

  @Test
  void nothingSetIsNobodyToldAndLogsThatGoWithTheStack() {
    Settings settings = Settings.parse(Map.of());
    assertThat(settings.alarms())
        .isEqualTo(new Settings.Recipients(Optional.empty(), Optional.empty()));
    assertThat(settings.logs()).isEqualTo(new Settings.Logs(90, false));
  }
}
