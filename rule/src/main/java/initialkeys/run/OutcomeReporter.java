package initialkeys.run;

import static java.util.Comparator.comparing;

import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.OutcomeSender.Delivery;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.run.RunSummary.Counts;
import initialkeys.run.RunSummary.FurtherServices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the outcomes of one run, keeps its failures, and hands the verdicts to every sender in
 * turn: NON_COMPLIANT ones as they come, then those of resources that were not COMPLIANT the last
 * time, then the others, the oldest result first. So when there is no time to send them all, those
 * that are not sent were COMPLIANT the last time, and are not the same ones each time. Used by one
 * thread.
 */
final class OutcomeReporter {

  private static final String OUT_OF_TIME = "the invocation was about to time out";

  /** The number of NON_COMPLIANT verdicts that are handed over together. */
  private static final int BATCH_SIZE = 100;

  private final Senders senders;
  private final Function<Resource, Instant> lastCompliant;
  private final List<Evaluated> findings = new ArrayList<>();
  private final List<Evaluated> others = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** The last verdict of each resource: one whose verdict is handed over may be evaluated again. */
  private final Map<Resource, Settled> verdicts = new HashMap<>();

  private int notEvaluated;
  private int skipped;

  /**
   * @param lastCompliant when the stored result of a resource was recorded, if that is COMPLIANT;
   *     {@link Instant#MIN} otherwise
   */
  OutcomeReporter(Senders senders, Function<Resource, Instant> lastCompliant) {
    this.senders = senders;
    this.lastCompliant = lastCompliant;
  }

  /** Keeps a failure that concerns no single user. */
  void fail(String message) {
    failures.add(message);
  }

  /** Keeps the failure of a user that could not be read at all. */
  void failUser(String message) {
    failures.add(message);
    notEvaluated++;
  }

  /** Takes outcomes as they come. */
  void report(Stream<Outcome> outcomes) {
    outcomes.forEach(this::report);
    handOver(findings);
  }

  private void report(Outcome outcome) {
    switch (outcome) {
      case Evaluated evaluated -> keep(evaluated);
      case Failed(Subject subject, String message) -> {
        verdicts.remove(subject.resource());
        failUser(message);
        senders.inOrder().forEach(sender -> sender.notEvaluated(subject, message));
      }
      case Skipped(Subject subject) -> {
        verdicts.remove(subject.resource());
        skipped++;
        notEvaluated++;
        senders.inOrder().forEach(sender -> sender.notEvaluated(subject, OUT_OF_TIME));
      }
      case Inconsistent(_, Outcome otherwise) -> report(otherwise);
    }
  }

  private void keep(Evaluated evaluated) {
    verdicts.put(evaluated.subject().resource(), evaluated.verdict());
    switch (evaluated.verdict()) {
      case NonCompliant _ -> {
        findings.add(evaluated);
        if (findings.size() == BATCH_SIZE) handOver(findings);
      }
      case Compliant _ -> others.add(evaluated);
      case NotApplicable _ -> others.add(evaluated);
    }
  }

  private void handOver(List<Evaluated> verdicts) {
    senders.inOrder().forEach(sender -> sender.send(List.copyOf(verdicts)));
    verdicts.clear();
  }

  /** Has everything sent that is NON_COMPLIANT, or was not COMPLIANT the last time. */
  void sendChanged() {
    List<Evaluated> changed = changed().toList();
    others.removeIf(it -> !wasCompliant(it));
    senders.inOrder().forEach(sender -> sender.send(changed));
    senders.inOrder().forEach(OutcomeSender::flush);
  }

  private Stream<Evaluated> changed() {
    return others.stream().filter(it -> !wasCompliant(it));
  }

  private boolean wasCompliant(Evaluated evaluated) {
    return !lastCompliant.apply(evaluated.subject().resource()).equals(Instant.MIN);
  }

  /** The resources whose verdict is not handed over yet: none of them is NON_COMPLIANT. */
  Set<Resource> pending() {
    return others.stream().map(it -> it.subject().resource()).collect(Collectors.toSet());
  }

  /** The resources whose verdict {@link #sendChanged} hands over. */
  Set<Resource> pendingChanges() {
    return changed().map(it -> it.subject().resource()).collect(Collectors.toSet());
  }

  /** Has the other verdicts sent too. */
  void sendRest() {
    handOverRest();
    senders.inOrder().forEach(OutcomeSender::flush);
  }

  private void handOverRest() {
    others.sort(comparing(it -> lastCompliant.apply(it.subject().resource())));
    handOver(others);
  }

  /** Hands over what is left, and ends the run for every sender. */
  RunSummary finish(RunDetails details) {
    if (skipped > 0) {
      failures.addFirst(
          "%s not evaluated: %s"
              .formatted(skipped == 1 ? "1 user" : skipped + " users", OUT_OF_TIME));
    }
    handOverRest();
    boolean isEvaluated = failures.isEmpty();
    List<Delivery> further = new ArrayList<>(finish(senders.beforeConfig(), isEvaluated));
    Delivery ofConfig = senders.config().finish(isEvaluated);
    failures.addAll(ofConfig.failures());
    boolean isComplete = isEvaluated && ofConfig.failures().isEmpty();
    further.addAll(finish(senders.afterConfig(), isComplete));
    return new RunSummary(
        new Counts(
            count(Compliant.class),
            count(NonCompliant.class),
            count(NotApplicable.class),
            notEvaluated),
        ofConfig.sent(),
        services(further),
        details,
        failures);
  }

  private int count(Class<? extends Settled> kind) {
    return (int) verdicts.values().stream().filter(kind::isInstance).count();
  }

  private List<Delivery> finish(List<OutcomeSender> ofOthers, boolean isComplete) {
    List<Delivery> deliveries = ofOthers.stream().map(sender -> sender.finish(isComplete)).toList();
    deliveries.forEach(delivery -> failures.addAll(delivery.failures()));
    return deliveries;
  }

  private static FurtherServices services(List<Delivery> deliveries) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    deliveries.forEach(delivery -> counts.putAll(delivery.counts()));
    return new FurtherServices(
        counts,
        deliveries.stream().flatMap(delivery -> delivery.warnings().stream()).toList(),
        deliveries.stream().flatMap(delivery -> delivery.recipients().stream()).toList());
  }
}
