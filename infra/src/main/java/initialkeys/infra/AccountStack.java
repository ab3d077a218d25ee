package initialkeys.infra;

import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.config.CfnConfigRule;
import software.amazon.awscdk.services.config.CfnConfigRule.ScopeProperty;
import software.amazon.awscdk.services.config.CfnConfigRule.SourceDetailProperty;
import software.amazon.awscdk.services.config.CfnConfigRule.SourceProperty;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.constructs.Construct;

/**
 * The rule in one account, with all that it needs there. Its Region and account are the caller's.
 */
final class AccountStack extends Stack {

  /** The rule's, wherever it is deployed. It holds whatever the parameters are. */
  static final String DESCRIPTION =
      "Finds IAM users with access keys that were made while the user was being set up (CIS)."
          + " Which keys and users count is for the parameters to say; which key it is and what to"
          + " do, for a result's annotation.";

  private final RuleFunction rule;

  AccountStack(Construct scope, String id, Settings settings, Path jar) {
    super(
        scope,
        id,
        StackProps.builder().description("AWS Config rule " + settings.ruleName()).build());
    rule = new RuleFunction(this, "Rule", jar, settings.logs());
    configRule(settings).addResourceDependency(invokePermission());
    new RuleAlarms(this, "Alarms", rule, settings.ruleName(), settings);
    Dashboard dashboard = RuleDashboard.create(this, "Dashboard", settings.ruleName(), rule);
    output("RuleName", settings.ruleName(), "The rule in AWS Config");
    output("DashboardName", dashboard.getDashboardName(), "The dashboard in CloudWatch");
    output("LogGroupName", rule.logs().getLogGroupName(), "The function's log");
    output("FailureQueueUrl", rule.failures().getQueueUrl(), RuleFunction.WHAT_FAILED);
  }

  /** SourceArn would be a cycle: the rule cannot be made before it may invoke (F26). */
  private CfnPermission invokePermission() {
    return CfnPermission.Builder.create(this, "InvokePermission")
        .action("lambda:InvokeFunction")
        .functionName(rule.function().getFunctionArn())
        .principal("config.amazonaws.com")
        .sourceAccount(Aws.ACCOUNT_ID)
        .build();
  }

  private CfnConfigRule configRule(Settings settings) {
    return CfnConfigRule.Builder.create(this, "ConfigRule")
        .configRuleName(settings.ruleName())
        .description(DESCRIPTION)
        .inputParameters(settings.ruleParameters())
        .scope(ScopeProperty.builder().complianceResourceTypes(List.of("AWS::IAM::User")).build())
        .source(
            SourceProperty.builder()
                .owner("CUSTOM_LAMBDA")
                // The unqualified ARN: no other is known to work (F25).
                .sourceIdentifier(rule.function().getFunctionArn())
                .sourceDetails(
                    List.of(
                        trigger("ConfigurationItemChangeNotification").build(),
                        trigger("OversizedConfigurationItemChangeNotification").build(),
                        trigger("ScheduledNotification")
                            .maximumExecutionFrequency(settings.frequency().word())
                            .build()))
                .build())
        .build();
  }

  private static SourceDetailProperty.Builder trigger(String messageType) {
    return SourceDetailProperty.builder().eventSource("aws.config").messageType(messageType);
  }

  private void output(String id, String value, String description) {
    CfnOutput.Builder.create(this, id).value(value).description(description).build();
  }
}
