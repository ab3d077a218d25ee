package initialkeys.processcheck;

import static initialkeys.simulation.service.FakeConfig.processCheck;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.RuleParameters;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender.Delivery;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.processcheck.ProcessCheckSender.CheckedRule;
import initialkeys.simulation.service.FakeConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ExternalEvaluation;

class ProcessCheckSenderTest {

  private static final String NAME = "iam-user-console-and-api-access-at-creation";
  private static final String FIRST = NAME + "-conformance-pack-111111111";
  private static final String SECOND = NAME + "-conformance-pack-222222222";
  private static final Instant NOTIFIED = Instant.parse("2026-01-15T12:00:00Z");

  private static final Settled NONCOMPLIANT =
      new NonCompliant(List.of(new Finding("AKIA1", Duration.ofSeconds(12))));
  private static final Settled CLEAN = new Compliant(Compliant.Reason.NO_INITIAL_KEY);
  private static final Settled EXEMPT = new Compliant(Compliant.Reason.EXEMPT);
  private static final Settled DELETED = new NotApplicable(NotApplicable.Reason.DELETED);

  private final FakeConfig config =
      new FakeConfig(List.of()).withRules(processCheck(FIRST), processCheck(SECOND));

  @Test
  void everyCheckOfTheControlIsAnswered() {
    assertThat(finish(true, CLEAN, NONCOMPLIANT, EXEMPT, DELETED))
        .isEqualTo(new Delivery(0, List.of(), counts(2, 0), List.of(), List.of(FIRST, SECOND)));
    ExternalEvaluation expected =
        ExternalEvaluation.builder()
            .complianceResourceType("AWS::::Account")
            .complianceResourceId("123456789012")
            .complianceType("NON_COMPLIANT")
            .annotation("1 of 3 IAM users is NON_COMPLIANT; 1 exempt. Rule: the-rule.")
            .orderingTimestamp(NOTIFIED)
            .build();
    assertThat(config.externalEvaluations()).isEqualTo(Map.of(FIRST, expected, SECOND, expected));
  }

  @Test
  void accountWithoutNoncompliantUsersIsCompliant() {
    finish(true, CLEAN, EXEMPT);
    assertThat(config.externalEvaluations().values())
        .hasSize(2)
        .allMatch(answer -> answer.complianceTypeAsString().equals("COMPLIANT"));
  }

  /** An answer cannot be withdrawn (F41). */
  @Test
  void incompleteRunIsNeverAnswered() {
    assertThat(finish(false, NONCOMPLIANT))
        .isEqualTo(new Delivery(0, List.of(), counts(0, 0), List.of(), List.of()));
    assertThat(config.processCheckCalls()).isZero();
  }

  /** AWS Config rejects one that is deleted as it rejects a rule that is no process check (F41). */
  @Test
  void checkThatIsDeletedMeanwhileIsAWarning() {
    Delivery delivery = finish(true, this::isLateAndFirstIsDeleted, CLEAN);
    assertThat(delivery.counts()).isEqualTo(counts(1, 1));
    assertThat(delivery.warnings())
        .containsExactly(
            "config:PutExternalEvaluation for %s: no rule; it keeps its previous result"
                .formatted(FIRST));
    assertThat(config.externalEvaluations()).containsOnlyKeys(SECOND);
  }

  private boolean isLateAndFirstIsDeleted() {
    if (config.processCheckCalls() > 0) config.withRules(processCheck(SECOND));
    return false;
  }

  /** It costs no other answer, and does not fail the run. */
  @Test
  void rejectedAnswerIsAWarning() {
    config.withRules(
        processCheck(FIRST).toBuilder().description("denied here").build(), processCheck(SECOND));
    assertThat(finish(true, CLEAN))
        .isEqualTo(
            new Delivery(
                0,
                List.of(),
                counts(1, 1),
                List.of(
                    "config:PutExternalEvaluation for %s: not for a process check; it keeps its"
                            .formatted(FIRST)
                        + " previous result"),
                List.of(SECOND)));
    assertThat(config.externalEvaluations()).containsOnlyKeys(SECOND);
  }

  @Test
  void nearTheDeadlineNoCheckIsLookedFor() {
    assertThat(finish(true, () -> true, NONCOMPLIANT))
        .isEqualTo(
            new Delivery(
                0,
                List.of(),
                counts(0, 1),
                List.of(
                    "config:DescribeConfigRules for account 123456789012: the invocation was about"
                        + " to time out; its process checks were not answered"),
                List.of()));
    assertThat(config.processCheckCalls()).isZero();
  }

  @Test
  void nearTheDeadlineTheOthersKeepTheirResults() {
    BooleanSupplier lateAfterTheFirst = () -> !config.externalEvaluations().isEmpty();
    assertThat(finish(true, lateAfterTheFirst, CLEAN))
        .isEqualTo(
            new Delivery(
                0,
                List.of(),
                counts(1, 1),
                List.of(
                    "config:PutExternalEvaluation for %s: the invocation was about to time out; it"
                            .formatted(SECOND)
                        + " keeps its previous result"),
                List.of(FIRST)));
  }

  @Test
  void userThatIsEvaluatedAgainCountsOnce() {
    ProcessCheckSender sender = sender(() -> false);
    sender.send(List.of(evaluated(1, NONCOMPLIANT), evaluated(2, CLEAN)));
    sender.send(List.of(evaluated(1, CLEAN)));
    sender.finish(true);
    assertThat(config.externalEvaluations().get(FIRST).annotation())
        .isEqualTo("0 of 2 IAM users are NON_COMPLIANT; 0 exempt. Rule: the-rule.");
  }

  private Delivery finish(boolean isComplete, Settled... verdicts) {
    return finish(isComplete, () -> false, verdicts);
  }

  private Delivery finish(boolean isComplete, BooleanSupplier isLate, Settled... verdicts) {
    ProcessCheckSender sender = sender(isLate);
    for (int i = 0; i < verdicts.length; i++) sender.send(List.of(evaluated(i, verdicts[i])));
    sender.flush();
    return sender.finish(isComplete);
  }

  private ProcessCheckSender sender(BooleanSupplier isLate) {
    return new ProcessCheckSender(
        config,
        new CheckedRule(
            "123456789012", "the-rule", RuleParameters.parse(Map.of()).decision(), NOTIFIED),
        isLate);
  }

  private static Evaluated evaluated(int user, Settled verdict) {
    return new Evaluated(Subject.of(Resource.user("AIDA" + user)), verdict);
  }

  private static Map<String, Integer> counts(int answered, int rejected) {
    return Map.of("ProcessChecksAnswered", answered, "ProcessChecksRejected", rejected);
  }
}
