package initialkeys.config;

import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameters;
import java.util.Map;
import java.util.stream.Collectors;

/** Rule parameters as a JSON object in text: the form that an event's ruleParameters has. */
public final class RuleParametersJson {

  private static final String FIELD = "ruleParameters";

  private RuleParametersJson() {}

  /**
   * The parameters by name, none of which the rule would reject in an event.
   *
   * @throws InvalidInputException with the message that the rule gives for this text
   */
  public static Map<String, String> parse(String json) {
    Map<String, ?> values = new JsonFields("", Map.of(FIELD, json)).embedded(FIELD).values();
    RuleParameters.parse(values); // Rejects every value that is not text.
    return values.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> (String) entry.getValue()));
  }
}
