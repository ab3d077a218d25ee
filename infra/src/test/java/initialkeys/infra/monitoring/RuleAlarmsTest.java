package initialkeys.infra.monitoring;

import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The alarms, and who is notified of them. */
final class RuleAlarmsTest {

  private static final Synthesized IN_ORGANIZATION = APP_WITH_EVERYTHING_SET.get(ORGANIZATION);

  @Test
  void fourAlarmsAreDeployed() {
    assertThat(alarms(DEFAULTS).map(RuleAlarmsTest::condition))
        .containsExactly(
            "AWS/Lambda Errors of FunctionName:"
                + " Sum GreaterThanThreshold 0, 1 period of 300 s, notBreaching",
            "AWS/Lambda Throttles of FunctionName:"
                + " Sum GreaterThanThreshold 0, 1 period of 300 s, notBreaching",
            "AWS/SQS ApproximateNumberOfMessagesVisible of QueueName:"
                + " Maximum GreaterThanThreshold 0, 1 period of 300 s, notBreaching",
            "InitialKeys ScheduledRuns of RuleName:"
                + " Sum LessThanThreshold 1, 49 of 49 periods of 3600 s, breaching");
  }

  /** True for one account and for an organization, and for every setting. */
  @Test
  void descriptionsSayWhatHappenedAndWhatToDo() {
    assertThat(alarms(DEFAULTS).map(alarm -> alarm.path("AlarmDescription").asText()))
        .containsExactly(
            "A run failed or could not evaluate every user. The function's log says why. Lambda"
                + " retries the event once.",
            "Lambda throttled the function: too many functions run at the same time in this account"
                + " and Region.",
            "An event failed twice, or waited longer than an hour, and is in the failure queue."
                + " Correct the cause, start an evaluation of the rule, then purge the queue.",
            "No scheduled run has finished within two schedules: AWS Config may show old results"
                + " and no error. Check that the rule exists, that its configuration recorder is"
                + " on, and that AWS Config may invoke the function.");
  }

  /** The name that the function logs in each deployment (F31). */
  @Test
  void silenceAlarmWatchesTheDeployedRule() {
    assertThat(List.of(DEFAULTS, EVERYTHING_SET, IN_ORGANIZATION))
        .extracting(stack -> silence(stack).at("/Dimensions/0/Value").asText())
        .containsExactly(
            "iam-user-console-and-api-access-at-creation", "initial-keys", "our-initial-keys");
  }

  /** CloudWatch evaluates at most seven days (F37). */
  @ParameterizedTest
  @CsvSource({
    "One_Hour, 3",
    "Three_Hours, 7",
    "Six_Hours, 13",
    "Twelve_Hours, 25",
    "TwentyFour_Hours, 49"
  })
  void silenceAlarmWaitsForTwoSchedules(String frequency, int hours) {
    JsonNode silence =
        silence(Synthesized.of("every-" + frequency, Map.of("frequency", frequency)));
    assertThat(silence.path("EvaluationPeriods").asInt()).isEqualTo(hours);
    assertThat(silence.path("DatapointsToAlarm").asInt()).isEqualTo(hours);
    assertThat(Duration.ofSeconds(silence.path("Period").asInt())).isEqualTo(Duration.ofHours(1));
    assertThat(Duration.ofHours(hours)).isLessThanOrEqualTo(Duration.ofDays(7));
  }

  private static JsonNode silence(Synthesized stack) {
    return alarms(stack)
        .filter(alarm -> alarm.path("MetricName").asText().equals("ScheduledRuns"))
        .findFirst()
        .orElseThrow();
  }

