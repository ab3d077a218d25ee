package initialkeys.securityhub;

import initialkeys.aws.SignedHttpClient;
import initialkeys.evaluation.OutcomeSender.Delivery;
import initialkeys.evaluation.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The calls of one run to Security Hub. It stops when the invocation is about to time out, when
 * several calls in a row are rejected, and when Security Hub is not enabled in the account, which
 * is a warning.
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

  /** How often a finding is sent that Security Hub returns as failed. */
  private static final int ATTEMPTS = 3;

  /** After so many rejected calls in a row, the next one would be rejected too. */
  private static final int MAX_REJECTIONS_IN_A_ROW = 3;

  private static final int NAMED = 20;

  /** A finding to send, and whose it is. */
  record Entry(Resource user, Map<String, Object> finding, boolean isActive) {

    private String id() {
      return String.valueOf(finding.get("Id"));
    }
  }

  private final SignedHttpClient securityHub;
  private final String accountId;
  private final BooleanSupplier isLate;
  private final List<String> failures = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int sent;
  private int archived;
  private int rejected;
  private int notSentInTime;
  private int notSentAfterRejections;
  private int rejectionsInARow;
  private boolean isOff;

  /**
   * @param securityHub the client of the evaluated account
   * @param isLate whether no further call must be started
   */
  public FindingImports(SignedHttpClient securityHub, String accountId, BooleanSupplier isLate) {
    this.securityHub = securityHub;
    this.accountId = accountId;
    this.isLate = isLate;
  }

  /** Sends findings before it returns. */
  void send(List<Entry> entries) {
    for (int from = 0; from < entries.size(); from += BATCH_SIZE) {
      sendBatch(entries.subList(from, Math.min(entries.size(), from + BATCH_SIZE)));
    }
  }

  /** What was sent in this run. */
  Delivery delivery() {
    List<String> all = new ArrayList<>(failures);
    if (notSentInTime > 0) {
      all.add(
          "%s: %s not sent: the invocation was about to time out"
              .formatted(ACTION, findings(notSentInTime)));
    }
    if (notSentAfterRejections > 0) {
      all.add(
          "%s: %s not sent after %s rejected calls in a row"
              .formatted(ACTION, findings(notSentAfterRejections), MAX_REJECTIONS_IN_A_ROW));
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put(SENT, sent);
    counts.put(ARCHIVED, archived);
    counts.put(REJECTED, rejected + notSentInTime + notSentAfterRejections);
    return new Delivery(0, all, counts, warnings);
  }

  private static String findings(int count) {
    return count == 1 ? "1 finding" : count + " findings";
  }

  private void sendBatch(List<Entry> batch) {
    if (isOff) return;
    if (rejectionsInARow >= MAX_REJECTIONS_IN_A_ROW) {
      notSentAfterRejections += batch.size();
    } else if (isLate.getAsBoolean()) {
      notSentInTime += batch.size();
    } else {
      sendBatch(batch, 1);
    }
  }

  /** Sends a batch; the findings that Security Hub returns as failed are sent again. */
  private void sendBatch(List<Entry> batch, int attempt) {
    Map<String, String> errors;
    try {
      errors = put(batch);
    } catch (RuntimeException failed) {
      reject(batch, failed);
      return;
    }
    List<Entry> again = batch.stream().filter(entry -> errors.containsKey(entry.id())).toList();
    batch.stream().filter(entry -> !errors.containsKey(entry.id())).forEach(this::count);
    if (again.size() < batch.size()) rejectionsInARow = 0;
    if (again.isEmpty()) return;
    if (attempt < ATTEMPTS && !isLate.getAsBoolean()) {
      sendBatch(again, attempt + 1);
    } else {
      rejectionsInARow++;
      fail(again, errors.get(again.getFirst().id()));
    }
  }

  private void count(Entry accepted) {
    if (accepted.isActive()) {
      sent++;
    } else {
      archived++;
    }
  }

  /** A 200 response may contain failed findings (F43): the error of each, by the finding's id. */
  private Map<String, String> put(List<Entry> batch) {
    Map<String, Object> response =
        securityHub.post(
            OPERATION,
            "/findings/import",
            Map.of("Findings", batch.stream().map(Entry::finding).toList()));
    if (!(response.get("FailedFindings") instanceof List<?> failed)) return Map.of();
    return failed.stream()
        .map(error -> (Map<?, ?>) error)
        .collect(
            Collectors.toMap(
                error -> String.valueOf(error.get("Id")),
                error -> "%s: %s".formatted(error.get("ErrorCode"), error.get("ErrorMessage")),
                (first, second) -> first));
  }

  private void reject(List<Entry> batch, RuntimeException failed) {
    if (failed instanceof AwsServiceException rejection && isNotEnabled(rejection)) {
      isOff = true;
      warnings.add(
          "%s: Security Hub is not enabled in account %s, Region %s; no finding was sent: %s"
              .formatted(ACTION, accountId, securityHub.region(), rejection.getMessage()));
      return;
    }
    rejectionsInARow++;
    fail(batch, failed.getMessage());
  }

  /** The error of an account that has no subscription (F43). */
  private static boolean isNotEnabled(AwsServiceException rejection) {
    return rejection.awsErrorDetails().errorCode().startsWith("InvalidAccess");
  }

  private void fail(List<Entry> batch, String reason) {
    rejected += batch.size();
    String ids =
        batch.stream()
            .limit(NAMED)
            .map(entry -> entry.user().id())
            .collect(Collectors.joining(", "));
    String more = batch.size() > NAMED ? " and %s more".formatted(batch.size() - NAMED) : "";
    failures.add("%s for %s%s: %s".formatted(ACTION, ids, more, reason));
  }
}
