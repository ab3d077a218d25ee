package initialkeys.cli.preview;

import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameters;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rule parameters that the caller gives.
 *
 * @param values by name
 */
public record GivenParameters(Map<String, String> values) {

  public GivenParameters {
    values = Map.copyOf(values);
  }

  /**
   * Parses parameters as they are given.
   *
   * @param given each of the form name=value
   * @throws InvalidInputException with the rule's own message when the rule would reject one
   */
  public static GivenParameters parse(List<String> given) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String parameter : given) {
      int equals = parameter.indexOf('=');
      if (equals < 0) throw new InvalidInputException("--parameter", parameter, "name=value");
      String name = parameter.substring(0, equals);
      if (values.put(name, parameter.substring(equals + 1)) != null) {
        throw new InvalidInputException("--parameter", name, "given once");
      }
    }
    RuleParameters.parse(values);
    return new GivenParameters(values);
  }

  /** The parameters of an account, each replaced by the given one of the same name. */
  public Map<String, String> override(Map<String, String> parameters) {
    Map<String, String> merged = new HashMap<>(parameters);
    merged.putAll(values);
    return merged;
  }
}
