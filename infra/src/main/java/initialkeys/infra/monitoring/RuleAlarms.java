package initialkeys.infra.monitoring;

import initialkeys.infra.function.RuleFunction;
import initialkeys.infra.settings.Frequency;
import initialkeys.infra.settings.RuleSettings;
import initialkeys.lambda.RuleMetrics;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.constructs.Construct;

/** The alarms of the rule: AWS Config itself shows no error of a custom rule (F12). */
public final class RuleAlarms extends Construct {

  private static final MetricOptions SUM =
      MetricOptions.builder().period(Duration.minutes(5)).statistic("Sum").build();
  private static final MetricOptions MAXIMUM =
      MetricOptions.builder().period(Duration.minutes(5)).statistic("Maximum").build();

  private final List<SnsAction> actions;

  /**
   * Creates the alarms, and the topic for an e-mail address.
   *
   * @param ruleName the value of the metrics' dimension
   */
  public RuleAlarms(
      Construct scope, String id, RuleFunction rule, String ruleName, RuleSettings settings) {
    super(scope, id);
    actions = AlarmActions.of(this, settings.recipients());
    addAlarm(
        "Errors",
        "A run failed or could not evaluate every user. The function's log says why. Lambda retries"
            + " the event once.",
        rule.function().metricErrors(SUM));
    addAlarm(
        "Throttles",
        "Lambda throttled the function: too many functions run at the same time in this account and"
            + " Region.",
        rule.function().metricThrottles(SUM));
    addAlarm(
        "Failures",
        "An event failed twice, or waited longer than an hour, and is in the failure queue."
            + " Correct the cause, start an evaluation of the rule, then purge the queue.",
        rule.failureQueue().metricApproximateNumberOfMessagesVisible(MAXIMUM));
    addSilenceAlarm(ruleName, settings.frequency());
  }

  /**
   * Adds the alarm of notifications that were not published.
   *
   * @param failed their number
   */
  public void addNotificationAlarm(IMetric failed) {
    addAlarm(
        "Notifications",
        "A notification of findings was not published: its topic or the topic's key rejected it."
            + " The results in AWS Config are not affected.",
        failed);
  }

  /** An alarm as soon as the metric is above zero. */
  private void addAlarm(String id, String description, IMetric metric) {
    notify(
        alarm(id, description, metric)
            .threshold(0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .evaluationPeriods(1)
            // Between two runs there is no data, and no fault.
            .treatMissingData(TreatMissingData.NOT_BREACHING));
  }

  /**
   * A function that is not invoked has no errors, and AWS Config continues to show the results that
   * it has. Two schedules and an hour are within the seven days that CloudWatch evaluates (F37).
   */
  private void addSilenceAlarm(String ruleName, Frequency frequency) {
    int hours = 2 * frequency.hours() + 1;
    notify(
        alarm(
                "Silence",
                "No scheduled run has finished within two schedules: AWS Config may show old"
                    + " results and no error. Check that the rule exists, that its configuration"
                    + " recorder is on, and that AWS Config may invoke the function.",
                scheduledRuns(ruleName))
            .threshold(1)
            .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
            .evaluationPeriods(hours)
            .datapointsToAlarm(hours)
            .treatMissingData(TreatMissingData.BREACHING));
  }

  private static Metric scheduledRuns(String ruleName) {
    return Metric.Builder.create()
        .namespace(RuleMetrics.NAMESPACE)
        .metricName(RuleMetrics.SCHEDULED_RUNS)
        .dimensionsMap(Map.of(RuleMetrics.DIMENSION, ruleName))
        .statistic("Sum")
        .period(Duration.hours(1))
        .build();
  }

  private Alarm.Builder alarm(String id, String description, IMetric metric) {
    return Alarm.Builder.create(this, id).alarmDescription(description).metric(metric);
  }

  private void notify(Alarm.Builder builder) {
    Alarm alarm = builder.build();
    actions.forEach(alarm::addAlarmAction);
  }
}
