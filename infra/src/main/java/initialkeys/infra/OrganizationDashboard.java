package initialkeys.infra;

import initialkeys.config.Trigger;
import initialkeys.lambda.RuleMetrics;
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

  /**
   * Dashboards are global, functions regional: hence the Region in its name. The account's rule may
   * bear the same name, hence the word before it.
   */
  static Dashboard create(Construct scope, String id, String ruleName, RuleFunction rule) {
    return Dashboard.Builder.create(scope, id)
        .dashboardName(ruleName + "-organization-" + Aws.REGION)
        .defaultInterval(Duration.days(2))
        .widgets(
            List.of(
                List.of(FunctionWidgets.text(explanation(ruleName))),
                List.of(accounts(rule)),
                List.of(failures(rule)),
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
    return table(
        rule,
        "Each account's last full run, the worst hundred",
        9,
        "filter trigger = '%s'".formatted(Trigger.Schedule.class.getSimpleName()),
        "stats latest(%s) as nonCompliant, latest(%s) as undecided, latest(%s) as evaluated by account"
            .formatted(
                RuleMetrics.NON_COMPLIANT_USERS,
                RuleMetrics.UNDECIDED_USERS,
                RuleMetrics.USERS_EVALUATED),
        "sort nonCompliant desc, undecided desc",
        "limit 100");
  }

  /** An account that does not let the function in has no run, and is seen here alone. */
  private static LogQueryWidget failures(RuleFunction rule) {
    return table(
        rule,
        "What failed, by account",
        6,
        // The function's own lines, not those that Lambda writes of it.
        "filter level = 'ERROR' and ispresent(requestId)",
        "stats count(*) as failures, latest(message) as last by account",
        "sort failures desc",
        "limit 100");
  }

  private static LogQueryWidget table(
      RuleFunction rule, String title, int height, String... query) {
    return LogQueryWidget.Builder.create()
        .title(title)
        .logGroupNames(List.of(rule.logs().getLogGroupName()))
        .view(LogQueryVisualizationType.TABLE)
        .queryLines(List.of(query))
        .width(FunctionWidgets.FULL)
        .height(height)
        .build();
  }
}
