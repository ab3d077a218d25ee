package initialkeys.config;

import initialkeys.aws.RequestId;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.BatchCalls;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.ConfigClient;
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

  private final ConfigClient config;
  private final ResultToken resultToken;
  private final Evaluations evaluations;
  private final Predicate<Evaluation> isLeftOut;
  private final Predicate<Resource> isUnarchived;
  private final BooleanSupplier isLate;
  private final BatchCalls<Evaluation> calls;

  private final List<Evaluation> pending = new ArrayList<>(BATCH_SIZE);
  private final Set<String> accepted = new HashSet<>();
  private int sent;
  private boolean hasWithheldResult;

  private ConfigSender(
      ConfigClient config,
      ResultToken resultToken,
      Evaluations evaluations,
      Predicate<Evaluation> isLeftOut,
      Predicate<Resource> isUnarchived,
      BooleanSupplier isLate) {
    this.config = config;
    this.resultToken = resultToken;
    this.evaluations = evaluations;
    this.isLeftOut = isLeftOut;
    this.isUnarchived = isUnarchived;
    this.isLate = isLate;
    this.calls =
        new BatchCalls<>(
            new BatchCalls.Naming("config:PutEvaluations", "result"),
            Evaluation::complianceResourceId,
            this::put,
            isLate);
  }

  /**
   * A sender that sends every evaluation.
   *
   * @param isLate whether no further call must be started
   */
  public static ConfigSender ofAll(ConfigClient config, RuleEvent event, BooleanSupplier isLate) {
    return of(config, event, evaluation -> false, isLate);
  }

  /**
   * A sender for a scheduled run, which leaves out what has not changed.
   *
   * @param isLate whether no further call must be started
   */
  public static ConfigSender ofChanges(
      ConfigClient config, RuleEvent event, UnchangedResults unchanged, BooleanSupplier isLate) {
    return of(config, event, unchanged::leaveOut, isLate);
  }

  private static ConfigSender of(
      ConfigClient config,
      RuleEvent event,
      Predicate<Evaluation> isLeftOut,
      BooleanSupplier isLate) {
    return new ConfigSender(
        config,
        event.resultToken(),
        new Evaluations(event.parameters().decision(), event.trigger().ordering()),
        isLeftOut,
        resource -> false,
        isLate);
  }

  /**
   * The same sender, which has AWS Config hold a result from which a later run knows that a finding
   * is not archived: COMPLIANT with a sentence that says so, and NON_COMPLIANT for a user that is
   * deleted or no longer recorded, because AWS Config holds no other result of such a user.
   *
   * @param unarchived whether the finding of a user that is handed over was to be archived before,
   *     and was not
   */
  public ConfigSender keeping(Predicate<Resource> unarchived) {
    return new ConfigSender(config, resultToken, evaluations, isLeftOut, unarchived, isLate);
  }

  @Override
  public void send(List<Evaluated> outcomes) {
    for (Evaluated outcome : outcomes) {
      boolean keepsFinding =
          !(outcome.verdict() instanceof NonCompliant)
              && isUnarchived.test(outcome.subject().resource());
      if (keepsFinding && outcome.verdict() instanceof NotApplicable) {
        hasWithheldResult = true;
        continue;
      }
      Evaluation evaluation = evaluations.of(outcome, keepsFinding);
      if (isLeftOut.test(evaluation)) continue;
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
    if (isComplete && sent == 0 && !hasWithheldResult && calls.failures().isEmpty()) sendPending();
    return new Delivery(sent, calls.failures());
  }

  /**
   * Whether AWS Config has accepted the latest evaluation of the user that was sent in this run.
   */
  public boolean hasAccepted(Resource user) {
    return accepted.contains(user.id());
  }

  private void sendPending() {
    List<Evaluation> batch = List.copyOf(pending);
    pending.clear();
    calls.send(batch);
  }

  private List<BatchCalls.Failed<Evaluation>> put(List<Evaluation> batch) {
    batch.forEach(evaluation -> accepted.remove(evaluation.complianceResourceId()));
    PutEvaluationsResponse response;
    try {
      response =
          config.putEvaluations(
              request ->
                  request
                      .evaluations(batch)
                      .resultToken(resultToken.value())
                      .testMode(resultToken.isTestMode()));
    } catch (RuntimeException rejected) {
      throw new IllegalStateException(
          resultToken.redactFrom(String.valueOf(rejected.getMessage())), rejected);
    }
    List<Evaluation> failed = response.failedEvaluations();
    sent += batch.size() - failed.size();
    accept(batch, failed);
    return List.of(new BatchCalls.Failed<>(failed, RequestId.of(response)));
  }

  private void accept(List<Evaluation> batch, List<Evaluation> failed) {
    Set<String> failedIds =
        failed.stream().map(Evaluation::complianceResourceId).collect(Collectors.toSet());
    batch.stream()
        .map(Evaluation::complianceResourceId)
        .filter(id -> !failedIds.contains(id))
        .forEach(accepted::add);
  }
}
