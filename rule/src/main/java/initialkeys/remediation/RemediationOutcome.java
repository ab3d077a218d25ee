package initialkeys.remediation;

import java.util.Collection;

/**
 * How a remediation ended. The Systems Manager document looks for the token in the function's
 * response, and fails for every response that has none (F56).
 */
public enum RemediationOutcome {
  /** At least one key was set to Inactive, and nothing failed. */
  DEACTIVATED("outcome:deactivated", true),
  /** A dry run that would have set at least one key to Inactive. */
  DRY_RUN("outcome:dry-run", true),
  /** No key had to be set to Inactive. */
  NOTHING_TO_DO("outcome:nothing-to-do", true),
  /** The run did not do what it should; nothing else may be concluded. */
  FAILED("outcome:failed", false);

  private final String token;
  private final boolean isSuccess;

  RemediationOutcome(String token, boolean isSuccess) {
    this.token = token;
    this.isSuccess = isSuccess;
  }

  /** The text by which the response names the outcome. */
  public String token() {
    return token;
  }

  /** Whether the run did what it should. */
  public boolean isSuccess() {
    return isSuccess;
  }

  static RemediationOutcome of(Collection<KeyResult.Ending> endings) {
    if (endings.stream().anyMatch(KeyResult.Ending::isFailure)) return FAILED;
    if (endings.contains(KeyResult.Ending.DEACTIVATED)) return DEACTIVATED;
    return endings.contains(KeyResult.Ending.WOULD_BE_DEACTIVATED) ? DRY_RUN : NOTHING_TO_DO;
  }
}
