package initialkeys.infra.settings;

import initialkeys.decision.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All settings of a deployment, validated.
 *
 * @param ruleNames the names of the rule
 * @param rule how the rule runs
 * @param organization the deployment to an organization; empty when none is set
 * @param memberRole the member role that is deployed by hand; empty when none is set
 * @param aggregatorRegions the Regions from which the aggregator collects; empty for all
 * @param findingSeverity the severity of the rule's findings in Security Hub
 * @param remediation the remediation of the rule in one account; empty when none is set
 * @param organizationRemediation that of the rule in an organization; empty when none is set
 */
public record Settings(
    RuleNames ruleNames,
    RuleSettings rule,
    Optional<OrganizationSettings> organization,
    Optional<MemberRoleSettings> memberRole,
    List<String> aggregatorRegions,
    String findingSeverity,
    Optional<RemediationSettings> remediation,
    Optional<RemediationSettings> organizationRemediation) {

  /**
   * The member role of one account.
   *
   * @param functionRoleArn the only role that may assume it
   * @param emailTopicArn the topic of findingsEmail, which is in the function's account
   */
  public record MemberRoleSettings(
      String roleName, String functionRoleArn, Optional<String> emailTopicArn) {}

  /**
   * Reads the settings from the file and from the CDK context, which overrides the file: {@code -c
   * name=value} is context.
   *
   * @throws SettingsException naming the setting, the value and what is allowed
   */
  public static Settings read(SettingsFile file, Map<String, ?> context) {
    context.keySet().forEach(Settings::requireNoSpellingError);
    Map<String, Object> values = new TreeMap<>(file.read());
    SettingNames.ALL.stream()
        .filter(context::containsKey)
        .forEach(name -> values.put(name, context.get(name)));
    try {
      return parse(values);
    } catch (InvalidInputException invalid) {
      throw new SettingsException(invalid.getMessage(), invalid);
    }
  }

  /**
   * The names in the context that are neither a setting nor CDK's, such as a value for another app
   * in the user's own {@code ~/.cdk.json}. They have no effect.
   */
  public static List<String> unknownNames(Map<String, ?> context) {
    return context.keySet().stream().filter(Settings::isUnknown).sorted().toList();
  }

  private static boolean isUnknown(String name) {
    return !SettingNames.ALL.contains(name) && !SettingNames.belongsToCdk(name);
  }

  private static void requireNoSpellingError(String name) {
    if (!isUnknown(name)) return;
    SettingNames.closestTo(name)
        .ifPresent(
            meant -> {
              throw new SettingsException(
                  "CDK context: Unknown setting '%s'. Did you mean %s?".formatted(name, meant));
            });
  }

  private static Settings parse(Map<String, ?> values) {
    RuleSettings rule = RuleSettings.parse(values);
    Optional<OrganizationSettings> organization = OrganizationSettings.parse(values);
    return new Settings(
        RuleNames.parse(values),
        rule,
        organization,
        Setting.FUNCTION_ROLE_ARN
            .optional(values)
            .map(
                arn ->
                    new MemberRoleSettings(
                        Setting.MEMBER_ROLE_NAME.text(values),
                        arn,
                        Setting.FINDINGS_EMAIL_TOPIC_ARN.optional(values))),
        Setting.AGGREGATOR_REGIONS.list(values),
        Setting.FINDING_SEVERITY.text(values),
        RemediationSettings.ofAccount(values, rule, organization.isPresent()),
        RemediationSettings.ofOrganization(values, rule, organization.isPresent()));
  }
}
