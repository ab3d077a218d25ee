package initialkeys.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an invocation logs, in JSON: one line of counts in CloudWatch's embedded metric format,
 * whose numbers are metrics too, and one line for each thing that failed. It holds no secret, no
 * result token, and of users nothing but the names and ids of those that could not be read.
 *
 * @param accountId the account of the event
 * @param ruleName what the metrics are told by
 * @param requestId Lambda's id of the invocation
 */
record InvocationLog(String accountId, String ruleName, String requestId) {

  /** The calls that ask about one user, or one of its keys. */
  private static final Set<String> LIVE_READS =
      Set.of("GetAccessKeyLastUsed", "GetLoginProfile", "GetUser", "ListAccessKeys");

  /**
   * The line of counts.
   *
   * @param apiCalls the requests sent to AWS, by operation
   */
  public String summary(
      Trigger trigger, RunSummary summary, Duration duration, Map<String, Integer> apiCalls) {
    Map<String, Integer> metrics = metrics(trigger, summary, apiCalls);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("_aws", directive(trigger.notified().toEpochMilli(), metrics));
    line.put(RuleMetrics.DIMENSION, ruleName);
    line.putAll(metrics);
    line.put("account", accountId);
    line.put("trigger", name(trigger));
    line.put("results", results(summary.counts()));
    line.put("evaluationsSent", summary.sent());
    line.put("credentialReport", fields(summary.credentialReport()));
    line.put("iamUsersRecorded", summary.userRecording().name());
    line.put("failures", summary.failures().size());
    line.put("apiCallsByOperation", apiCalls);
    line.put("liveReads", sum(apiCalls, LIVE_READS::contains));
    line.put("durationMillis", duration.toMillis());
    line.put("requestId", requestId);
    return json(line);
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
      case Used(boolean isFresh, Instant generated, int users) -> {
        fields.put("status", isFresh ? "FRESH" : "EARLIER");
        fields.put("generated", generated.toString());
        fields.put("users", users);
      }
      case Unavailable(String reason) -> {
        fields.put("status", "UNAVAILABLE");
        fields.put("reason", reason);
      }
    }
    return fields;
  }

  /** The line of a user that could not be read, or of a call that failed, in the error's words. */
  public String failure(String words) {
    Map<String, Object> line = error(words);
    line.put(RuleMetrics.DIMENSION, ruleName);
    line.put("account", accountId);
    line.put("requestId", requestId);
    return json(line);
  }

  /** The line of an event that is not what it must be: whose it is, it does not tell. */
  public static String refused(String requestId, String words) {
    Map<String, Object> line = error(words);
    line.put("requestId", requestId);
    return json(line);
  }

  private static Map<String, Object> error(String words) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", "ERROR");
    line.put("message", words);
    return line;
  }

  private static String json(Map<String, Object> line) {
    try {
      return JSON.std.asString(line);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static int sum(Map<String, Integer> awsCalls, Predicate<String> operations) {
    return awsCalls.entrySet().stream()
        .filter(call -> operations.test(call.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Only scheduled runs log the last two, so that other runs add no sample to them. */
  private static Map<String, Integer> metrics(
      Trigger trigger, RunSummary summary, Map<String, Integer> apiCalls) {
    Counts counts = summary.counts();
    Map<String, Integer> metrics = new LinkedHashMap<>();
    metrics.put(RuleMetrics.USERS_EVALUATED, counts.nonCompliant() + counts.compliant());
    metrics.put(RuleMetrics.NON_COMPLIANT_USERS, counts.nonCompliant());
    metrics.put(RuleMetrics.UNDECIDED_USERS, counts.notEvaluated());
    metrics.put(RuleMetrics.AWS_CALLS, sum(apiCalls, operation -> true));
    if (trigger instanceof Schedule) {
      metrics.put(RuleMetrics.SCHEDULED_RUNS, 1);
      metrics.put(
          RuleMetrics.RUNS_WITHOUT_REPORT,
          summary.credentialReport() instanceof Unavailable ? 1 : 0);
    }
    return metrics;
  }

  private static Map<String, ?> directive(long timestamp, Map<String, Integer> metrics) {
    Stream<Map<String, String>> named =
        metrics.keySet().stream().map(name -> Map.of("Name", name, "Unit", "Count"));
    return Map.of(
        "Timestamp",
        timestamp,
        "CloudWatchMetrics",
        List.of(
            Map.of(
                "Namespace",
                RuleMetrics.NAMESPACE,
                "Dimensions",
                List.of(List.of(RuleMetrics.DIMENSION)),
                "Metrics",
                named.toList())));
  }
}
