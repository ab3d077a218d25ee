package initialkeys.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.config.Trigger;
import initialkeys.run.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.model.ComplianceType;

/**
 * What an invocation logs, in JSON: one line of counts in CloudWatch's embedded metric format,
 * whose numbers are metrics too, and one line for each thing that failed. It holds no secret, no
 * result token, and of users nothing but the names and ids of those that could not be read.
 *
 * @param accountId the account of the event
 * @param ruleName what the metrics are told by
 * @param requestId Lambda's id of the invocation
 */
public record InvocationLog(String accountId, String ruleName, String requestId) {

  /** The calls that ask about one user, or one of its keys. */
  private static final Set<String> LIVE_READS =
      Set.of("GetAccessKeyLastUsed", "GetLoginProfile", "GetUser", "ListAccessKeys");

  /**
   * The line of counts.
   *
   * @param awsCalls the requests sent to AWS, by operation
   */
  public String summary(
      Trigger trigger, RunSummary result, Duration took, Map<String, Integer> awsCalls) {
    Map<String, Integer> metrics = metrics(result, awsCalls);
    // A change asks for no report: the samples of this metric are the scheduled runs.
    if (!(trigger instanceof Trigger.Schedule)) metrics.remove(RuleMetrics.RUNS_WITHOUT_REPORT);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("_aws", directive(trigger.notified().toEpochMilli(), metrics));
    line.put(RuleMetrics.DIMENSION, ruleName);
    line.putAll(metrics);
    line.put("account", accountId);
    line.put("trigger", trigger.getClass().getSimpleName());
    line.put("decided", result.decided());
    line.put("sent", result.sent());
    line.put("report", result.report().told());
    line.put("failures", result.failures().size());
    line.put("awsCallsByOperation", awsCalls);
    line.put("liveReads", sum(awsCalls, LIVE_READS::contains));
    line.put("durationMillis", took.toMillis());
    line.put("requestId", requestId);
    return json(line);
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

  private static Map<String, Integer> metrics(RunSummary result, Map<String, Integer> awsCalls) {
    Map<String, Integer> metrics = new LinkedHashMap<>();
    int nonCompliant = result.decided(ComplianceType.NON_COMPLIANT);
    metrics.put(
        RuleMetrics.USERS_EVALUATED, nonCompliant + result.decided(ComplianceType.COMPLIANT));
    metrics.put(RuleMetrics.NON_COMPLIANT_USERS, nonCompliant);
    metrics.put(RuleMetrics.UNDECIDED_USERS, result.undecided());
    metrics.put(RuleMetrics.RUNS_WITHOUT_REPORT, result.report().isMissing() ? 1 : 0);
    metrics.put(RuleMetrics.AWS_CALLS, sum(awsCalls, operation -> true));
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
