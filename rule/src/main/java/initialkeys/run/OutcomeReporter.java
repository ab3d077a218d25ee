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
import initialkeys.evaluation.Subject;
import initialkeys.run.RunSummary.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts the outcomes of one run, keeps its failures, and hands the verdicts to every sender in
 * turn. NON_COMPLIANT ones are handed over as they come, the others at the end and in order: when
 * there is no time to send them all, those that are not sent were COMPLIANT the last time. Used by
 * one thread.
 */
public final class OutcomeReporter {

  private static final String OUT_OF_TIME = "the invocation was about to time out";

  /** So many NON_COMPLIANT verdicts are handed over together. */
  private static final int BATCH_SIZE = 100;

  private final List<OutcomeSender> senders;
  private final Comparator<Evaluated> order;
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
   * @param order the order in which verdicts other than NON_COMPLIANT are handed over
   */
  OutcomeReporter(List<OutcomeSender> senders, Comparator<Evaluated> order) {
    this.senders = List.copyOf(senders);
    this.order = order;
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
    handOverNonCompliant();
  }

  private void report(Outcome outcome) {
    switch (outcome) {
      case Evaluated evaluated -> {
        count(evaluated);
        if (urgent.size() == BATCH_SIZE) handOverNonCompliant();
      }
      case Failed(Subject subject, String message) -> {
        failUser(message);
        senders.forEach(sender -> sender.notEvaluated(subject, message));
      }
      case Skipped(Subject subject) -> {
        skipped++;
        notEvaluated++;
        senders.forEach(sender -> sender.notEvaluated(subject, OUT_OF_TIME));
      }
      case Inconsistent(_, Outcome otherwise) -> report(otherwise);
    }
  }

  private void count(Evaluated evaluated) {
    switch (evaluated.verdict()) {
      case NonCompliant _ -> {
        nonCompliant++;
        urgent.add(evaluated);
      }
      case Compliant _ -> {
        compliant++;
        others.add(evaluated);
      }
      case NotApplicable _ -> {
        notApplicable++;
        others.add(evaluated);
      }
    }
  }

  private void handOverNonCompliant() {
    senders.forEach(sender -> sender.send(List.copyOf(urgent)));
    urgent.clear();
  }

  /** Hands over the other verdicts in order, and ends the run for every sender. */
  RunSummary finish(RunDetails details) {
    if (skipped > 0) {
      failures.addFirst(
          "%s not evaluated: %s"
              .formatted(skipped == 1 ? "1 user" : skipped + " users", OUT_OF_TIME));
    }
    others.sort(order);
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
