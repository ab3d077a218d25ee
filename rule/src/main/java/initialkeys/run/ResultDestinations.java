package initialkeys.run;

import initialkeys.aws.FunctionEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the results of a run are sent in addition to AWS Config. The deployment decides.
 *
 * @param processChecks whether the process checks of conformance packs are answered
 * @param findingSeverity the severity of findings in Security Hub; empty when none are sent there
 */
public record ResultDestinations(boolean processChecks, Optional<String> findingSeverity) {

  /** AWS Config alone. */
  public static final ResultDestinations NONE = new ResultDestinations(false, Optional.empty());

  /** The ones that the deployment has set in the environment. */
  public static ResultDestinations of(Map<String, String> environment) {
    return new ResultDestinations(
        "true".equals(environment.get(FunctionEnvironment.ANSWER_PROCESS_CHECKS)),
        Optional.ofNullable(environment.get(FunctionEnvironment.SECURITY_HUB_FINDINGS)));
  }

  /** The variables from which {@link #of} reads these destinations; none for AWS Config alone. */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    if (processChecks) variables.put(FunctionEnvironment.ANSWER_PROCESS_CHECKS, "true");
    findingSeverity.ifPresent(
        severity -> variables.put(FunctionEnvironment.SECURITY_HUB_FINDINGS, severity));
    return variables;
  }
}
