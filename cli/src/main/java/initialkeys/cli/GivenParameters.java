package initialkeys.cli;

import initialkeys.config.RuleParametersJson;
import initialkeys.decision.InvalidInputException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rule parameters that the caller gives.
 *
 * @param json a JSON object in text; empty when none are given
 */
record GivenParameters(Optional<String> json) {

  static final GivenParameters NONE = new GivenParameters(Optional.empty());

  /**
   * The parameters of an account, each replaced by the given one of the same name.
   *
   * @throws InvalidInputException with the rule's own message when the rule would reject them
   */
  Map<String, String> override(Map<String, String> parameters) {
    Map<String, String> merged = new HashMap<>(parameters);
    json.map(RuleParametersJson::parse).ifPresent(merged::putAll);
    return merged;
  }
}
