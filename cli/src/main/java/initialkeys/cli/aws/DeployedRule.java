package initialkeys.cli.aws;

import initialkeys.config.RuleParametersJson;
import initialkeys.decision.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;

/** The rule as it is deployed in the caller's account and Region. */
public final class DeployedRule {

  private final Caller caller;
  private final String name;
  private final String option;

  /**
   * @param option the option that names it
   */
  public DeployedRule(Caller caller, String name, String option) {
    this.caller = caller;
    this.name = name;
    this.option = option;
  }

  /**
   * Its parameters, parsed as the rule itself parses them.
   *
   * @throws InvalidInputException when there is no such rule, or the rule rejects its parameters
   */
  public Map<String, String> parameters() {
    return Optional.ofNullable(rule().inputParameters())
        .filter(json -> !json.isBlank())
        .map(RuleParametersJson::parse)
        .orElse(Map.of());
  }

  private ConfigRule rule() {
    try {
      return caller
          .config()
          .describeConfigRules(request -> request.configRuleNames(name))
          .configRules()
          .stream()
          .findFirst()
          .orElseThrow(this::missing);
    } catch (NoSuchConfigRuleException none) {
      throw missing();
    }
  }

  private InvalidInputException missing() {
    return new InvalidInputException(
        option,
        name,
        "the name of a rule in %s; set the rule's Region with --region".formatted(caller.region()));
  }
}
