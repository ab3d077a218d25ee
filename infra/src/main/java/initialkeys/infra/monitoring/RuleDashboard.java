package initialkeys.infra.monitoring;

import initialkeys.infra.function.RuleFunction;
import initialkeys.lambda.RuleMetrics;
import initialkeys.run.ResultDestinations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.constructs.Construct;

/** The results and the health of the rule in one account. */
public final class RuleDashboard {

  /**
   * A change evaluates one user, a schedule evaluates all: the maximum of a day is the count of a
   * scheduled run.
   */
  private static final Duration DAY = Duration.days(1);

  private final String ruleName;

  private RuleDashboard(String ruleName) {
    this.ruleName = ruleName;
  }

  /** Dashboards are global and rules are regional: the name contains the Region. */
  public static Dashboard create(
      Construct scope,
      String id,
      String ruleName,
      RuleFunction rule,
      ResultDestinations destinations) {
    RuleDashboard dashboard = new RuleDashboard(ruleName);
    List<List<? extends IWidget>> rows = new ArrayList<>();
    rows.add(List.of(dashboard.explanation()));
    rows.add(List.of(dashboard.lastDay()));
    rows.add(dashboard.history());
    if (destinations.processChecks()) rows.add(List.of(dashboard.processChecks()));
    if (destinations.findingSeverity().isPresent()) rows.add(List.of(dashboard.findings()));
    rows.add(FunctionWidgets.health(rule));
    return Dashboard.Builder.create(scope, id)
        .dashboardName(ruleName + "-" + Aws.REGION)
        .defaultInterval(Duration.days(28))
        .widgets(rows)
        .build();
  }

  private TextWidget explanation() {
    return FunctionWidgets.text(
        """
        # %s
        Access keys that were created while an IAM user was being set up; the rule parameters define which keys and users count. \
        **Noncompliant** users are listed on the rule's page in AWS Config; the annotation names the key. \
        Users that were **not evaluated** keep their previous result; the function's log says why.\
        """
            .formatted(ruleName));
  }

  private SingleValueWidget lastDay() {
    return SingleValueWidget.Builder.create()
        .title("Users in the last day (largest run)")
        .metrics(userCounts())
        .setPeriodToTimeRange(false)
        .width(FunctionWidgets.FULL)
        .height(4)
        .build();
  }

  private List<GraphWidget> history() {
    return List.of(
        FunctionWidgets.graph("Users per day (largest run)", userCounts()),
        FunctionWidgets.graph(
            "API calls per hour",
            List.of(
                metric(RuleMetrics.API_CALLS, "API calls", "Sum", Duration.hours(1)),
                metric(
                    RuleMetrics.RUNS_WITHOUT_CREDENTIAL_REPORT,
                    "runs without a credential report",
                    "Sum",
                    Duration.hours(1)))));
  }

  private GraphWidget processChecks() {
    return FunctionWidgets.graph(
        "Process checks per day (largest run)",
        List.of(
            metric(RuleMetrics.PROCESS_CHECKS_ANSWERED, "answered", "Maximum", DAY),
            metric(RuleMetrics.PROCESS_CHECKS_REJECTED, "rejected", "Maximum", DAY)));
  }

  private GraphWidget findings() {
    return FunctionWidgets.graph(
        "Findings in Security Hub per day (largest run)",
        List.of(
            metric(RuleMetrics.FINDINGS_SENT, "sent", "Maximum", DAY),
            metric(RuleMetrics.FINDINGS_ARCHIVED, "archived", "Maximum", DAY),
            metric(RuleMetrics.FINDINGS_REJECTED, "rejected", "Maximum", DAY)));
  }

  private List<IMetric> userCounts() {
    return List.of(
        metric(RuleMetrics.USERS_EVALUATED, "evaluated", "Maximum", DAY),
        metric(RuleMetrics.NON_COMPLIANT_USERS, "noncompliant", "Maximum", DAY),
        metric(RuleMetrics.USERS_NOT_EVALUATED, "not evaluated", "Maximum", DAY));
  }

  private Metric metric(String name, String label, String statistic, Duration period) {
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
