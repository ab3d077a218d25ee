package initialkeys.infra.settings;

import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameter;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a remediation.
 *
 * @param isAutomatic whether AWS Config starts it for every noncompliant user, or a person for one
 * @param graceHours a key younger than this is left alone, even if its user is NON_COMPLIANT
 * @param isDryRun whether it changes nothing
 * @param roleName the name of the role in member accounts
 */
public record RemediationSettings(
    boolean isAutomatic, int graceHours, boolean isDryRun, String roleName) {

  /** IAM's last-used data lags (F19); nobody looks before an automatic remediation. */
  private static final int LEAST_AUTOMATIC_GRACE_HOURS = 24;

  /**
   * The settings of the remediation in one account; empty when none is set.
   *
   * @throws InvalidInputException naming the setting, the value and what is allowed
   */
  static Optional<RemediationSettings> ofAccount(
      Map<String, ?> values, RuleSettings rule, boolean isOrganization) {
    Optional<String> mode = Setting.REMEDIATION.optional(values);
    if (mode.isEmpty()) return Optional.empty();
    if (isOrganization) {
      throw new InvalidInputException(
          "Setting " + Setting.REMEDIATION.key(),
          mode.get(),
          "absent where organizationalUnits is set, because AWS Config remediates no organization"
              + " rule. Set organizationRemediation=manual instead, or deploy the rule with its"
              + " remediation to single accounts, from settings without organizationalUnits");
    }
    requireOrdinaryRule(Setting.RULE_NAME.text(values));
    requireUnusedKeysOnly(rule, Setting.REMEDIATION);
    RemediationSettings settings = parse(values, mode.get().equals("automatic"));
    if (settings.isAutomatic && settings.graceHours < LEAST_AUTOMATIC_GRACE_HOURS) {
      throw new InvalidInputException(
          "Setting " + Setting.REMEDIATION_GRACE_HOURS.key(),
          String.valueOf(settings.graceHours),
          "%s or more where remediation is automatic".formatted(LEAST_AUTOMATIC_GRACE_HOURS));
    }
    return Optional.of(settings);
  }

  /**
   * The settings of the remediation in an organization; empty when none is set.
   *
   * @throws InvalidInputException naming the setting, the value and what is allowed
   */
  static Optional<RemediationSettings> ofOrganization(
      Map<String, ?> values, RuleSettings rule, boolean isOrganization) {
    if (Setting.ORGANIZATION_REMEDIATION.optional(values).isEmpty()) return Optional.empty();
    if (!isOrganization) {
      throw new InvalidInputException(
          "Setting " + Setting.ORGANIZATIONAL_UNITS.key(),
          "",
          "%s, because organizationRemediation is set"
              .formatted(Setting.ORGANIZATIONAL_UNITS.allowed()));
    }
    requireUnusedKeysOnly(rule, Setting.ORGANIZATION_REMEDIATION);
    RemediationSettings settings = parse(values, false);
    if (settings.roleName.equals(Setting.MEMBER_ROLE_NAME.text(values))) {
      throw new InvalidInputException(
          "Setting " + Setting.REMEDIATION_ROLE_NAME.key(),
          settings.roleName,
          "different from memberRoleName, because they are two roles in the same accounts");
    }
    return Optional.of(settings);
  }

  private static RemediationSettings parse(Map<String, ?> values, boolean isAutomatic) {
    return new RemediationSettings(
        isAutomatic,
        Integer.parseInt(Setting.REMEDIATION_GRACE_HOURS.text(values)),
        Boolean.parseBoolean(Setting.REMEDIATION_DRY_RUN.text(values)),
        Setting.REMEDIATION_ROLE_NAME.text(values));
  }

  /** AWS Config's name for the rule of an organization in a member account (F31). */
  private static void requireOrdinaryRule(String ruleName) {
    if (!ruleName.startsWith("OrgConfigRule-")) return;
    throw new InvalidInputException(
        "Setting " + Setting.RULE_NAME.key(),
        ruleName,
        "the name of a rule of this account where remediation is set, because AWS Config remediates"
            + " no organization rule. Set organizationRemediation=manual in the account of the"
            + " organization rule instead");
  }

  /** With unusedKeysOnly=false a finding may be a key in use. */
  private static void requireUnusedKeysOnly(RuleSettings rule, Setting remediation) {
    if (rule.decision().unusedKeysOnly()) return;
    throw new InvalidInputException(
        "Rule parameter " + RuleParameter.UNUSED_KEYS_ONLY.key(),
        "false",
        "true where %s is set, because a key in use must not be set to Inactive"
            .formatted(remediation.key()));
  }
}
