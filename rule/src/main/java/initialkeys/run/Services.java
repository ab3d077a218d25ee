package initialkeys.run;

import initialkeys.aws.FunctionEnvironment;
import java.util.Map;

/**
 * The services besides AWS Config's own list that results are sent to. The deployment decides.
 *
 * @param processChecks whether the process checks of conformance packs are answered
 */
public record Services(boolean processChecks) {

  /** AWS Config alone. */
  public static final Services NONE = new Services(false);

  /** Those that the deployment has set in the environment. */
  public static Services of(Map<String, String> environment) {
    return new Services("true".equals(environment.get(FunctionEnvironment.ANSWER_PROCESS_CHECKS)));
  }

  /** The variables from which {@link #of} reads these services; none for AWS Config alone. */
  public Map<String, String> environment() {
    return processChecks ? Map.of(FunctionEnvironment.ANSWER_PROCESS_CHECKS, "true") : Map.of();
  }
}
