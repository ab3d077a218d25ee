package initialkeys.remediation;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What the deployment allows the remediation to do with the keys of a NON_COMPLIANT user.
 *
 * @param grace a key younger than this is left alone: IAM's last-used data lags (F19)
 * @param isDryRun whether nothing is written
 */
public record RemediationPolicy(Duration grace, boolean isDryRun) {

  /** The environment variable for the grace, in hours. */
  public static final String GRACE_HOURS = "REMEDIATION_GRACE_HOURS";

  /** The environment variable for a dry run: true or false. */
  public static final String DRY_RUN = "REMEDIATION_DRY_RUN";

  public RemediationPolicy {
    Objects.requireNonNull(grace, "grace");
  }

  /**
   * As the deployment sets it.
   *
   * @throws IllegalStateException naming the variable, when it is missing or malformed: a default
   *     would allow what nobody decided
   */
  public static RemediationPolicy of(Map<String, String> environment) {
    String hours = value(environment, GRACE_HOURS, "[0-9]{1,4}", "a number of hours");
    String dryRun = value(environment, DRY_RUN, "true|false", "true or false");
    return new RemediationPolicy(
        Duration.ofHours(Integer.parseInt(hours)), Boolean.parseBoolean(dryRun));
  }

  private static String value(
      Map<String, String> environment, String name, String pattern, String allowed) {
    String value = environment.get(name);
    if (value != null && value.matches(pattern)) return value;
    throw new IllegalStateException(
        "The environment variable %s is '%s'; it must be %s.".formatted(name, value, allowed));
  }
}
