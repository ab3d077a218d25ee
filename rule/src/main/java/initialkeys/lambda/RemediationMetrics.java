package initialkeys.lambda;

/** The metrics of a remediation, by the names that its alarms use; see {@link RuleMetrics}. */
public final class RemediationMetrics {

  /** Access keys that were set to Inactive, or may have been. */
  public static final String KEYS_DEACTIVATED = "KeysDeactivated";

  /** 1 for a run that did not do what it should, 0 for any other. */
  public static final String FAILED_REMEDIATIONS = "FailedRemediations";

  private RemediationMetrics() {}
}
