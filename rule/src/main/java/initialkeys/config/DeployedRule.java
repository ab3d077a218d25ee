package initialkeys.config;

import initialkeys.aws.NextTokens;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleState;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;

/**
 * The rule as AWS Config holds it now: no deployment of another function has a copy of its
 * parameters.
 *
 * @param name its name in the account
 * @param parameters its parameters, parsed as the rule itself parses them
 */
public record DeployedRule(String name, RuleParameters parameters) {

  private static final String OPERATION = "DescribeConfigRules";

  /**
   * Reads the rule of this name.
   *
   * @throws ConfigCallException when the call fails, or there is no such rule
   * @throws InvalidInputException when its parameters are missing or invalid
   */
  public static DeployedRule read(ConfigClient config, String name) {
    DescribeConfigRulesRequest byName =
        DescribeConfigRulesRequest.builder().configRuleNames(name).build();
    return only(rules(config, byName, name), name, name::equals);
  }

  /**
   * Finds the rule that AWS Config deployed to a member account for an organization rule, whose
   * name it generated: OrgConfigRule-name-12345678 (F31). AWS Config finds rules by exact names
   * only, so all are read.
   *
   * @param organizationRuleName the name of the organization rule
   * @throws ConfigCallException when the call fails, or there is no such rule
   * @throws InvalidInputException when its parameters are missing or invalid
   */
  public static DeployedRule ofOrganization(ConfigClient config, String organizationRuleName) {
    Predicate<String> isGenerated =
        Pattern.compile(
                "OrgConfigRule-%s-[a-z0-9]{8}".formatted(Pattern.quote(organizationRuleName)))
            .asMatchPredicate();
    DescribeConfigRulesRequest every = DescribeConfigRulesRequest.builder().build();
    return only(rules(config, every, organizationRuleName), organizationRuleName, isGenerated);
  }

  private static List<ConfigRule> rules(
      ConfigClient config, DescribeConfigRulesRequest request, String name) {
    List<ConfigRule> rules = new ArrayList<>();
    NextTokens tokens = new NextTokens(() -> false);
    try {
      for (DescribeConfigRulesResponse page : config.describeConfigRulesPaginator(request)) {
        rules.addAll(page.configRules());
        tokens.require(page.nextToken());
      }
      return rules;
    } catch (RuntimeException failed) {
      throw new ConfigCallException(OPERATION, "rule " + name, failed.getMessage());
    }
  }

  /** Two rules may have two sets of parameters: neither is guessed. */
  private static DeployedRule only(
      List<ConfigRule> rules, String name, Predicate<String> isTheRule) {
    List<ConfigRule> found =
        rules.stream()
            .filter(rule -> rule.configRuleName() != null)
            .filter(rule -> isTheRule.test(rule.configRuleName()))
            .toList();
    if (found.size() != 1) {
      throw new ConfigCallException(
          OPERATION, "rule " + name, "%s rules of this name".formatted(found.size()));
    }
    ConfigRule rule = found.getFirst();
    if (rule.configRuleState() == ConfigRuleState.DELETING) {
      throw new ConfigCallException(OPERATION, "rule " + name, "the rule is being deleted");
    }
    if (rule.inputParameters() == null) {
      throw InvalidInputException.withoutValue(
          "The rule's InputParameters", "missing", "the JSON object that the deployment sets");
    }
    return new DeployedRule(
        rule.configRuleName(),
        RuleParameters.parse(RuleParametersJson.parse(rule.inputParameters())));
  }
}
