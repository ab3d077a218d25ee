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
   * @throws InvalidInputException when there is no such rule, more than one, or another kind of
   *     rule
   */
  public static CallerRule find(Caller caller, String given, String option) {
    List<ConfigRule> rules = new RuleName(given).find(caller.config());
    if (rules.size() == 1) return of(rules.getFirst(), given, option);
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

  private static CallerRule of(ConfigRule rule, String given, String option) {
    RuleName.otherSource(rule)
        .ifPresent(
            source -> {
              throw new InvalidInputException(
                  option,
                  given,
                  "the name of a rule that invokes a Lambda function; this one's source is %s"
                      .formatted(source));
            });
    return new CallerRule(rule);
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