  /** Both EventBridge rules together; the metric has data only when one of them fails. */
  @Test
  void rejectedNotificationsRaiseAnAlarm() {
    for (Synthesized stack : List.of(EVERYTHING_SET, IN_ORGANIZATION)) {
      JsonNode alarm = alarms(stack).filter(it -> it.has("Metrics")).findFirst().orElseThrow();
      JsonNode metrics = alarm.path("Metrics");
      assertThat(metrics.at("/0/Expression").asText()).isEqualTo("SUM(METRICS())");
      assertThat(metrics.valueStream().skip(1).map(it -> it.at("/MetricStat/Metric")))
          .hasSize(2)
          .allSatisfy(
              metric -> {
                assertThat(metric.path("Namespace").asText()).isEqualTo("AWS/Events");
                assertThat(metric.path("MetricName").asText()).isEqualTo("FailedInvocations");
                assertThat(stack.typeOf(metric.at("/Dimensions/0/Value/Ref")))
                    .isEqualTo("AWS::Events::Rule");
              })
          .doesNotHaveDuplicates();
      assertThat(alarm.path("Threshold").asInt()).isZero();
      assertThat(alarm.path("ComparisonOperator").asText()).isEqualTo("GreaterThanThreshold");
      assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("notBreaching");
    }
  }

  /** Otherwise an alarm is missing when the other resource fails. */
  @Test
  void alarmsDependOnNoOtherResource() {
    assertThat(IN_ORGANIZATION.all("AWS::CloudWatch::Alarm"))
        .hasSize(5)
        .noneMatch(alarm -> alarm.has("DependsOn"));
  }

  @Test
  void nobodyIsNotifiedByDefault() {
    assertThat(alarms(DEFAULTS)).hasSize(4).noneMatch(alarm -> alarm.has("AlarmActions"));
  }

  @Test
  void everyAlarmNotifiesTheTopicAndTheAddress() {
    String address =
        EVERYTHING_SET.only("AWS::SNS::Subscription", "Alarms").at("/TopicArn/Ref").asText();
    assertThat(alarms(EVERYTHING_SET))
        .hasSize(5)
        .extracting(alarm -> alarm.path("AlarmActions").toString())
        .containsOnly(
            "[\"arn:aws-cn:sns:cn-north-1:111122223333:alerts\",{\"Ref\":\"%s\"}]"
                .formatted(address));
  }

  /** A topic policy replaces the default policy, which lets the account's alarms publish. */
  @Test
  void onlyAlarmsOfTheAccountMayPublish() {
    JsonNode statements =
        EVERYTHING_SET.only("AWS::SNS::TopicPolicy", "Alarms").at("/PolicyDocument/Statement");
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

  @Test
  void organizationHasTheSameAlarms() {
    assertThat(alarms(IN_ORGANIZATION).map(RuleAlarmsTest::conditionAndDescription))
        .containsExactlyElementsOf(
            alarms(EVERYTHING_SET).map(RuleAlarmsTest::conditionAndDescription).toList());
  }

  private static Stream<JsonNode> alarms(Synthesized stack) {
    return stack.all("AWS::CloudWatch::Alarm").stream().map(alarm -> alarm.path("Properties"));
  }

  private static String conditionAndDescription(JsonNode alarm) {
    return "%s %s".formatted(condition(alarm), alarm.path("AlarmDescription").asText());
  }

  private static String condition(JsonNode alarm) {
    return "%s %s of %s: %s %s %s, %s of %s s, %s"
        .formatted(
            alarm.path("Namespace").asText(),
            alarm.path("MetricName").asText(),
            alarm.at("/Dimensions/0/Name").asText(),
            alarm.path("Statistic").asText(),
            alarm.path("ComparisonOperator").asText(),
            alarm.path("Threshold").asText(),
            periods(alarm),
            alarm.path("Period").asText(),
            alarm.path("TreatMissingData").asText());
  }

  private static String periods(JsonNode alarm) {
    String all = alarm.path("EvaluationPeriods").asText();
    return alarm.has("DatapointsToAlarm")
        ? "%s of %s periods".formatted(alarm.path("DatapointsToAlarm").asText(), all)
        : "%s period".formatted(all);
  }
}
