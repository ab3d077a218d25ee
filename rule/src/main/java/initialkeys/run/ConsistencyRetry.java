package initialkeys.run;

import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Evaluates again, after some seconds, where IAM's responses contradict each other (F23): a user
 * that was created a moment ago is neither a failure of the run nor a deleted user.
 */
final class ConsistencyRetry {

  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

  private final RunContext context;

  ConsistencyRetry(RunContext context) {
    this.context = context;
  }

  /** Evaluates until the outcome is consistent. */
  Outcome evaluate(Supplier<Outcome> evaluation) {
    return evaluate(List.of(evaluation)).getFirst();
  }

  /**
   * Evaluates until each outcome is consistent; all wait together. An outcome that stays
   * inconsistent counts as what IAM's responses say in the end ({@link Inconsistent#otherwise}).
   * Without time to find out, there is none.
   */
  List<Outcome> evaluate(List<Supplier<Outcome>> evaluations) {
    List<Outcome> outcomes = new ArrayList<>(evaluations.stream().map(Supplier::get).toList());
    for (Duration wait : WAITS) {
      if (outcomes.stream().noneMatch(Inconsistent.class::isInstance)) return outcomes;
      if (!sleep(wait)) {
        outcomes.replaceAll(it -> it instanceof Inconsistent ? new Skipped(it.subject()) : it);
        return outcomes;
      }
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) instanceof Inconsistent) outcomes.set(i, evaluations.get(i).get());
      }
    }
    return outcomes;
  }

  /** Waits, and returns whether there was time for that. */
  boolean sleep(Duration wait) {
    if (context.deadline().isNear()) return false;
    try {
      context.sleeper().sleep(wait);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
