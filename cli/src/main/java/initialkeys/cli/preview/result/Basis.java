package initialkeys.cli.preview.result;

import initialkeys.decision.RuleParameter;
import initialkeys.run.CredentialReportStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the results of an account are based on.
 *
 * @param source where the users come from
 * @param time the time of the evaluation
 * @param parameters the value of each rule parameter, given or default, in the rule's order
 * @param credentialReport which credential report was used
 */
public record Basis(
    String source,
    Instant time,
    Map<String, String> parameters,
    CredentialReportStatus credentialReport) {

  /** The parameters with the rule's defaults where none is given. */
  public Basis {
    Map<String, String> all = new LinkedHashMap<>();
    for (RuleParameter parameter : RuleParameter.values()) {
      all.put(parameter.key(), parameters.getOrDefault(parameter.key(), parameter.defaultValue()));
    }
    parameters = Collections.unmodifiableMap(all);
  }

  /** How close to the user's creation a key must be created to count. */
  public Duration creationWindow() {
    return Duration.ofMinutes(
        Long.parseLong(parameters.get(RuleParameter.CREATION_WINDOW_MINUTES.key())));
  }
}
