package initialkeys.infra;

import initialkeys.RuleMetrics;
import initialkeys.config.Trigger;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.LogQueryVisualizationType;
import software.amazon.awscdk.services.cloudwatch.LogQueryWidget;
import software.constructs.Construct;

/**
 * How the function is doing in all accounts. What it found in each is read from its log, since a
 * metric for each account would grow, and cost, with the Organization.
 */
final class OrganizationDashboard {

  private OrganizationDashboard() {}

  /** Dashboards are global, functions regional: hence the Region in its name. */
  static Dashboard create(Construct scope, String id, String ruleName, RuleFunction rule) {
    return Dashboard.Builder.create(scope, id)
        .dashboardName(ruleName + "-" + Aws.REGION)
        .defaultInterval(Duration.days(2))
        .widgets(
            List.of(
                List.of(FunctionWidgets.text(explanation(ruleName))),
                List.of(accounts(rule)),
                FunctionWidgets.health(rule)))
        .build();
  }

  private static String explanation(String ruleName) {
    return """
    # %s
    One function evaluates the IAM users of every account of the Organization. \
    **Non-compliant** users are named, with the key, in AWS Config of their account and in its aggregators. \
    **Undecided** users could not be read: they keep their last result, and the function's log names them.\
    """
        .formatted(ruleName);
  }

  /** A hundred accounts, those with the most to do first. */
  private static LogQueryWidget accounts(RuleFunction rule) {
    return LogQueryWidget.Builder.create()
        .title("Each account's last full run, the worst hundred")
        .logGroupNames(List.of(rule.logs().getLogGroupName()))
        .view(LogQueryVisualizationType.TABLE)
        .queryLines(
            List.of(
                "filter trigger = '%s'".formatted(Trigger.Schedule.class.getSimpleName()),
                "stats latest(%s) as nonCompliant, latest(%s) as undecided, latest(%s) as evaluated by account"
                    .formatted(
                        RuleMetrics.NON_COMPLIANT_USERS,
                        RuleMetrics.UNDECIDED_USERS,
                        RuleMetrics.USERS_EVALUATED),
                "sort nonCompliant desc, undecided desc",
                "limit 100"))
        .width(FunctionWidgets.FULL)
        .height(9)
        .build();
  }
}
