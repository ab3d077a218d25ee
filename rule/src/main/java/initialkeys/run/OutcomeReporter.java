package initialkeys.run;

import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.OutcomeSender.Delivery;
import initialkeys.run.RunSummary.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Counts the outcomes of one run, keeps its failures, and hands the verdicts to every sender in
 * turn. Urgent ones are handed over as they come, the others at the end: when there is no time to
 * send them all, those that are not sent were clean the last time. Used by one thread.
 */
public final class OutcomeReporter {

  /** So many urgent verdicts are handed over together. */
  private static final int BATCH_SIZE = 100;

  private final List<OutcomeSender> senders;
  private final Predicate<Evaluated> isUrgent;
  private final List<Evaluated> urgent = new ArrayList<>();
  private final List<Evaluated> others = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int compliant;
  private int nonCompliant;
  private int notApplicable;
  private int notEvaluated;
  private int skipped;

  /**
   * @param senders in the order in which each verdict is handed over
   * @param isUrgent whether a verdict is handed over before those that are not
   */
  OutcomeReporter(List<OutcomeSender> senders, Predicate<Evaluated> isUrgent) {
    this.senders = List.copyOf(senders);
    this.isUrgent = isUrgent;
  }

  /** Keeps a failure that concerns no single user. */
  void fail(String message) {
    failures.add(message);
  }

  /** Keeps the failure of a user whose id could not be read either. */
  void failUser(String message) {
    failures.add(message);
    notEvaluated++;
  }

  /** Takes outcomes as they come. */
  void report(Stream<Outcome> outcomes) {
    outcomes.forEach(this::report);
    handOverUrgent();
  }

  private void report(Outcome outcome) {
    switch (outcome) {
      case Evaluated evaluated -> {
        count(evaluated);
        (isUrgent.test(evaluated) ? urgent : others).add(evaluated);
        if (urgent.size() == BATCH_SIZE) handOverUrgent();
      }
      case Failed(_, String message) -> failUser(message);
      case Skipped _ -> {
        skipped++;
        notEvaluated++;
      }
      case Inconsistent(_, Outcome otherwise) -> report(otherwise);
    }
  }

  private void count(Evaluated evaluated) {
    switch (evaluated.verdict()) {
      case Compliant _ -> compliant++;
      case NonCompliant _ -> nonCompliant++;
      case NotApplicable _ -> notApplicable++;
    }
  }

  private void handOverUrgent() {
    senders.forEach(sender -> sender.send(List.copyOf(urgent)));
    urgent.clear();
  }

  /** Hands over the verdicts that were not urgent, and ends the run for every sender. */
  RunSummary finish(RunDetails details) {
    if (skipped > 0) {
      failures.addFirst(
          "%s not evaluated: the invocation was about to time out"
              .formatted(skipped == 1 ? "1 user" : skipped + " users"));
    }
    senders.forEach(sender -> sender.send(others));
    boolean isComplete = failures.isEmpty();
    int sent = 0;
    for (OutcomeSender sender : senders) {
      Delivery delivery = sender.finish(isComplete);
      sent += delivery.sent();
      failures.addAll(delivery.failures());
    }
    return new RunSummary(
        new Counts(compliant, nonCompliant, notApplicable, notEvaluated),
        sent,
        details.credentialReport(),
        details.userRecording(),
        failures);
  }
}
