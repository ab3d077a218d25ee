package initialkeys.infra.monitoring;

import initialkeys.config.Trigger;
import initialkeys.infra.function.RuleFunction;
import initialkeys.infra.settings.RuleNames;
import initialkeys.lambda.RuleMetrics;
import initialkeys.run.ResultDestinations;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.LogQueryVisualizationType;
import software.amazon.awscdk.services.cloudwatch.LogQueryWidget;
import software.constructs.Construct;

/**
 * The function's work in all accounts. The results of each account are read from the function's
 * log: a metric for each account would add cost with each account.
 */
public final class OrganizationDashboard {

  private OrganizationDashboard() {}

  /**
   * Dashboards are global and functions are regional: the name contains the Region. It also
   * contains "organization", because the rule of a single account has a dashboard too.
   */
  public static Dashboard create(
      Construct scope,
      String id,
      String ruleName,
      RuleFunction rule,
      ResultDestinations destinations) {
    List<List<? extends IWidget>> rows = new ArrayList<>();
    rows.add(List.of(FunctionWidgets.text(explanation(ruleName))));
    rows.add(List.of(accounts(rule)));
    rows.add(List.of(failures(rule)));
    if (!destinations.equals(ResultDestinations.NONE)) rows.add(List.of(warnings(rule)));
    rows.add(FunctionWidgets.health(rule));
    return Dashboard.Builder.create(scope, id)
        .dashboardName(ruleName + RuleNames.ORGANIZATION_SUFFIX + "-" + Aws.REGION)
        .defaultInterval(Duration.days(2))
        .widgets(rows)
        .build();
  }

  private static String explanation(String ruleName) {
    return """
    # %s
    One function evaluates the IAM users of the organization's accounts. \
    **Noncompliant** users are listed in AWS Config of their account and in its aggregators; the annotation names the key. \
    Users that were **not evaluated** keep their previous result; the function's log says why.\
    """
        .formatted(ruleName);
  }

  private static LogQueryWidget accounts(RuleFunction rule) {
    return table(
        rule,
        "Latest scheduled run of each account: the 100 with the most noncompliant users",
        9,
        "filter trigger = '%s'".formatted(Trigger.Schedule.class.getSimpleName()),
        "stats latest(%s) as noncompliant, latest(%s) as notEvaluated, latest(%s) as evaluated by account"
            .formatted(
                RuleMetrics.NON_COMPLIANT_USERS,
                RuleMetrics.USERS_NOT_EVALUATED,
                RuleMetrics.USERS_EVALUATED),
        "sort noncompliant desc, notEvaluated desc",
        "limit 100");
  }

  /** The only widget that shows an account whose role the function cannot assume. */
  private static LogQueryWidget failures(RuleFunction rule) {
    return table(
        rule,
        "Errors by account: the 100 with the most",
        6,
        // The lines that the function writes; Lambda's own lines have no requestId at the top
        // level.
        "filter level = 'ERROR' and ispresent(requestId)",
        "stats count(*) as failures, latest(message) as last by account",
        "sort failures desc",
        "limit 100");
  }

  /** What was not sent to another service: no run fails for it. */
  private static LogQueryWidget warnings(RuleFunction rule) {
    return table(
        rule,
        "Warnings by account: the 100 with the most",
        6,
        "filter level = 'WARN' and ispresent(requestId)",
        "stats count(*) as warnings, latest(message) as last by account",
        "sort warnings desc",
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
