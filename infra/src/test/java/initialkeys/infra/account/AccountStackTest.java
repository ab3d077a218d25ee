package initialkeys.infra.account;

import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The template of the deployment to a single account. */
final class AccountStackTest {

  @Test
  void stackContainsExactlyTheListedResources() {
    Map<String, Long> deployed =
        DEFAULTS
            .resources()
            .collect(groupingBy(r -> r.path("Type").asText(), TreeMap::new, counting()));
    assertThat(deployed)
        .hasToString(
            "{AWS::CloudWatch::Alarm=4, AWS::CloudWatch::Dashboard=1, AWS::Config::ConfigRule=1,"
                + " AWS::IAM::Role=1, AWS::Lambda::EventInvokeConfig=1, AWS::Lambda::Function=1,"
                + " AWS::Lambda::Permission=1, AWS::Logs::LogGroup=1, AWS::SQS::Queue=1,"
                + " AWS::SQS::QueuePolicy=1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ConfigRuleName                                          | iam-user-console-and-api-access-at-creation
          Scope/ComplianceResourceTypes                           | ["AWS::IAM::User"]
          Source/Owner                                            | CUSTOM_LAMBDA
          Source/SourceDetails/0/EventSource                      | aws.config
          Source/SourceDetails/0/MessageType                      | ConfigurationItemChangeNotification
          Source/SourceDetails/1/EventSource                      | aws.config
          Source/SourceDetails/1/MessageType                      | OversizedConfigurationItemChangeNotification
          Source/SourceDetails/2/EventSource                      | aws.config
          Source/SourceDetails/2/MessageType                      | ScheduledNotification
          Source/SourceDetails/2/MaximumExecutionFrequency        | TwentyFour_Hours
          Source/SourceDetails/3                                  | ''
          """)
  void ruleIsTriggeredByUserChangesAndByASchedule(String path, String expected) {
    assertThat(at(DEFAULTS.only("AWS::Config::ConfigRule"), path)).isEqualTo(expected);
  }

  /** Keys may be in use and users may have no password: the rule parameters decide. */
  @Test
  void descriptionIsTrueForEveryParameter() {
    assertThat(EVERYTHING_SET.only("AWS::Config::ConfigRule").path("Description").asText())
        .isEqualTo(
            "Finds IAM users with access keys that were created while the user was being set up"
                + " (CIS AWS Foundations Benchmark). The rule parameters define which keys and"
                + " users count. The annotation of a noncompliant user names the key and what to"
                + " do.")
        .hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void ruleShowsEveryParameterInForce() {
    assertThat(DEFAULTS.only("AWS::Config::ConfigRule").path("InputParameters"))
        .isEqualTo(
            json(
                """
                {"creationWindowMinutes":"5","consolePasswordOnly":"true","unusedKeysOnly":"true",
                 "activeKeysOnly":"false","gracePeriodHours":"0","resendUnchangedAfterDays":"30"}\
                """));
    assertThat(EVERYTHING_SET.only("AWS::Config::ConfigRule").path("InputParameters"))
        .isEqualTo(
            json(
                """
                {"creationWindowMinutes":"10","consolePasswordOnly":"false","unusedKeysOnly":"false",
                 "activeKeysOnly":"true","gracePeriodHours":"24","exemptUsers":"break-glass, /service/*",
                 "resendUnchangedAfterDays":"7"}\
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AWS::Config::ConfigRule         | ConfigRuleName                                   | initial-keys
          AWS::Config::ConfigRule         | Source/SourceDetails/2/MaximumExecutionFrequency | Three_Hours
          AWS::Logs::LogGroup             | RetentionInDays                                  | 365
          """)
  void templateHasTheConfiguredValues(String type, String path, String expected) {
    assertThat(at(EVERYTHING_SET.only(type), path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"Alarms, security@example.com", "Findings, team@example.com"})
  void addressesAreSubscribedByMail(String idPrefix, String address) {
    JsonNode subscription = EVERYTHING_SET.only("AWS::SNS::Subscription", idPrefix);
    assertThat(at(subscription, "Endpoint")).isEqualTo(address);
    assertThat(at(subscription, "Protocol")).isEqualTo("email");
  }

  /** No SourceArn: the rule is created after the permission (F26). */
  @Test
  void onlyConfigOfTheAccountMayInvoke() {
    JsonNode permission = DEFAULTS.only("AWS::Lambda::Permission");
    assertThat(permission.path("Principal").asText()).isEqualTo("config.amazonaws.com");
    assertThat(permission.path("SourceAccount")).isEqualTo(json("{\"Ref\":\"AWS::AccountId\"}"));
    assertThat(permission.path("Action").asText()).isEqualTo("lambda:InvokeFunction");
    JsonNode before = DEFAULTS.all("AWS::Config::ConfigRule").getFirst().path("DependsOn");
    assertThat(DEFAULTS.typeOf(before.path(0))).isEqualTo("AWS::Lambda::Permission");
  }

  @Test
  void deletingTheStackDeletesEverything() {
    assertThat(DEFAULTS.resources().filter(AccountStackTest::isRetained)).isEmpty();
  }

  @Test
  void onlyTheLogGroupCanBeRetained() {
    assertThat(
            EVERYTHING_SET
                .resources()
                .filter(AccountStackTest::isRetained)
                .map(resource -> resource.path("Type").asText()))
        .containsExactly("AWS::Logs::LogGroup");
  }

  @Test
  void templateIsValidInEveryPartition() {
    assertThat(DEFAULTS.text()).doesNotContain("arn:aws");
    assertThat(
            EVERYTHING_SET
                .text()
                .replaceAll("arn:aws-cn:sns:cn-north-1:111122223333:(alerts|findings)", ""))
        .doesNotContain("arn:aws");
  }

  private static boolean isRetained(JsonNode resource) {
    return !List.of("", "Delete").contains(resource.path("DeletionPolicy").asText());
  }

  private static String at(JsonNode properties, String path) {
    JsonNode found = properties.at("/" + path);
    return found.isContainerNode() ? found.toString() : found.asText();
  }
}
