package initialkeys.infra.account;

import initialkeys.config.RuleEvent;
import initialkeys.infra.function.RuleDefinition;
import initialkeys.infra.function.RuleFunction;
import initialkeys.infra.function.StackOutputs;
import initialkeys.infra.monitoring.RuleAlarms;
import initialkeys.infra.monitoring.RuleDashboard;
import initialkeys.infra.notification.FindingEvents.RuleName;
import initialkeys.infra.notification.FindingNotifications;
import initialkeys.infra.settings.Frequency;
import initialkeys.infra.settings.RuleSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.config.CfnConfigRule;
import software.amazon.awscdk.services.config.CfnConfigRule.ScopeProperty;
import software.amazon.awscdk.services.config.CfnConfigRule.SourceDetailProperty;
import software.amazon.awscdk.services.config.CfnConfigRule.SourceProperty;
import software.constructs.Construct;

/** The rule in one account, with everything that it needs there. */
public final class AccountStack extends Stack {

  private final RuleFunction rule;

  public AccountStack(
      Construct scope, String id, String ruleName, RuleSettings settings, Path jar) {
    super(scope, id, StackProps.builder().description("AWS Config rule " + ruleName).build());
    rule = new RuleFunction(this, "Rule", jar, settings, Optional.empty());
    CfnConfigRule configRule = configRule(ruleName, settings);
    // AWS Config checks the permission when it creates the rule.
    configRule.addResourceDependency(
        rule.allowConfig(this, "InvokePermission", Optional.of(Aws.ACCOUNT_ID)));
    RuleAlarms alarms = new RuleAlarms(this, "Alarms", rule, ruleName, settings);
    FindingNotifications.create(this, "Findings", new RuleName.Exact(ruleName), settings.findings())
        .ifPresent(
            notifications -> {
              notifications.createBefore(configRule);
              alarms.addNotificationAlarm(notifications.failedInvocations());
            });
    StackOutputs.add(this, "RuleName", ruleName, "The rule in AWS Config");
    StackOutputs.addFunction(
        this,
        rule,
        RuleDashboard.create(this, "Dashboard", ruleName, rule, settings.destinations()));
  }

  private CfnConfigRule configRule(String ruleName, RuleSettings settings) {
    return CfnConfigRule.Builder.create(this, "ConfigRule")
        .configRuleName(ruleName)
        .description(RuleDefinition.DESCRIPTION)
        .inputParameters(settings.parameters())
        .scope(
            ScopeProperty.builder().complianceResourceTypes(RuleDefinition.RESOURCE_TYPES).build())
        .source(
            SourceProperty.builder()
                .owner("CUSTOM_LAMBDA")
                .sourceIdentifier(rule.arn())
                .sourceDetails(sourceDetails(settings.frequency()))
                .build())
        .build();
  }

  private static List<SourceDetailProperty> sourceDetails(Frequency frequency) {
    return RuleDefinition.TRIGGERS.stream()
        .map(
            trigger ->
                SourceDetailProperty.builder()
                    .eventSource("aws.config")
                    .messageType(trigger)
                    .maximumExecutionFrequency(
                        trigger.equals(RuleEvent.SCHEDULED) ? frequency.configValue() : null)
                    .build())
        .toList();
  }
}
