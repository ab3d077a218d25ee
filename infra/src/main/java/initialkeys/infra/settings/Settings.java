package initialkeys.infra.settings;

import initialkeys.verdict.InvalidInputException;
import initialkeys.verdict.RuleParameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All settings of a deployment, validated.
 *
 * @param ruleNames the names of the rule
 * @param rule how the rule runs
 * @param organization the deployment to an organization; empty when none is set
 * @param memberRole the member role that is deployed by hand; empty when none is set
 * @param aggregatorRegions the Regions from which the aggregator collects; empty for all
 * @param findingSeverity the severity of the rule's findings in Security Hub
 */
public record Settings(
    RuleNames ruleNames,
    RuleSettings rule,
    Optional<OrganizationSettings> organization,
    Optional<MemberRoleSettings> memberRole,
    List<String> aggregatorRegions,
    String findingSeverity) {

  /** What the CDK command line itself keeps in context under a name without a colon or @. */
  private static final Set<String> CDK_CLI_KEYS =
      Set.of("cli-telemetry", "acknowledged-issue-numbers");

  /** The member role of one account, and the only role that may assume it. */
  public record MemberRoleSettings(String roleName, String functionRoleArn) {}

  public static Settings parse(Map<String, ?> context) {
    requireKnown(context);
    return new Settings(
        RuleNames.parse(context),
        RuleSettings.parse(context),
        OrganizationSettings.parse(context),
        Setting.FUNCTION_ROLE_ARN
            .optional(context)
            .map(arn -> new MemberRoleSettings(Setting.MEMBER_ROLE_NAME.text(context), arn)),
        Setting.AGGREGATOR_REGIONS.list(context),
        Setting.FINDING_SEVERITY.text(context));
  }

  private static void requireKnown(Map<String, ?> context) {
    Set<String> known = known().collect(Collectors.toSet());
    for (String name : context.keySet()) {
      if (!known.contains(name) && !isOfCdk(name)) {
        throw new InvalidInputException(
            "A setting's name", name, "one of " + known().collect(Collectors.joining(", ")));
      }
    }
  }

  private static Stream<String> known() {
    return Stream.concat(
        Arrays.stream(RuleParameter.values()).map(RuleParameter::key),
        Arrays.stream(Setting.values()).map(Setting::key));
  }

  private static boolean isOfCdk(String name) {
    return name.contains(":") || name.startsWith("@") || CDK_CLI_KEYS.contains(name);
  }
}
