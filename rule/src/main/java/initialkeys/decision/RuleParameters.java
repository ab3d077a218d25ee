package initialkeys.decision;

import java.util.Map;
import java.util.Objects;

/**
 * All rule parameters. {@link RuleParameter} states their names, defaults and allowed values.
 *
 * @param decision the parameters that the decision depends on
 * @param reportOnlyChanges on a schedule, send only results that differ from those that AWS Config
 *     holds; no decision depends on it
 */
public record RuleParameters(DecisionParameters decision, boolean reportOnlyChanges) {

  public RuleParameters {
    Objects.requireNonNull(decision, "decision");
  }

  /**
   * Parses the parameters as AWS Config passes them. A parameter that is not given has its default.
   *
   * @param given values by name; every value must be text
   * @throws InvalidInputException naming the parameter, the value and what is allowed
   */
  public static RuleParameters parse(Map<String, ?> given) {
    return RuleParameter.parseAll(given);
  }
}
