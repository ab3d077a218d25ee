package initialkeys.infra.securityhub;

import initialkeys.decision.CisControl;
import initialkeys.infra.settings.RuleNames;
import initialkeys.run.ResultDestinations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.AutomationRulesActionProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.AutomationRulesFindingFieldsUpdateProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.AutomationRulesFindingFiltersProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.NoteUpdateProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.SeverityUpdateProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.StringFilterProperty;
import software.amazon.awscdk.services.securityhub.CfnAutomationRule.WorkflowUpdateProperty;
import software.constructs.Construct;

/**
 * Adds what the findings lack that Security Hub ingests from AWS Config (F35): a severity, the
 * benchmark, the control's numbers, and what to do. Security Hub ingests them without this stack.
 * Where the function sends findings of its own, this stack suppresses those duplicates instead.
 */
public final class SecurityHubStack extends Stack {

  /** True for every value of the rule parameters, and however old the finding is. */
  private static final String NOTE =
      "An access key of this user was created while the user was being set up. The annotation of"
          + " this user's result in AWS Config names the key and what to do. %s %s"
              .formatted(CisControl.REMEDIATION, CisControl.REMEDIATION_URL);

  /** True for every value of the rule parameters. */
  private static final String NOTE_ON_DUPLICATE =
      "Suppressed: the function of the rule sends a finding of its own for this user, with the"
          + " evidence.";

  public SecurityHubStack(
      Construct scope,
      String id,
      RuleNames names,
      String severity,
      ResultDestinations destinations) {
    super(
        scope,
        id,
        StackProps.builder()
            .description("Security Hub's findings of AWS Config rule " + names.plain())
            .build());
    CfnAutomationRule.Builder.create(this, "AutomationRule")
        .ruleName(names.plain())
        .description(
            (destinations.findingSeverity().isPresent()
                    ? "Suppresses AWS Config's findings of rule "
                    : "Severity, benchmark, control numbers and a note for findings of AWS Config"
                        + " rule ")
                + names.plain())
        .ruleOrder(1)
        .ruleStatus("ENABLED")
        .isTerminal(false)
        .criteria(criteria(names))
        .actions(
            List.of(
                AutomationRulesActionProperty.builder()
                    .type("FINDING_FIELDS_UPDATE")
                    .findingFieldsUpdate(
                        destinations.findingSeverity().isPresent()
                            ? suppress(names)
                            : update(names, severity))
                    .build()))
        .build();
  }

  /** A finding must match every criterion, and one of the two titles. */
  private static AutomationRulesFindingFiltersProperty criteria(RuleNames names) {
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

  /** A rule cannot set the title, the description or the remediation (F36): hence the note. */
  private static AutomationRulesFindingFieldsUpdateProperty update(
      RuleNames names, String severity) {
    return AutomationRulesFindingFieldsUpdateProperty.builder()
        .severity(SeverityUpdateProperty.builder().label(severity).build())
        .types(List.of(CisControl.FINDING_TYPE))
        .note(NoteUpdateProperty.builder().text(NOTE).updatedBy(names.plain()).build())
        .userDefinedFields(controlNumbers())
        .build();
  }

  /** Only AWS Config's findings match the criteria: the function's have another product. */
  private static AutomationRulesFindingFieldsUpdateProperty suppress(RuleNames names) {
    return AutomationRulesFindingFieldsUpdateProperty.builder()
        .workflow(WorkflowUpdateProperty.builder().status("SUPPRESSED").build())
        .note(NoteUpdateProperty.builder().text(NOTE_ON_DUPLICATE).updatedBy(names.plain()).build())
        .build();
  }

  private static Map<String, String> controlNumbers() {
    Map<String, String> fields = new LinkedHashMap<>();
    CisControl.numbersByVersion()
        .forEach((version, number) -> fields.put("CIS-" + version, number));
    return fields;
  }
}
