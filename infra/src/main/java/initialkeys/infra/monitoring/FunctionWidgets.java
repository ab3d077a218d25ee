package initialkeys.infra.monitoring;

import initialkeys.infra.function.RuleFunction;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TextWidget;

/** The widgets about the function that every dashboard has. */
final class FunctionWidgets {

  static final int HALF = 12;
  static final int FULL = 24;

  private FunctionWidgets() {}

  static List<GraphWidget> health(RuleFunction rule) {
    return List.of(
        graph(
            "Duration (Lambda ends a run after %s s)"
                .formatted(RuleFunction.TIMEOUT.toSeconds().intValue()),
            List.of(
                rule.function().metricDuration(hourly("longest", "Maximum")),
                rule.function().metricDuration(hourly("median", "p50")))),
        graph(
            "Errors",
            List.of(
                rule.function().metricErrors(hourly("failed runs", "Sum")),
                rule.function().metricThrottles(hourly("throttled", "Sum")),
                rule.failureQueue()
                    .metricApproximateNumberOfMessagesVisible(
                        hourly("in the failure queue", "Maximum")))));
  }

  static TextWidget text(String markdown) {
    return TextWidget.Builder.create().markdown(markdown).width(FULL).height(3).build();
  }

  static GraphWidget graph(String title, List<? extends IMetric> metrics) {
    return GraphWidget.Builder.create().title(title).left(metrics).width(HALF).height(6).build();
  }

  private static MetricOptions hourly(String label, String statistic) {
    return MetricOptions.builder()
        .label(label)
        .statistic(statistic)
        .period(Duration.hours(1))
        .build();
  }
}
