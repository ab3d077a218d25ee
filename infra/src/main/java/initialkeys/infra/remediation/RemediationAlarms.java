package initialkeys.infra.remediation;

import initialkeys.infra.monitoring.AlarmActions;
import initialkeys.infra.settings.RuleSettings;
import initialkeys.lambda.RemediationMetrics;
import initialkeys.lambda.RuleMetrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.constructs.Construct;

/** The alarms of the remediation: something was changed, and a run failed. */
final class RemediationAlarms extends Construct {

  private static final Duration PERIOD = Duration.minutes(5);

  private static final MetricOptions SUM =
      MetricOptions.builder().period(PERIOD).statistic("Sum").build();

  private final List<SnsAction> actions;

  /**
   * Creates the alarms, and the topic for an e-mail address.
   *
   * @param ruleName the value of the metrics' dimension
   */
  RemediationAlarms(
      Construct scope,
      String id,
      RemediationFunction remediation,
      String ruleName,
      RuleSettings.Recipients recipients) {
    super(scope, id);
    actions = AlarmActions.of(this, recipients);
    addAlarm(
        "Deactivated",
        "Access keys were set to Inactive. The log of the remediating function names them, and has"
            + " the commands that undo it.",
        metric(RemediationMetrics.KEYS_DEACTIVATED, ruleName));
    addAlarm(
        "Failed",
        "A remediation did not do what it should, or a key was used just before it was set to"
            + " Inactive. The log of the remediating function says which. Look at it now.",
        MathExpression.Builder.create()
            .expression("FILL(failed, 0) + FILL(crashed, 0) + FILL(throttled, 0)")
            .usingMetrics(
                new TreeMap<>(
                    Map.of(
                        "failed",
                        metric(RemediationMetrics.FAILED_REMEDIATIONS, ruleName),
                        "crashed",
                        remediation.function().metricErrors(SUM),
                        "throttled",
                        remediation.function().metricThrottles(SUM))))
            .period(PERIOD)
            .label("Remediations that failed")
            .build());
  }

  private static Metric metric(String name, String ruleName) {
    return Metric.Builder.create()
        .namespace(RuleMetrics.NAMESPACE)
        .metricName(name)
        .dimensionsMap(Map.of(RuleMetrics.DIMENSION, ruleName))
        .statistic("Sum")
        .period(PERIOD)
        .build();
  }

  private void addAlarm(String id, String description, IMetric metric) {
    Alarm alarm =
        Alarm.Builder.create(this, id)
            .alarmDescription(description)
            .metric(metric)
            .threshold(0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .evaluationPeriods(1)
            .treatMissingData(TreatMissingData.NOT_BREACHING)
            .build();
    actions.forEach(alarm::addAlarmAction);
  }
}
