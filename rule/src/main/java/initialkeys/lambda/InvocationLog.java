package initialkeys.lambda;

import initialkeys.config.Trigger;
import initialkeys.config.Trigger.ResourceAbsent;
import initialkeys.config.Trigger.Schedule;
import initialkeys.config.Trigger.UserChanged;
import initialkeys.run.CredentialReportStatus;
import initialkeys.run.CredentialReportStatus.NotRequested;
import initialkeys.run.CredentialReportStatus.Unavailable;
import initialkeys.run.CredentialReportStatus.Used;
import initialkeys.run.RunSummary;
import initialkeys.run.RunSummary.Counts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The log of one invocation, in lines of JSON: a line of counts in CloudWatch's embedded metric
 * format, whose numbers are metrics too, and a line for each failure or warning. No line has a
 * secret or the result token, and the only users and keys that are named are those that could not
 * be read.
 */
final class InvocationLog {

  /** The calls that read one user, or one of its keys. */
  private static final Set<String> LIVE_READS =
      Set.of("GetAccessKeyLastUsed", "GetLoginProfile", "GetUser", "ListAccessKeys");

  private final String requestId;
  private final Consumer<String> output;
  private final Map<String, String> source = new LinkedHashMap<>();

  /**
   * The log of an invocation whose event is not read yet.
   *
   * @param requestId Lambda's request id of the invocation
   * @param output is handed each line, without its end
   */
  InvocationLog(String requestId, Consumer<String> output) {
    this.requestId = requestId;
    this.output = output;
  }

  /**
   * Adds to each further line where its failures and counts are from.
   *
   * @param accountId the account of the event
   * @param ruleName the only dimension of the metrics
   */
  void identify(String accountId, String ruleName) {
    source.put(RuleMetrics.DIMENSION, ruleName);
    source.put("account", accountId);
  }

  /**
   * Logs the line of counts.
   *
   * @param apiCalls the requests sent to AWS, by operation
   */
  void logSummary(
      Trigger trigger, RunSummary summary, Duration duration, Map<String, Integer> apiCalls) {
    Map<String, Integer> metrics = metrics(trigger, summary, apiCalls);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("_aws", MetricFormat.directive(trigger.notified(), metrics.keySet()));
    line.putAll(source);
    line.putAll(metrics);
    line.put("trigger", name(trigger));
    line.put("results", results(summary.counts()));
    line.put("evaluationsSent", summary.sent());
    if (!summary.further().recipients().isEmpty()) {
      line.put("alsoSentTo", summary.further().recipients());
    }
    line.put("credentialReport", fields(summary.credentialReport()));
    line.put("iamUsersRecorded", summary.userRecording().name());
    line.put("failures", summary.failures().size());
    line.put("apiCallsByOperation", apiCalls);
    line.put("liveReads", sum(apiCalls, LIVE_READS::contains));
    line.put("durationMillis", duration.toMillis());
    line.put("requestId", requestId);
    write(line);
  }

  /** Logs a failure: a user that could not be read, a call that failed, or an aborted run. */
  void logFailure(String message) {
    logMessage("ERROR", message);
  }

  /** Logs what was not done and does not fail the run. */
  void logWarning(String message) {
    logMessage("WARN", message);
  }

  private void logMessage(String level, String message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", level);
    line.put("message", message);
    line.putAll(source);
    line.put("requestId", requestId);
    write(line);
  }

  private void write(Map<String, Object> line) {
    output.accept(LogLine.json(line));
  }

  private static String name(Trigger trigger) {
    return switch (trigger) {
      case Schedule _ -> "Schedule";
      case UserChanged _ -> "UserChanged";
      case ResourceAbsent _ -> "ResourceAbsent";
    };
  }

  private static Map<String, Integer> results(Counts counts) {
    Map<String, Integer> results = new LinkedHashMap<>();
    results.put("COMPLIANT", counts.compliant());
    results.put("NON_COMPLIANT", counts.nonCompliant());
    results.put("NOT_APPLICABLE", counts.notApplicable());
    return results;
  }

  private static Map<String, Object> fields(CredentialReportStatus status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (status) {
      case NotRequested _ -> fields.put("status", "NOT_REQUESTED");
      case Used used -> {
        fields.put("status", used.isFresh() ? "FRESH" : "EARLIER");
        fields.put("generated", used.generated().toString());
        fields.put("users", used.users());
      }
      case Unavailable unavailable -> {
        fields.put("status", "UNAVAILABLE");
        fields.put("reason", unavailable.reason());
      }
    }
    return fields;
  }

  private static int sum(Map<String, Integer> apiCalls, Predicate<String> operations) {
    return apiCalls.entrySet().stream()
        .filter(call -> operations.test(call.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static Map<String, Integer> metrics(
      Trigger trigger, RunSummary summary, Map<String, Integer> apiCalls) {
    Counts counts = summary.counts();
    Map<String, Integer> metrics = new LinkedHashMap<>();
    metrics.put(RuleMetrics.USERS_EVALUATED, counts.nonCompliant() + counts.compliant());
    metrics.put(RuleMetrics.NON_COMPLIANT_USERS, counts.nonCompliant());
    metrics.put(RuleMetrics.USERS_NOT_EVALUATED, counts.notEvaluated());
    metrics.put(RuleMetrics.API_CALLS, sum(apiCalls, operation -> true));
    if (isScheduled(trigger)) { // Other runs add no sample to these.
      metrics.put(RuleMetrics.SCHEDULED_RUNS, 1);
      metrics.put(
          RuleMetrics.RUNS_WITHOUT_CREDENTIAL_REPORT,
          summary.credentialReport() instanceof Unavailable ? 1 : 0);
    }
    metrics.putAll(summary.further().counts());
    return metrics;
  }

  private static boolean isScheduled(Trigger trigger) {
    return switch (trigger) {
      case Schedule _ -> true;
      case UserChanged _ -> false;
      case ResourceAbsent _ -> false;
    };
  }
}
