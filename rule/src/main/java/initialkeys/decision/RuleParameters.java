package initialkeys.decision;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * All rule parameters. {@link RuleParameter} states their names, defaults and allowed values.
 *
 * @param decision the parameters that the decision depends on
 * @param resendUnchangedAfter on a schedule, a result that AWS Config holds is sent again once it
 *     is older than this; zero sends every result. No decision depends on it
 */
public record RuleParameters(DecisionParameters decision, Duration resendUnchangedAfter) {

  public RuleParameters {
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(resendUnchangedAfter, "resendUnchangedAfter");
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
