package initialkeys.lambda;

import initialkeys.processcheck.ProcessCheckSender;
import initialkeys.securityhub.FindingImports;

/** The metrics of an invocation, by the names that the dashboards and alarms use. */
public final class RuleMetrics {

  /** Their namespace in CloudWatch. */
  public static final String NAMESPACE = MetricFormat.NAMESPACE;

  /** Their only dimension. */
  public static final String DIMENSION = MetricFormat.DIMENSION;

  /** Users that have a result: COMPLIANT or NON_COMPLIANT. */
  public static final String USERS_EVALUATED = "UsersEvaluated";

  /** Users whose result is NON_COMPLIANT. */
  public static final String NON_COMPLIANT_USERS = "NonCompliantUsers";

  /** Users that could not be evaluated; they keep their previous result. */
  public static final String USERS_NOT_EVALUATED = "UsersNotEvaluated";

  /** Requests sent to AWS, retries included. */
  public static final String API_CALLS = "ApiCalls";

  /**
   * Always 1, and logged by scheduled runs only: the sum is the number of scheduled runs that were
   * not aborted.
   */
  public static final String SCHEDULED_RUNS = "ScheduledRuns";

  /**
   * Logged by scheduled runs only: 1 for a run that had no credential report and read every user
   * with live calls, 0 for any other.
   */
  public static final String RUNS_WITHOUT_CREDENTIAL_REPORT = "RunsWithoutCredentialReport";

  /** Logged by scheduled runs that answer process checks: those that were answered. */
  public static final String PROCESS_CHECKS_ANSWERED = ProcessCheckSender.ANSWERED;

  /** Logged by the same runs: calls about process checks that were rejected. */
  public static final String PROCESS_CHECKS_REJECTED = ProcessCheckSender.REJECTED;

  /** Logged by runs that send findings: those of NON_COMPLIANT users that were accepted. */
  public static final String FINDINGS_SENT = FindingImports.SENT;

  /** Logged by the same runs: findings of users that are no longer NON_COMPLIANT. */
  public static final String FINDINGS_ARCHIVED = FindingImports.ARCHIVED;

  /** Logged by the same runs: findings that were not accepted, or not sent. */
  public static final String FINDINGS_REJECTED = FindingImports.REJECTED;

  private RuleMetrics() {}
}
