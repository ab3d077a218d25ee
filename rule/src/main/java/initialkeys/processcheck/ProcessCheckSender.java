package initialkeys.processcheck;

import initialkeys.decision.DecisionParameters;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;

/**
 * Sends the account's result to the process checks of the control, once, after a complete scheduled
 * run: a result can be replaced but not withdrawn (F41). The checks belong to conformance packs, so
 * a rejected answer is a warning and never a failure of the run.
 */
public final class ProcessCheckSender implements OutcomeSender {

  /** The number of process checks that were answered. */
  public static final String ANSWERED = "ProcessChecksAnswered";

  /** The number of calls that were rejected, so that a process check keeps an old result. */
  public static final String REJECTED = "ProcessChecksRejected";

  /** What a result is about. */
  private static final String RESOURCE_TYPE = "AWS::::Account";

  /**
   * The rule and the account that a process check is answered for.
   *
   * @param ordering the time of the event: a repeated event does not overtake a later one
   */
  public record CheckedRule(
      String accountId, String ruleName, DecisionParameters parameters, Instant ordering) {}

  private final ConfigClient config;
  private final CheckedRule rule;
  private final BooleanSupplier isLate;
  private final List<String> warnings = new ArrayList<>();
  private final List<String> answered = new ArrayList<>();

  /** The last verdict of each resource: one may be evaluated again. */
  private final Map<Resource, Settled> verdicts = new HashMap<>();

  /**
   * @param config the client of the evaluated account
   * @param isLate whether no further call must be started
   */
  public ProcessCheckSender(ConfigClient config, CheckedRule rule, BooleanSupplier isLate) {
    this.config = config;
    this.rule = rule;
    this.isLate = isLate;
  }

  @Override
  public void send(List<Evaluated> outcomes) {
    outcomes.forEach(it -> verdicts.put(it.subject().resource(), it.verdict()));
  }

  /** Nothing: there is one answer, at the end. */
  @Override
  public void flush() {}

  @Override
  public Delivery finish(boolean isComplete) {
    if (isComplete) answerAll();
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put(ANSWERED, answered.size());
    counts.put(REJECTED, warnings.size());
    return new Delivery(0, List.of(), counts, warnings, answered);
  }

  private void answerAll() {
    Answer answer = Answer.of(verdicts.values());
    try {
      ProcessChecks.names(config, isLate).forEach(name -> send(answer, name));
    } catch (RuntimeException rejected) {
      warnings.add(
          "config:DescribeConfigRules for account %s: %s; its process checks were not answered"
              .formatted(rule.accountId(), rejected.getMessage()));
    }
  }

  private void send(Answer answer, String checkName) {
    if (isLate.getAsBoolean()) {
      reject(checkName, "the invocation was about to time out");
      return;
    }
    try {
      config.putExternalEvaluation(
          request ->
              request
                  .configRuleName(checkName)
                  .externalEvaluation(
                      evaluation ->
                          evaluation
                              .complianceResourceType(RESOURCE_TYPE)
                              .complianceResourceId(rule.accountId())
                              .complianceType(
                                  answer.isCompliant()
                                      ? ComplianceType.COMPLIANT
                                      : ComplianceType.NON_COMPLIANT)
                              .annotation(answer.annotation(rule.parameters(), rule.ruleName()))
                              .orderingTimestamp(rule.ordering())));
      answered.add(checkName);
    } catch (RuntimeException rejected) {
      reject(checkName, rejected.getMessage());
    }
  }

  private void reject(String checkName, String reason) {
    warnings.add(
        "config:PutExternalEvaluation for %s: %s; it keeps its previous result"
            .formatted(checkName, reason));
  }
}
