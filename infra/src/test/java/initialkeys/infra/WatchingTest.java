package initialkeys.infra;

import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees: the alarms and the dashboard. */
final class WatchingTest {

  private static final Synthesized IN_AN_ORGANIZATION = APP_WITH_EVERYTHING_SET.get(ORGANIZATION);

  @Test
  void anErrorAThrottleAnEventThatIsLeftOverAndSilenceGiveAnAlarmEach() {
    assertThat(DEFAULTS.all("AWS::CloudWatch::Alarm").stream().map(WatchingTest::described))
        .containsExactly(
            "AWS/Lambda Errors of FunctionName:"
                + " Sum GreaterThanThreshold 0, 1 period of 300 s, notBreaching",
            "AWS/Lambda Throttles of FunctionName:"
                + " Sum GreaterThanThreshold 0, 1 period of 300 s, notBreaching",
            "AWS/SQS ApproximateNumberOfMessagesVisible of QueueName:"
                + " Maximum GreaterThanThreshold 0, 1 period of 300 s, notBreaching",
            "InitialKeys RunsWithoutReport of RuleName:"
                + " SampleCount LessThanThreshold 1, 49 of 49 periods of 3600 s, breaching");
  }

  /** By the name that the function logs in each (F31). */
  @Test
  void silenceIsOfTheRuleThatIsDeployed() {
    assertThat(List.of(DEFAULTS, EVERYTHING_SET, IN_AN_ORGANIZATION))
        .extracting(stack -> silence(stack).at("/Dimensions/0/Value").asText())
        .containsExactly(
            "iam-user-console-and-api-access-at-creation", "initial-keys", "our-initial-keys");
  }

  /** CloudWatch looks at seven days at most (F37). */
  @ParameterizedTest
  @CsvSource({
    "One_Hour, 3",
    "Three_Hours, 7",
    "Six_Hours, 13",
    "Twelve_Hours, 25",
    "TwentyFour_Hours, 49"
  })
  void twoSchedulesWithoutARunAreSilence(String frequency, int hours) {
    JsonNode silence =
        silence(Synthesized.of("every-" + frequency, Map.of("frequency", frequency)));
    assertThat(silence.path("EvaluationPeriods").asInt()).isEqualTo(hours);
    assertThat(silence.path("DatapointsToAlarm").asInt()).isEqualTo(hours);
    assertThat(Duration.ofSeconds(silence.path("Period").asInt())).isEqualTo(Duration.ofHours(1));
    assertThat(Duration.ofHours(hours)).isLessThanOrEqualTo(Duration.ofDays(7));
  }

  private static JsonNode silence(Synthesized stack) {
    return stack.all("AWS::CloudWatch::Alarm").getLast().path("Properties");
  }

  /** An alarm that waits for something else could be missing when that fails. */
  @Test
  void noAlarmWaitsForAnythingButItsSubject() {
    assertThat(IN_AN_ORGANIZATION.all("AWS::CloudWatch::Alarm"))
        .hasSize(4)
        .noneMatch(alarm -> alarm.has("DependsOn"));
  }

  @Test
  void alarmsTellNobodyUnlessAsked() {
    assertThat(DEFAULTS.all("AWS::CloudWatch::Alarm"))
        .noneMatch(alarm -> alarm.path("Properties").has("AlarmActions"));
  }

  @Test
  void everyAlarmTellsTheTopicAndTheAddress() {
    String address = EVERYTHING_SET.only("AWS::SNS::Subscription").at("/TopicArn/Ref").asText();
    assertThat(EVERYTHING_SET.all("AWS::CloudWatch::Alarm"))
        .hasSize(4)
        .extracting(alarm -> alarm.at("/Properties/AlarmActions").toString())
        .containsOnly(
            "[\"arn:aws-cn:sns:cn-north-1:111122223333:alerts\",{\"Ref\":\"%s\"}]"
                .formatted(address));
  }

