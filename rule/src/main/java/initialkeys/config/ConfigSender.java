package initialkeys.config;

import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

/**
 * Sends evaluations to AWS Config in batches, under the result token of one invocation. It stops
 * when the invocation is about to time out, and when AWS Config rejects several calls in a row: the
 * evaluations that come last are then not sent, and keep their stored results.
 */
public final class ConfigSender implements OutcomeSender {

  /** The most that one PutEvaluations call accepts (F13). */
  static final int BATCH_SIZE = 100;

  /** How often an evaluation is sent that AWS Config returns as failed. */
  private static final int ATTEMPTS = 3;

  /** After so many rejected calls in a row, the next one would be rejected too. */
  private static final int MAX_REJECTIONS_IN_A_ROW = 3;

  private static final int NAMED = 20;

  private final ConfigClient config;
  private final ResultToken resultToken;
  private final Evaluations evaluations;
  private final StoredResults stored;
  private final boolean onlyChanges;
  private final BooleanSupplier isLate;

  private final List<Evaluation> pending = new ArrayList<>(BATCH_SIZE);
  private final List<String> failures = new ArrayList<>();
  private final Set<String> acceptedNonCompliant = new HashSet<>();
  private int sent;
  private int notSentInTime;
  private int notSentAfterRejections;
  private int rejectionsInARow;

  private ConfigSender(
      ConfigClient config,
      RuleEvent event,
      StoredResults stored,
      boolean onlyChanges,
      BooleanSupplier isLate) {
    this.config = config;
    this.resultToken = event.resultToken();
    this.evaluations = new Evaluations(event.parameters().decision(), event.trigger().ordering());
    this.stored = stored;
    this.onlyChanges = onlyChanges;
    this.isLate = isLate;
  }

  /**
   * A sender that sends every evaluation.
   *
   * @param isLate whether no further call must be started
   */
  public static ConfigSender ofAll(ConfigClient config, RuleEvent event, BooleanSupplier isLate) {
    return new ConfigSender(config, event, StoredResults.NONE, false, isLate);
  }

  /**
   * A sender for a scheduled run, which compares with the stored results where the rule parameters
   * ask for that.
   *
   * @param isLate whether no further call must be started
   */
  public static ConfigSender comparing(
      ConfigClient config, RuleEvent event, StoredResults stored, BooleanSupplier isLate) {
    boolean onlyChanges = event.parameters().reportOnlyChanges();
    return new ConfigSender(config, event, stored, onlyChanges, isLate);
  }

  @Override
  public void send(List<Evaluated> outcomes) {
    for (Evaluated outcome : outcomes) {
      Evaluation evaluation = evaluations.of(outcome);
      if (onlyChanges && stored.holds(evaluation)) continue;
      pending.add(evaluation);
      if (pending.size() == BATCH_SIZE) sendPending();
    }
  }

  @Override
  public void flush() {
    if (!pending.isEmpty()) sendPending();
  }

  /** An empty batch uses the result token of a run that has nothing to send (F16). */
  @Override
  public Delivery finish(boolean isComplete) {
    flush();
    if (isComplete && sent == 0 && failures.isEmpty()) sendPending();
    List<String> all = new ArrayList<>(failures);
    if (notSentInTime > 0) {
      all.add(
          "config:PutEvaluations: %s not sent: the invocation was about to time out"
              .formatted(results(notSentInTime)));
    }
    if (notSentAfterRejections > 0) {
      all.add(
          "config:PutEvaluations: %s not sent after %s rejected calls in a row"
              .formatted(results(notSentAfterRejections), MAX_REJECTIONS_IN_A_ROW));
    }
    return new Delivery(sent, all);
  }

  private static String results(int count) {
    return count == 1 ? "1 result" : count + " results";
  }

  private void sendPending() {
    List<Evaluation> batch = List.copyOf(pending);
    pending.clear();
    if (rejectionsInARow >= MAX_REJECTIONS_IN_A_ROW) {
      notSentAfterRejections += batch.size();
    } else if (isLate.getAsBoolean()) {
      notSentInTime += batch.size();
    } else {
      sendBatch(batch, 1);
    }
  }

  /** Sends a batch; the evaluations that AWS Config returns as failed are sent again. */
  private void sendBatch(List<Evaluation> batch, int attempt) {
    PutEvaluationsResponse response;
    try {
      response = put(batch);
    } catch (RuntimeException rejected) {
      rejectionsInARow++;
      fail(batch, resultToken.redactFrom(String.valueOf(rejected.getMessage())));
      return;
    }
    List<Evaluation> failed = response.failedEvaluations();
    sent += batch.size() - failed.size();
    accept(batch, failed);
    if (failed.size() < batch.size()) rejectionsInARow = 0;
    if (failed.isEmpty()) return;
    if (attempt < ATTEMPTS && !isLate.getAsBoolean()) {
      sendBatch(failed, attempt + 1);
    } else {
      rejectionsInARow++;
      fail(failed, "not accepted in %s%s".formatted(attempts(attempt), requestId(response)));
    }
  }

  private void accept(List<Evaluation> batch, List<Evaluation> failed) {
    Set<String> failedIds =
        failed.stream().map(Evaluation::complianceResourceId).collect(Collectors.toSet());
    batch.stream()
        .filter(it -> it.complianceType() == ComplianceType.NON_COMPLIANT)
        .map(Evaluation::complianceResourceId)
        .filter(id -> !failedIds.contains(id))
        .forEach(acceptedNonCompliant::add);
  }

  /** Whether AWS Config has accepted, in this run, that a user is NON_COMPLIANT. */
  public boolean hasAccepted(Resource user) {
    return acceptedNonCompliant.contains(user.id());
  }

  private static String attempts(int count) {
    return count == 1 ? "1 attempt" : count + " attempts";
  }

  private PutEvaluationsResponse put(List<Evaluation> batch) {
    return config.putEvaluations(
        request ->
            request
                .evaluations(batch)
                .resultToken(resultToken.value())
                .testMode(resultToken.isTestMode()));
  }

  private void fail(List<Evaluation> batch, String reason) {
    String ids =
        batch.stream()
            .limit(NAMED)
            .map(Evaluation::complianceResourceId)
            .collect(Collectors.joining(", "));
    String more = batch.size() > NAMED ? " and %s more".formatted(batch.size() - NAMED) : "";
    failures.add("config:PutEvaluations for %s%s: %s".formatted(ids, more, reason));
  }

  private static String requestId(PutEvaluationsResponse response) {
    return Optional.ofNullable(response.responseMetadata())
        .map(AwsResponseMetadata::requestId)
        .map(" (Request ID: %s)"::formatted)
        .orElse("");
  }
}
