package initialkeys.cli.aws;

import initialkeys.config.RuleParametersJson;
import initialkeys.decision.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.model.ConfigRule;

/** The rule as it is deployed in the caller's account and Region. */
public final class CallerRule {

  private final ConfigRule rule;

  private CallerRule(ConfigRule rule) {
    this.rule = rule;
  }

  /**
   * Finds the rule.
   *
   * @param given the rule's name, or that of the organization rule that it is deployed for
   * @param option the option that names the rule
   * @throws InvalidInputException when there is no such rule, or more than one
   */
  public static CallerRule find(Caller caller, String given, String option) {
    List<ConfigRule> rules = new RuleName(given).find(caller.config());
    if (rules.size() == 1) return new CallerRule(rules.getFirst());
    throw new InvalidInputException(
        option,
        given,
        rules.isEmpty()
            ? "the name of a rule in %s; set the rule's Region with --region"
                .formatted(caller.region())
            : "the whole name of one rule: "
                + rules.stream()
                    .map(ConfigRule::configRuleName)
                    .collect(Collectors.joining(" or ")));
  }

  /** The rule's name in the account. */
  public String name() {
    return rule.configRuleName();
  }

  /**
   * The rule's parameters, parsed as the rule itself parses them.
   *
   * @throws InvalidInputException when the rule rejects them
   */
  public Map<String, String> parameters() {
    return Optional.ofNullable(rule.inputParameters())
        .filter(json -> !json.isBlank())
        .map(RuleParametersJson::parse)
        .orElse(Map.of());
  }
}
