package initialkeys.infra.organization;

import initialkeys.infra.function.MemberRoleAccess;
import initialkeys.infra.function.RuleDefinition;
import initialkeys.infra.function.RuleFunction;
import initialkeys.infra.function.StackOutputs;
import initialkeys.infra.monitoring.OrganizationDashboard;
import initialkeys.infra.monitoring.RuleAlarms;
import initialkeys.infra.notification.FindingEvents.RuleName;
import initialkeys.infra.notification.FindingNotifications;
import initialkeys.infra.settings.OrganizationSettings;
import initialkeys.infra.settings.OrganizationSettings.Invokers;
import initialkeys.infra.settings.RuleNames;
import initialkeys.infra.settings.RuleSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.config.CfnOrganizationConfigRule;
import software.amazon.awscdk.services.config.CfnOrganizationConfigRule.OrganizationCustomRuleMetadataProperty;

/**
 * The rule in all accounts of an organization, with one function. It is deployed to the management
 * account or to a delegated administrator account (F31).
 */
public final class OrganizationStack extends Stack {

  private final RuleFunction rule;

  public OrganizationStack(
      App app,
      String id,
      RuleNames names,
      RuleSettings settings,
      OrganizationSettings organization,
      Path jar) {
    super(
        app,
        id,
        StackProps.builder()
            .description("AWS Config rule %s in an organization".formatted(names.organization()))
            .build());
    String ruleName = names.organization();
    rule =
        new RuleFunction(
            this,
            "Rule",
            jar,
            settings,
            Optional.of(new MemberRoleAccess(organization.memberRoleName(), ruleName)));
    Optional<FindingNotifications> notifications =
        FindingNotifications.create(
            this, "Findings", new RuleName.Generated(names.memberPrefix()), settings.findings());
    notifications.ifPresent(FindingNotifications::allowMembers);
    MemberRoleDefinition role =
        MemberRoleDefinition.evaluating(organization.memberRoleName(), settings.destinations());
    MemberRoleStackSet memberRole =
        new MemberRoleStackSet(
            this,
            "MemberRole",
            role,
            MemberRoleStack.template(app, role, names, settings),
            rule.function(),
            rule.role(),
            organization,
            notifications.flatMap(FindingNotifications::topicArn));
    CfnOrganizationConfigRule configRule = configRule(ruleName, settings, organization);
    // A member account is evaluated as soon as it has the rule: role and permission come first.
    configRule.addResourceDependency(memberRole.stackSet());
    invokePermissions(organization.invokers()).forEach(configRule::addResourceDependency);
    notifications.ifPresent(it -> it.createBefore(configRule));
    RuleAlarms alarms = new RuleAlarms(this, "Alarms", rule, ruleName, settings);
    notifications
        .map(FindingNotifications::failedInvocations)
        .ifPresent(alarms::addNotificationAlarm);
    StackOutputs.add(this, "RuleName", ruleName, "The rule in the organization");
    StackOutputs.add(
        this, "FunctionRoleArn", rule.role().getRoleArn(), "The value for functionRoleArn");
    StackOutputs.addFunction(
        this,
        rule,
        OrganizationDashboard.create(this, "Dashboard", ruleName, rule, settings.destinations()));
  }

  private CfnOrganizationConfigRule configRule(
      String ruleName, RuleSettings settings, OrganizationSettings organization) {
    List<String> excluded = organization.excludedAccounts();
    return CfnOrganizationConfigRule.Builder.create(this, "ConfigRule")
        .organizationConfigRuleName(ruleName)
        .excludedAccounts(excluded.isEmpty() ? null : excluded)
        .organizationCustomRuleMetadata(
            OrganizationCustomRuleMetadataProperty.builder()
                .description(RuleDefinition.DESCRIPTION)
                .lambdaFunctionArn(rule.arn())
                .organizationConfigRuleTriggerTypes(RuleDefinition.TRIGGERS)
                .maximumExecutionFrequency(settings.frequency().configValue())
                .inputParameters(settings.parametersAsJson())
                .resourceTypesScope(RuleDefinition.RESOURCE_TYPES)
                .build())
        .build();
  }

  /** AWS Config invokes the function on behalf of each member account, so each needs permission. */
  private List<CfnResource> invokePermissions(Invokers invokers) {
    return switch (invokers) {
      case Invokers.Accounts(List<String> ids) ->
          Stream.concat(
                  Stream.of(permission("", Optional.of(Aws.ACCOUNT_ID))),
                  ids.stream().distinct().map(account -> permission(account, Optional.of(account))))
              .toList();
      case Invokers.Organization(String id) ->
          List.of(rule.allowConfigOfOrganization(this, "InvokePolicy", id));
      case Invokers.AnyAccount() -> List.of(permission("OfAnyAccount", Optional.empty()));
    };
  }

  private CfnResource permission(String suffix, Optional<String> sourceAccount) {
    return rule.allowConfig(this, "InvokePermission" + suffix, sourceAccount);
  }
}
