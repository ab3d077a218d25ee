package initialkeys.infra;

import initialkeys.lambda.RuleMetrics;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.constructs.Construct;

/**
 * One page that says how the rule is doing; the metrics' names are those that the function logs.
 */
final class RuleDashboard {

  /** A change evaluates one user, a schedule all: a day's largest number is that of a full run. */
  private static final Duration DAY = Duration.days(1);

  private final String ruleName;

  private RuleDashboard(String ruleName) {
    this.ruleName = ruleName;
  }

  /** Dashboards are global, rules regional: hence the Region in its name. */
  static Dashboard create(Construct scope, String id, String ruleName, RuleFunction rule) {
    RuleDashboard content = new RuleDashboard(ruleName);
    return Dashboard.Builder.create(scope, id)
        .dashboardName(ruleName + "-" + Aws.REGION)
        .defaultInterval(Duration.days(28))
        .widgets(
            List.of(
                List.of(content.explanation()),
                List.of(content.today()),
                content.users(),
                FunctionWidgets.health(rule)))
        .build();
  }

  private TextWidget explanation() {
    return FunctionWidgets.text(
        """
        # %s
        Access keys made while an IAM user was being set up, as far as the rule's parameters count them. \
        **Non-compliant** users are named, with the key, on the rule's page in AWS Config. \
        **Undecided** users could not be read: they keep their last result, and the function's log names them.\
        """
            .formatted(ruleName));
  }

  private SingleValueWidget today() {
    return SingleValueWidget.Builder.create()
        .title("The last day's full run")
        .metrics(userCounts())
        .setPeriodToTimeRange(false)
        .width(FunctionWidgets.FULL)
        .height(4)
        .build();
  }

  private List<GraphWidget> users() {
    return List.of(
        FunctionWidgets.graph("Users, by day", userCounts()),
        FunctionWidgets.graph(
            "AWS calls, by hour",
            List.of(
                logged(RuleMetrics.AWS_CALLS, "AWS calls", "Sum", Duration.hours(1)),
                logged(
                    RuleMetrics.RUNS_WITHOUT_REPORT,
                    "runs without a credential report",
                    "Sum",
                    Duration.hours(1)))));
  }

  private List<IMetric> userCounts() {
    return List.of(
        logged(RuleMetrics.USERS_EVALUATED, "evaluated", "Maximum", DAY),
        logged(RuleMetrics.NON_COMPLIANT_USERS, "non-compliant", "Maximum", DAY),
        logged(RuleMetrics.UNDECIDED_USERS, "undecided", "Maximum", DAY));
  }

  private Metric logged(String name, String label, String statistic, Duration period) {
    return Metric.Builder.create()
        .namespace(RuleMetrics.NAMESPACE)
        .metricName(name)
        .dimensionsMap(Map.of(RuleMetrics.DIMENSION, ruleName))
        .label(label)
        .statistic(statistic)
        .period(period)
        .build();
  }
}
