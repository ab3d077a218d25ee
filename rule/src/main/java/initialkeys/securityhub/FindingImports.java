package initialkeys.securityhub;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import initialkeys.aws.SignedHttpClient;
import initialkeys.evaluation.BatchCalls;
import initialkeys.evaluation.OutcomeSender.Delivery;
import initialkeys.evaluation.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The calls of one run to Security Hub. It stops when the invocation is about to time out, when
 * several calls in a row are rejected, and when Security Hub is not enabled in the account or the
 * account may not use it, which is a warning.
 */
public final class FindingImports {

  /** The number of findings of NON_COMPLIANT users that Security Hub accepted. */
  public static final String SENT = "FindingsSent";

  /** The number of findings that were archived. */
  public static final String ARCHIVED = "FindingsArchived";

  /** The number of findings that were not accepted, or not sent. */
  public static final String REJECTED = "FindingsRejected";

  private static final String OPERATION = "BatchImportFindings";

  /** As the role grants it, and as messages name it. */
  private static final String ACTION = "securityhub:BatchImportFindings";

  /** The most that one call accepts (F43). */
  private static final int BATCH_SIZE = 100;

  /** A finding to send, and the user that it is about. */
  record Entry(Resource user, Map<String, Object> finding, boolean isActive) {

    private String id() {
      return String.valueOf(finding.get("Id"));
    }
  }

  private final SignedHttpClient securityHub;
  private final String accountId;
  private final BatchCalls<Entry> active;
  private final BatchCalls<Entry> archives;
  private final Set<Resource> unarchived = new HashSet<>();
  private final List<String> warnings = new ArrayList<>();
  private int sent;
  private int archived;

  /**
   * @param securityHub the client of the evaluated account
   * @param isLate whether no further call must be started
   */
  public FindingImports(SignedHttpClient securityHub, String accountId, BooleanSupplier isLate) {
    this.securityHub = securityHub;
    this.accountId = accountId;
    this.active = calls(isLate);
    this.archives = calls(isLate);
  }

  private BatchCalls<Entry> calls(BooleanSupplier isLate) {
    return new BatchCalls<>(
        new BatchCalls.Naming(ACTION, "finding"), entry -> entry.user().id(), this::put, isLate);
  }

  /** Sends the findings of NON_COMPLIANT users before it returns. */
  void sendActive(List<Entry> entries) {
    send(entries, active);
  }

  /** Archives findings before it returns, also when active ones were rejected before. */
  void archive(List<Entry> entries) {
    send(entries, archives);
    archives.unsent().forEach(entry -> unarchived.add(entry.user()));
  }

  /**
   * Whether the user's finding was to be archived, and was rejected or not sent. Where the account
   * cannot use Security Hub, nothing is remembered: most such accounts have never had a finding.
   */
  public boolean isUnarchived(Resource user) {
    return unarchived.contains(user);
  }

  private void send(List<Entry> entries, BatchCalls<Entry> calls) {
    for (int from = 0; from < entries.size(); from += BATCH_SIZE) {
      if (!isOff()) calls.send(entries.subList(from, Math.min(entries.size(), from + BATCH_SIZE)));
    }
  }

  /** What was sent in this run. */
  Delivery delivery() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put(SENT, sent);
    counts.put(ARCHIVED, archived);
    counts.put(REJECTED, active.unsent().size() + archives.unsent().size());
    List<String> failures = new ArrayList<>(archives.failures());
    failures.addAll(active.failures());
    return new Delivery(
        0, failures, counts, warnings, sent + archived == 0 ? List.of() : List.of("Security Hub"));
  }

  /** The only warning says that the account cannot use Security Hub. */
  private boolean isOff() {
    return !warnings.isEmpty();
  }

  private List<BatchCalls.Failed<Entry>> put(List<Entry> batch) {
    Map<String, Object> response;
    try {
      response =
          securityHub.post(
              OPERATION,
              "/findings/import",
              Map.of("Findings", batch.stream().map(Entry::finding).toList()));
    } catch (AwsServiceException rejected) {
      if (!isInvalidAccess(rejected)) throw rejected;
      warnings.add(
          ("%s: Security Hub is not enabled in account %s, Region %s,"
                  + " or the account may not use it; no finding was sent: %s")
              .formatted(ACTION, accountId, securityHub.region(), rejected.getMessage()));
      return List.of();
    }
    Map<String, String> errors = errors(response);
    List<Entry> failed = batch.stream().filter(entry -> errors.containsKey(entry.id())).toList();
    int accepted = batch.size() - failed.size();
    if (!Integer.valueOf(accepted).equals(response.get("SuccessCount"))) {
      // It does not say which: sending a finding that was accepted once more changes nothing.
      return List.of(
          new BatchCalls.Failed<>(
              batch,
              Optional.of(
                  "%s of %s accepted".formatted(response.get("SuccessCount"), batch.size()))));
    }
    batch.stream().filter(entry -> !errors.containsKey(entry.id())).forEach(this::count);
    return failed.stream()
        .collect(groupingBy(entry -> errors.get(entry.id()), LinkedHashMap::new, toList()))
        .entrySet()
        .stream()
        .map(error -> new BatchCalls.Failed<>(error.getValue(), Optional.of(error.getKey())))
        .toList();
  }

  private void count(Entry accepted) {
    if (accepted.isActive()) {
      sent++;
    } else {
      archived++;
    }
  }

  /** A 200 response may contain failed findings (F43): the error of each, by the finding's id. */
  private static Map<String, String> errors(Map<String, Object> response) {
    if (!(response.get("FailedFindings") instanceof List<?> failed)) return Map.of();
    Map<String, String> errors = new HashMap<>();
    for (Object failure : failed) {
      Map<?, ?> error = (Map<?, ?>) failure;
      errors.put(
          String.valueOf(error.get("Id")),
          "%s: %s".formatted(error.get("ErrorCode"), error.get("ErrorMessage")));
    }
    return errors;
  }

  /** Security Hub is not enabled, or the account may not use it: the error is the same (F43). */
  private static boolean isInvalidAccess(AwsServiceException rejection) {
    return rejection.awsErrorDetails().errorCode().startsWith("InvalidAccess");
  }
}
