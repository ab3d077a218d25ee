package initialkeys.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.config.CfnOrganizationConfigRule;
import software.amazon.awscdk.services.config.CfnOrganizationConfigRule.OrganizationCustomRuleMetadataProperty;
import software.amazon.awscdk.services.lambda.CfnPermission;

/**
 * The rule in all accounts of an Organization, with one function. It belongs into the management
 * account or one to which that has delegated (F31).
 */
final class OrganizationStack extends Stack {

  private final RuleFunction rule;

  OrganizationStack(
      App app, String id, Settings settings, OrganizationSettings organization, Path jar) {
    super(app, id, StackProps.builder().description(description(organization)).build());
    String ruleName = organization.members().ruleName();
    rule =
        new RuleFunction(this, "Rule", jar, settings.logs(), Optional.of(organization.members()));
    MemberRoleStackSet roles =
        new MemberRoleStackSet(
            this,
            "MemberRole",
            rule,
            organization,
            MemberRoleStack.template(app, organization.members().roleName()));
    CfnOrganizationConfigRule configRule = configRule(settings, organization);
    // A member's first evaluation follows at once, and needs the role and the permission.
    configRule.addResourceDependency(roles.stackSet());
    invokePermissions(organization).forEach(configRule::addResourceDependency);
    new RuleAlarms(this, "Alarms", rule, ruleName, settings);
    Dashboard dashboard = OrganizationDashboard.create(this, "Dashboard", ruleName, rule);
    output("RuleName", ruleName, "The rule in the Organization");
    output("FunctionRoleArn", rule.role().getRoleArn(), "What functionRoleArn is to be");
    output("DashboardName", dashboard.getDashboardName(), "The dashboard in CloudWatch");
    output("LogGroupName", rule.logs().getLogGroupName(), "The function's log");
    output("FailureQueueUrl", rule.failures().getQueueUrl(), RuleFunction.WHAT_FAILED);
  }

  private static String description(OrganizationSettings organization) {
    return "AWS Config rule %s in an Organization".formatted(organization.members().ruleName());
  }

  private CfnOrganizationConfigRule configRule(
      Settings settings, OrganizationSettings organization) {
    return CfnOrganizationConfigRule.Builder.create(this, "ConfigRule")
        .organizationConfigRuleName(organization.members().ruleName())
        .excludedAccounts(organization.excluded().isEmpty() ? null : organization.excluded())
        .organizationCustomRuleMetadata(
            OrganizationCustomRuleMetadataProperty.builder()
                .description(AccountStack.DESCRIPTION)
                // The unqualified ARN: no other is known to work (F25).
                .lambdaFunctionArn(rule.function().getFunctionArn())
                .organizationConfigRuleTriggerTypes(
                    List.of(
                        "ConfigurationItemChangeNotification",
                        "OversizedConfigurationItemChangeNotification",
                        "ScheduledNotification"))
                .maximumExecutionFrequency(settings.frequency().word())
                .inputParameters(settings.ruleParametersAsJson())
                .resourceTypesScope(List.of("AWS::IAM::User"))
                .build())
        .build();
  }

  /** AWS Config invokes the function in each member's name, so each needs to be let in. */
  private List<CfnPermission> invokePermissions(OrganizationSettings organization) {
    return organization
        .invoking()
        .map(
            accounts ->
                Stream.concat(
                        Stream.of(permission("", Aws.ACCOUNT_ID)),
                        accounts.stream().distinct().map(account -> permission(account, account)))
                    .toList())
        .orElseGet(() -> List.of(permission("OfAnyAccount", null)));
  }

  private CfnPermission permission(String suffix, String sourceAccount) {
    return CfnPermission.Builder.create(this, "InvokePermission" + suffix)
        .action("lambda:InvokeFunction")
        .functionName(rule.function().getFunctionArn())
        .principal("config.amazonaws.com")
        .sourceAccount(sourceAccount)
        .build();
  }

  private void output(String id, String value, String description) {
    CfnOutput.Builder.create(this, id).value(value).description(description).build();
  }
}
