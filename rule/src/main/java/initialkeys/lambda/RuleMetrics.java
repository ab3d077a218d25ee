package initialkeys.lambda;

/**
 * The metrics that every invocation logs, by rule name: the dashboard shows them by these names.
 */
public final class RuleMetrics {

  /** Their namespace in CloudWatch. */
  public static final String NAMESPACE = "InitialKeys";

  /** Their only dimension. */
  public static final String DIMENSION = "RuleName";

  /** Users that have a result. */
  public static final String USERS_EVALUATED = "UsersEvaluated";

  /** Users whose result is NON_COMPLIANT. */
  public static final String NON_COMPLIANT_USERS = "NonCompliantUsers";

  /** Users that could not be read, and have no new result. */
  public static final String UNDECIDED_USERS = "UndecidedUsers";

  /**
   * Of scheduled runs alone, so that their number is the number of its samples: 1 for one that had
   * no credential report and asked IAM about every user, 0 for any other.
   */
  public static final String RUNS_WITHOUT_REPORT = "RunsWithoutReport";

  /**
   * Always 1, and logged by scheduled runs only: their sum is the number of scheduled runs that
   * reached their end.
   */
  public static final String SCHEDULED_RUNS = "ScheduledRuns";

  /** Requests sent to AWS, retries included. */
  public static final String AWS_CALLS = "AwsCalls";

  private RuleMetrics() {}
}
