package initialkeys.lambda;

import initialkeys.decision.AccessKey;
import initialkeys.decision.UserIdentity;
import initialkeys.remediation.KeyEvent;
import initialkeys.remediation.KeyResult;
import initialkeys.remediation.RemediationPolicy;
import initialkeys.remediation.RemediationRequest;
import initialkeys.remediation.RemediationResult;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The log of one remediation, in lines of JSON: the intent before each write, the ending of each
 * key, and at the end the record that the function returns, whose numbers are metrics too. It is
 * the record to keep: how long Systems Manager keeps its own is not documented. No line has a
 * secret.
 */
final class RemediationLog {

  private final String ruleName;
  private final RemediationPolicy policy;
  private final Consumer<String> output;
  private final Map<String, Object> source = new LinkedHashMap<>();

  RemediationLog(
      String ruleName, RemediationPolicy policy, String requestId, Consumer<String> output) {
    this.ruleName = ruleName;
    this.policy = policy;
    this.output = output;
    source.put("requestId", requestId);
  }

  /** Adds to each further line what was asked for. */
  void identify(RemediationRequest request) {
    source.put("userId", request.userId());
    request.executionId().ifPresent(id -> source.put("executionId", id));
  }

  /** Adds to each further line the account of the user. */
  void identify(String accountId) {
    source.put("account", accountId);
  }

  /** Logs an event of a key; it is written before this method returns. */
  void logKey(KeyEvent event) {
    switch (event) {
      case KeyEvent.Intent(UserIdentity user, AccessKey key) -> {
        Map<String, Object> line = line("INFO", "INTENT", user);
        line.put("keyId", key.id());
        line.put("keyCreated", String.valueOf(key.created().orElse(null)));
        line.put("userCreated", user.created().toString());
        line.put("isDryRun", policy.isDryRun());
        if (!policy.isDryRun()) line.put("undo", KeyResult.undoCommand(user.name(), key.id()));
        write(line);
      }
      case KeyEvent.Ended(UserIdentity user, KeyResult result) -> {
        Map<String, Object> line =
            line(result.ending().isFailure() ? "ERROR" : "INFO", "KEY", user);
        line.putAll(fields(result));
        if (result.ending().mayBeWritten()) {
          line.put("undo", KeyResult.undoCommand(result.userName(), result.keyId()));
        }
        write(line);
      }
    }
  }

  /**
   * Logs the end of the run.
   *
   * @return the record, as the function returns it
   */
  Map<String, Object> logResult(RemediationResult result, Instant now) {
    Map<String, Object> record = record(result);
    Map<String, Integer> metrics = new LinkedHashMap<>();
    metrics.put(
        RemediationMetrics.KEYS_DEACTIVATED,
        (int) result.keys().stream().filter(key -> key.ending().mayBeWritten()).count());
    metrics.put(RemediationMetrics.FAILED_REMEDIATIONS, result.outcome().isSuccess() ? 0 : 1);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("_aws", MetricFormat.directive(now, metrics.keySet()));
    line.put(MetricFormat.DIMENSION, ruleName);
    line.putAll(metrics);
    line.put("level", result.outcome().isSuccess() ? "INFO" : "ERROR");
    line.put("event", "RESULT");
    line.putAll(record);
    write(line);
    return record;
  }

  /** Logs an {@link Error}, after which there is no result. */
  void logError(String message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", "ERROR");
    line.put("message", message);
    line.putAll(source);
    write(line);
  }

  /** The outcome comes first, so that it is shown where the rest is cut off. */
  private Map<String, Object> record(RemediationResult result) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("outcome", result.outcome().token());
    record.put("reason", result.reason());
    record.putAll(source);
    result.user().ifPresent(user -> record.put("userName", user.name()));
    record.put("keys", result.keys().stream().map(RemediationLog::fields).toList());
    record.put("undo", result.undoCommands());
    return record;
  }

  private Map<String, Object> line(String level, String event, UserIdentity user) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", level);
    line.put("event", event);
    line.putAll(source);
    line.put("userName", user.name());
    return line;
  }

  private static Map<String, Object> fields(KeyResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("keyId", result.keyId());
    fields.put("before", result.before().name());
    fields.put("after", result.after().name());
    fields.put("ending", result.ending().name());
    fields.put("reason", result.reason());
    return fields;
  }

  private void write(Map<String, Object> line) {
    output.accept(LogLine.json(line));
  }
}
