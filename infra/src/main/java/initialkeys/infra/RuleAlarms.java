package initialkeys.infra;

import initialkeys.lambda.RuleMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** What wakes somebody: AWS Config itself shows no error of a custom rule (F12). */
final class RuleAlarms extends Construct {

  private static final MetricOptions SUM =
      MetricOptions.builder().period(Duration.minutes(5)).statistic("Sum").build();
  private static final MetricOptions MAXIMUM =
      MetricOptions.builder().period(Duration.minutes(5)).statistic("Maximum").build();

  private final List<SnsAction> actions;

  /**
   * @param ruleName what the function's metrics are told by
   */
  RuleAlarms(Construct scope, String id, RuleFunction rule, String ruleName, Settings settings) {
    super(scope, id);
    actions = topics(settings.alarms()).stream().map(SnsAction::new).toList();
    atOnce(
        "Errors",
        "A run failed or could not evaluate every user. The function's log names the users and why;"
            + " Lambda tries once more.",
        rule.function().metricErrors(SUM));
    atOnce(
        "Throttles",
        "Lambda held the function back: too many functions run at once in this account and Region.",
        rule.function().metricThrottles(SUM));
    atOnce(
        "Failures",
        "An event failed twice, or waited longer than an hour, and lies in the failure queue."
            + " Correct the cause, start an evaluation of the rule, then purge the queue.",
        rule.failures().metricApproximateNumberOfMessagesVisible(MAXIMUM));
    silence(ruleName, settings.frequency());
  }

  private void atOnce(String id, String meaning, Metric metric) {
    tell(
        alarm(id, meaning, metric)
            .threshold(0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .evaluationPeriods(1)
            // No run, no data: between two runs all is well.
            .treatMissingData(TreatMissingData.NOT_BREACHING));
  }

  /**
   * A function that is not invoked has no errors, and AWS Config goes on showing what it has. Two
   * schedules and an hour are within the seven days that CloudWatch looks at (F37).
   */
  private void silence(String ruleName, Frequency frequency) {
    int hours = 2 * frequency.hours() + 1;
    tell(
        alarm(
                "Silence",
                "No scheduled run has reported for two schedules: AWS Config shows old results and"
                    + " no error. Look whether the rule is there, its recorder is on, and it may"
                    + " still invoke the function.",
                scheduledRuns(ruleName))
            .threshold(1)
            .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
            .evaluationPeriods(hours)
            .datapointsToAlarm(hours)
            .treatMissingData(TreatMissingData.BREACHING));
  }

  /** Only scheduled runs log this metric, each one value of 0 or 1: its samples are the runs. */
  private static Metric scheduledRuns(String ruleName) {
    return Metric.Builder.create()
        .namespace(RuleMetrics.NAMESPACE)
        .metricName(RuleMetrics.RUNS_WITHOUT_REPORT)
        .dimensionsMap(Map.of(RuleMetrics.DIMENSION, ruleName))
        .statistic("SampleCount")
        .period(Duration.hours(1))
        .build();
  }

  private Alarm.Builder alarm(String id, String meaning, Metric metric) {
    return Alarm.Builder.create(this, id).alarmDescription(meaning).metric(metric);
  }

  private void tell(Alarm.Builder description) {
    Alarm alarm = description.build();
    actions.forEach(alarm::addAlarmAction);
  }

  private List<ITopic> topics(Settings.Recipients recipients) {
    List<ITopic> topics = new ArrayList<>();
    recipients.topicArn().ifPresent(arn -> topics.add(Topic.fromTopicArn(this, "GivenTopic", arn)));
    recipients.email().ifPresent(address -> topics.add(mailing(address)));
    return topics;
  }

  /**
   * A topic's own policy takes the place of the one that would let alarms of the account publish.
   */
  private Topic mailing(String address) {
    Topic topic = Topic.Builder.create(this, "Topic").enforceSsl(true).build();
    topic.addSubscription(new EmailSubscription(address));
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("AlarmsOfThisAccount")
            .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
            .build());
    return topic;
  }
}
