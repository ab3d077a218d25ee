package initialkeys.cli.doctor;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.Organization.Member;
import initialkeys.cli.aws.RuleName;
import initialkeys.decision.CisControl;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.AggregateComplianceByConfigRule;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigurationAggregator;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;
import software.amazon.awssdk.services.securityhub.model.ResourceNotFoundException;

/** Who else takes the rule's results: conformance packs, Security Hub, the Organization. */
final class ServiceChecks {

  /** AWS's process check has the rule's default name, and more behind it in a pack (F40). */
  private static final String PROCESS_CHECK = CisControl.NAME;

  private final Caller caller;
  private final RuleName ruleName;

  ServiceChecks(Caller caller, RuleName ruleName) {
    this.caller = caller;
    this.ruleName = ruleName;
  }

  Check conformancePacks() {
    String name = "Conformance packs";
    ConfigClient config = caller.config();
    List<String> open =
        config.describeConfigRulesPaginator(it -> {}).stream()
            .flatMap(page -> page.configRules().stream())
            .filter(ServiceChecks::isProcessCheck)
            .map(ConfigRule::configRuleName)
            .filter(check -> isOpen(config, check))
            .sorted()
            .toList();
    return open.isEmpty()
        ? Check.ok(name, "no process check of this control is open")
        : Check.warning(
            name,
            "the process check of this control has no result: %s"
                .formatted(String.join(", ", open)),
            "Deploy with answerProcessChecks=true, or enter its result in the AWS Config console.");
  }

  private static boolean isProcessCheck(ConfigRule rule) {
    return rule.source() != null
        && "AWS_CONFIG_PROCESS_CHECK".equals(rule.source().sourceIdentifier())
        && rule.configRuleName().startsWith(PROCESS_CHECK);
  }

  private static boolean isOpen(ConfigClient config, String check) {
    return config
        .describeComplianceByConfigRule(it -> it.configRuleNames(check))
        .complianceByConfigRules()
        .stream()
        .noneMatch(
            it ->
                it.compliance() != null
                    && it.compliance().complianceType() != ComplianceType.INSUFFICIENT_DATA);
  }

  Check securityHub() {
    String name = "Security Hub";
    try {
      caller.deployment().get().securityHub().describeHub(it -> {});
      return Check.ok(name, "is on");
    } catch (InvalidAccessException | ResourceNotFoundException off) {
      return Check.warning(name, "is off here", "Turn it on where you want findings in it.");
    }
  }

  /**
   * @param deployedName the name of the rule in the account
   * @param accountId the caller's account
   */
  Check members(RuleName deployedName, String accountId) {
    String name = "Organization";
    ConfigClient config = caller.config();
    List<String> aggregators =
        config.describeConfigurationAggregatorsPaginator(it -> {}).stream()
            .flatMap(page -> page.configurationAggregators().stream())
            .filter(aggregator -> aggregator.organizationAggregationSource() != null)
            .map(ConfigurationAggregator::configurationAggregatorName)
            .toList();
    if (aggregators.isEmpty()) {
      return deployedName.isGenerated()
          ? Check.notChecked(
              name,
              "no aggregator of the Organization is here, and the rule is an organization rule",
              "Run doctor in the account and Region of the aggregator, or deploy one"
                  + " (docs/organization.md#aggregator).")
          : Check.ok(name, "no aggregator of an Organization is here");
    }
    Set<String> withResults = new TreeSet<>();
    for (String aggregator : aggregators) {
      config
          .describeAggregateComplianceByConfigRulesPaginator(
              it -> it.configurationAggregatorName(aggregator))
          .stream()
          .flatMap(page -> page.aggregateComplianceByConfigRules().stream())
          .filter(this::isOfRule)
          .map(AggregateComplianceByConfigRule::accountId)
          .forEach(withResults::add);
    }
    List<String> silent =
        caller.organization().members(accountId).stream()
            .filter(member -> member.isActive() && !withResults.contains(member.id()))
            .map(Member::id)
            .toList();
    return silent.isEmpty()
        ? Check.ok(name, "every active account has results")
        : Check.warning(
            name,
            String.format(
                Locale.ROOT,
                "active accounts without results: %,d (%s)",
                silent.size(),
                String.join(", ", silent)),
            "An account without IAM users has none. In the others, check the member role and the"
                + " rule (docs/organization.md).");
  }

  /** In member accounts AWS Config generates the name (F31). */
  private boolean isOfRule(AggregateComplianceByConfigRule result) {
    boolean hasResults =
        result.compliance() != null
            && result.compliance().complianceType() != ComplianceType.INSUFFICIENT_DATA;
    return hasResults && ruleName.isOf(result.configRuleName());
  }
}
