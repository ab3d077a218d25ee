package initialkeys.infra;

import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.lambda.RuleHandler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is deployed. */
final class AccountStackTest {

  /** Class files of Java 1 have the major version 45. */
  private static final int BEFORE_JAVA_1 = 44;

  @Test
  void nothingIsDeployedThatIsNotNamedHere() {
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
  void theRuleWatchesUsersAndRunsOnASchedule(String path, String expected) {
    assertThat(at(DEFAULTS.only("AWS::Config::ConfigRule"), path)).isEqualTo(expected);
  }

  /** Keys may be in use, and users without a password: the parameters decide. */
  @Test
  void theRulesDescriptionHoldsForEveryParameter() {
    assertThat(EVERYTHING_SET.only("AWS::Config::ConfigRule").path("Description").asText())
        .isEqualTo(
            "Finds IAM users with access keys that were made while the user was being set up (CIS)."
                + " Which keys and users count is for the parameters to say; which key it is and"
                + " what to do, for a result's annotation.")
        .hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void theRuleShowsEveryParameterThatHolds() {
    assertThat(DEFAULTS.only("AWS::Config::ConfigRule").path("InputParameters"))
        .isEqualTo(
            json(
                """
                {"creationWindowMinutes":"5","consolePasswordOnly":"true","unusedKeysOnly":"true",
                 "activeKeysOnly":"false","gracePeriodHours":"0","reportOnlyChanges":"false"}\
                """));
    assertThat(EVERYTHING_SET.only("AWS::Config::ConfigRule").path("InputParameters"))
        .isEqualTo(
            json(
                """
                {"creationWindowMinutes":"10","consolePasswordOnly":"false","unusedKeysOnly":"false",
                 "activeKeysOnly":"true","gracePeriodHours":"24","exemptUsers":"break-glass, /service/*",
                 "reportOnlyChanges":"true"}\
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
          AWS::SNS::Subscription          | Endpoint                                         | security@example.com
          AWS::SNS::Subscription          | Protocol                                         | email
          """)
  void whatIsSetArrives(String type, String path, String expected) {
    assertThat(at(EVERYTHING_SET.only(type), path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AWS::Lambda::Function          | Architectures                       | ["arm64"]
          AWS::Lambda::Function          | MemorySize                          | 1024
          AWS::Lambda::Function          | Timeout                             | 900
          AWS::Lambda::Function          | LoggingConfig/LogFormat             | JSON
          AWS::Lambda::Function          | TracingConfig/Mode                  | Active
          AWS::Lambda::Function          | Environment/Variables               | {"JAVA_TOOL_OPTIONS":"-XX:+UseSerialGC -XX:TieredStopAtLevel=1"}
          AWS::Lambda::EventInvokeConfig | MaximumRetryAttempts                | 1
          AWS::Lambda::EventInvokeConfig | MaximumEventAgeInSeconds            | 3600
          AWS::SQS::Queue                | SqsManagedSseEnabled                | true
          AWS::SQS::QueuePolicy          | PolicyDocument/Statement/0/Effect   | Deny
          AWS::SQS::QueuePolicy          | PolicyDocument/Statement/0/Condition| {"Bool":{"aws:SecureTransport":"false"}}
          AWS::Logs::LogGroup            | RetentionInDays                     | 90
          """)
  void theFunctionRunsAsChosen(String type, String path, String expected) {
    assertThat(at(DEFAULTS.only(type), path)).isEqualTo(expected);
  }

  @Test
  void theHandlerIsTheOneThatTheRuleModuleHas() {
    assertThat(DEFAULTS.only("AWS::Lambda::Function").path("Handler").asText())
        .isEqualTo(RuleHandler.class.getName());
    assertThat(RuleHandler.class).isAssignableTo(RequestStreamHandler.class).isPublic();
  }

  @Test
  void theRuntimeRunsTheJavaReleaseThatTheRuleIsCompiledFor() throws IOException {
    try (InputStream compiled = RuleHandler.class.getResourceAsStream("RuleHandler.class")) {
      int release = ClassFile.of().parse(compiled.readAllBytes()).majorVersion() - BEFORE_JAVA_1;
      assertThat(DEFAULTS.only("AWS::Lambda::Function").path("Runtime").asText())
          .isEqualTo("java" + release);
    }
  }

  @Test
  void theFunctionLogsAndFailsIntoWhatIsItsOwn() {
    assertThat(
            DEFAULTS.typeOf(
                DEFAULTS.only("AWS::Lambda::Function").at("/LoggingConfig/LogGroup/Ref")))
        .isEqualTo("AWS::Logs::LogGroup");
    JsonNode destination =
        DEFAULTS
            .only("AWS::Lambda::EventInvokeConfig")
            .at("/DestinationConfig/OnFailure/Destination/Fn::GetAtt");
    assertThat(DEFAULTS.typeOf(destination.path(0))).isEqualTo("AWS::SQS::Queue");
  }

  /** SourceArn would be a cycle (F26); the rule comes after the permission to call its function. */
  @Test
  void onlyAwsConfigOfThisAccountMayInvoke() {
    JsonNode permission = DEFAULTS.only("AWS::Lambda::Permission");
    assertThat(permission.path("Principal").asText()).isEqualTo("config.amazonaws.com");
    assertThat(permission.path("SourceAccount")).isEqualTo(json("{\"Ref\":\"AWS::AccountId\"}"));
    assertThat(permission.path("Action").asText()).isEqualTo("lambda:InvokeFunction");
    JsonNode before = DEFAULTS.all("AWS::Config::ConfigRule").getFirst().path("DependsOn");
    assertThat(DEFAULTS.typeOf(before.path(0))).isEqualTo("AWS::Lambda::Permission");
  }

  @Test
  void removingTheStackRemovesEverything() {
    assertThat(DEFAULTS.resources().filter(AccountStackTest::isKept)).isEmpty();
  }

  @Test
  void onlyTheLogsCanBeKept() {
    assertThat(
            EVERYTHING_SET
                .resources()
                .filter(AccountStackTest::isKept)
                .map(resource -> resource.path("Type").asText()))
        .containsExactly("AWS::Logs::LogGroup");
  }

  @Test
  void templatesFitEveryPartition() {
    assertThat(DEFAULTS.text()).doesNotContain("arn:aws");
    assertThat(EVERYTHING_SET.text().replace("arn:aws-cn:sns:cn-north-1:111122223333:alerts", ""))
        .doesNotContain("arn:aws");
  }

  private static boolean isKept(JsonNode resource) {
    return !List.of("", "Delete").contains(resource.path("DeletionPolicy").asText());
  }

  private static String at(JsonNode properties, String path) {
    JsonNode found = properties.at("/" + path);
    return found.isContainerNode() ? found.toString() : found.asText();
  }
}
