package initialkeys.run;

import initialkeys.config.ConfigCallException;
import initialkeys.config.ConfigReporter;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Left;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

/** Sends the outcomes of one run, counts them, and keeps what failed. Used by one thread. */
public final class OutcomeReporter {

  private final ConfigReporter reporter;
  private final Map<ComplianceType, Integer> decided = new EnumMap<>(ComplianceType.class);
  private final List<String> failures = new ArrayList<>();
  private int undecided;
  private int left;
  private int sent;

  public OutcomeReporter(ConfigReporter reporter) {
    this.reporter = reporter;
  }

  /** Keeps something that failed for the run's end. */
  public void failed(RuntimeException why) {
    failures.add(why.getMessage());
  }

  /** Keeps that users could not be read; nobody knows how many. */
  public void unreadable(List<? extends RuntimeException> users) {
    users.forEach(this::failed);
    undecided += users.size();
  }

  /**
   * Sends batches as they fill, and the last one when the outcomes end.
   *
   * @param isHeld whether AWS Config holds just this, so that it need not be sent
   */
  public void send(Stream<Outcome> outcomes, Predicate<Evaluation> isHeld) {
    outcomes
        .<Evaluation>mapMulti(this::count)
        .filter(isHeld.negate())
        .gather(Gatherers.windowFixed(ConfigReporter.BATCH_SIZE))
        .forEach(this::send);
  }

  /** Answers the token with an empty batch when there was nothing to say, and nothing failed. */
  public void answer() {
    if (sent == 0 && failures.isEmpty() && left == 0) send(List.of());
  }

  private void count(Outcome outcome, Consumer<Evaluation> evaluations) {
    switch (outcome) {
      case Evaluated(Evaluation evaluation) -> {
        decided.merge(evaluation.complianceType(), 1, Integer::sum);
        evaluations.accept(evaluation);
      }
      case Failed(String why) -> {
        undecided++;
        failures.add(why);
      }
      case Left() -> left++;
    }
  }

  private void send(List<Evaluation> batch) {
    try {
      sent += reporter.send(batch);
    } catch (ConfigCallException refused) {
      sent += refused.taken();
      failed(refused);
    }
  }

  /**
   * All of it.
   *
   * @param source which credential report was used
   */
  public RunSummary result(RunSummary.Source source) {
    List<String> all = new ArrayList<>(failures);
    if (left > 0) all.addFirst("%s users are left: the deadline came near".formatted(left));
    return new RunSummary(decided, undecided + left, sent, source, all);
  }
}