  /**
   * A topic's own policy takes the place of the one that would let the account's alarms publish.
   */
  @Test
  void onlyAlarmsOfThisAccountMayPublish() {
    JsonNode statements =
        EVERYTHING_SET.only("AWS::SNS::TopicPolicy").at("/PolicyDocument/Statement");
    assertThat(statements.valueStream().filter(s -> s.path("Effect").asText().equals("Allow")))
        .singleElement()
        .satisfies(
            allowed -> {
              assertThat(allowed.path("Action").asText()).isEqualTo("sns:Publish");
              assertThat(allowed.path("Principal"))
                  .hasToString("{\"Service\":\"cloudwatch.amazonaws.com\"}");
              assertThat(allowed.path("Condition"))
                  .hasToString(
                      "{\"StringEquals\":{\"aws:SourceAccount\":{\"Ref\":\"AWS::AccountId\"}}}");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"InitialKeys\",\"UsersEvaluated\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"NonCompliantUsers\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"UndecidedUsers\",\"RuleName\",\"initial-keys\"",
        "[\"InitialKeys\",\"ApiCallCounter\",\"RuleName\",\"initial-keys\"",
        "[\"AWS/Lambda\",\"Duration\"",
        "[\"AWS/Lambda\",\"Errors\"",
        "[\"AWS/Lambda\",\"Throttles\"",
        "[\"AWS/SQS\",\"ApproximateNumberOfMessagesVisible\""
      })
  void theDashboardShows(String metric) {
    assertThat(dashboard(EVERYTHING_SET)).contains(metric);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter trigger = 'Schedule'",
        "latest(NonCompliantUsers) as nonCompliant, latest(UndecidedUsers) as undecided,"
            + " latest(UsersEvaluated) as evaluated by account",
        "limit 100",
        "filter level = 'ERROR' and ispresent(requestId)",
        "stats count(*) as failures, latest(message) as last by account",
        "[\"AWS/Lambda\",\"Duration\"",
        "[\"AWS/Lambda\",\"Errors\"",
        "[\"AWS/Lambda\",\"Throttles\"",
        "[\"AWS/SQS\",\"ApproximateNumberOfMessagesVisible\""
      })
  void theOrganizationsDashboardShowsEachAccountByTheLog(String part) {
    assertThat(dashboard(IN_AN_ORGANIZATION)).contains(part).doesNotContain("[\"InitialKeys\"");
  }

  @Test
  void anOrganizationsAlarmsAreTheAccounts() {
    assertThat(IN_AN_ORGANIZATION.all("AWS::CloudWatch::Alarm").stream().map(WatchingTest::told))
        .containsExactlyElementsOf(
            EVERYTHING_SET.all("AWS::CloudWatch::Alarm").stream().map(WatchingTest::told).toList());
  }

  private static String told(JsonNode alarm) {
    return "%s %s".formatted(described(alarm), alarm.at("/Properties/AlarmDescription").asText());
  }

  private static String dashboard(Synthesized stack) {
    StringBuilder body = new StringBuilder();
    stack
        .only("AWS::CloudWatch::Dashboard")
        .at("/DashboardBody/Fn::Join/1")
        .forEach(part -> body.append(part.asText()));
    return body.toString();
  }

  private static String described(JsonNode alarm) {
    JsonNode properties = alarm.path("Properties");
    return "%s %s of %s: %s %s %s, %s of %s s, %s"
        .formatted(
            properties.path("Namespace").asText(),
            properties.path("MetricName").asText(),
            properties.at("/Dimensions/0/Name").asText(),
            properties.path("Statistic").asText(),
            properties.path("ComparisonOperator").asText(),
            properties.path("Threshold").asText(),
            periods(properties),
            properties.path("Period").asText(),
            properties.path("TreatMissingData").asText());
  }

  private static String periods(JsonNode properties) {
    String all = properties.path("EvaluationPeriods").asText();
    return properties.has("DatapointsToAlarm")
        ? "%s of %s periods".formatted(properties.path("DatapointsToAlarm").asText(), all)
        : "%s period".formatted(all);
  }
}
