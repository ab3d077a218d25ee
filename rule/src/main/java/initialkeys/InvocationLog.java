package initialkeys;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.config.RuleEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.model.ComplianceType;

/**
 * The one line that an invocation logs, in CloudWatch's embedded metric format: its numbers are
 * metrics too, by rule name. It holds no secret, no result token and no user.
 */
final class InvocationLog {

  private InvocationLog() {}

  /**
   * @param ruleName what the metrics are told by
   * @param requestId Lambda's id of the invocation
   * @param awsCalls the requests sent to AWS, by operation
   */
  static String line(
      RuleEvent event,
      String ruleName,
      RunResult result,
      String requestId,
      Map<String, Integer> awsCalls) {
    Map<String, Integer> metrics = metrics(result, awsCalls);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("_aws", directive(event.trigger().notified().toEpochMilli(), metrics));
    line.put(RuleMetrics.DIMENSION, ruleName);
    line.putAll(metrics);
    line.put("account", event.accountId());
    line.put("trigger", event.trigger().getClass().getSimpleName());
    line.put("decided", result.decided());
    line.put("sent", result.sent());
    line.put("report", result.report().told());
    line.put("failures", result.failures().size());
    line.put("awsCallsByOperation", awsCalls);
    line.put("requestId", requestId);
    try {
      return JSON.std.asString(line);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Map<String, Integer> metrics(RunResult result, Map<String, Integer> awsCalls) {
    Map<String, Integer> metrics = new LinkedHashMap<>();
    int nonCompliant = result.decided(ComplianceType.NON_COMPLIANT);
    metrics.put(
        RuleMetrics.USERS_EVALUATED, nonCompliant + result.decided(ComplianceType.COMPLIANT));
    metrics.put(RuleMetrics.NON_COMPLIANT_USERS, nonCompliant);
    metrics.put(RuleMetrics.UNDECIDED_USERS, result.undecided());
    metrics.put(RuleMetrics.RUNS_WITHOUT_REPORT, result.report().isMissing() ? 1 : 0);
    metrics.put(
        RuleMetrics.AWS_CALLS, awsCalls.values().stream().mapToInt(Integer::intValue).sum());
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
