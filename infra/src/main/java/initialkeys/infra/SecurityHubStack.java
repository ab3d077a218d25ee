package initialkeys.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.AutomationRulesActionProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.AutomationRulesFindingFieldsUpdateProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.AutomationRulesFindingFiltersProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.NoteUpdateProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.SeverityUpdateProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.StringFilterProperty;
import software.constructs.Construct;

/**
 * Gives the rule's findings in Security Hub what they lack there (F35): a severity of choice, the
 * benchmark, the control's numbers, and what to do. Security Hub takes the findings in by itself.
 */
final class SecurityHubStack extends Stack {

  private static final String BENCHMARK =
      "Software and Configuration Checks/Industry and Regulatory Standards/"
          + "CIS AWS Foundations Benchmark";

  /** It holds whatever the rule's parameters are, and however old the finding is. */
  private static final String NOTE =
      "An access key of this user was made while the user was being set up. The annotation of this"
          + " user's result in AWS Config says which key, and what to do. Look at the key's last"
          + " use first: replace a key that is in use; deactivate any before you delete it.";

  /** The control's numbers by version of the benchmark (F2). */
  private static final Map<String, String> NUMBERS =
      new TreeMap<>(
          Map.of(
              "CIS-v1.1", "1.23",
              "CIS-v1.2", "1.21",
              "CIS-v1.3-to-v4", "1.11",
              "CIS-v5", "1.10",
              "CIS-v6", "2.10"));

  SecurityHubStack(Construct scope, String id, RuleNames names, String severity) {
    super(
        scope,
        id,
        StackProps.builder()
            .description("What Security Hub shows of AWS Config rule " + names.plain())
            .build());
    CfnAutomationRule.Builder.create(this, "AutomationRule")
        .ruleName(names.plain())
        .description("Severity, benchmark, control numbers and a note for findings of initial keys")
        .ruleOrder(1)
        .ruleStatus("ENABLED")
        .isTerminal(false)
        .criteria(findings(names))
        .actions(
            List.of(
                AutomationRulesActionProperty.builder()
                    .type("FINDING_FIELDS_UPDATE")
                    .findingFieldsUpdate(update(names, severity))
                    .build()))
        .build();
  }

  /** Either title will do; of the criteria, all must hold. */
  private static AutomationRulesFindingFiltersProperty findings(RuleNames names) {
    return AutomationRulesFindingFiltersProperty.builder()
        .productName(List.of(filter("EQUALS", "Config")))
        .title(List.of(filter("EQUALS", names.plain()), filter("PREFIX", names.memberPrefix())))
        .complianceStatus(List.of(filter("EQUALS", "FAILED")))
        .recordState(List.of(filter("EQUALS", "ACTIVE")))
        .build();
  }

  private static StringFilterProperty filter(String comparison, String value) {
    return StringFilterProperty.builder().comparison(comparison).value(value).build();
  }

  /** Title, description and remediation cannot be set (F36): hence the note. */
  private static AutomationRulesFindingFieldsUpdateProperty update(
      RuleNames names, String severity) {
    return AutomationRulesFindingFieldsUpdateProperty.builder()
        .severity(SeverityUpdateProperty.builder().label(severity).build())
        .types(List.of(BENCHMARK))
        .note(NoteUpdateProperty.builder().text(NOTE).updatedBy(names.plain()).build())
        .userDefinedFields(NUMBERS)
        .build();
  }
}
