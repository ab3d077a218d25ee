package initialkeys.run;

import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Inconsistent;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Evaluates again, after some seconds, where IAM's responses contradict each other (F23): a user
 * that was created a moment ago is neither a failure of the run nor a deleted user.
 */
public final class ConsistencyRetry {

  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

  private final RunContext context;

  ConsistencyRetry(RunContext context) {
    this.context = context;
  }

  /** Evaluates until the outcome is consistent, or there is no time to wait on. */
  Outcome evaluate(Supplier<Outcome> evaluation) {
    return evaluate(List.of(evaluation)).getFirst();
  }

  /** The same for several evaluations, which wait together. */
  List<Outcome> evaluate(List<Supplier<Outcome>> evaluations) {
    List<Outcome> outcomes = evaluations.stream().map(Supplier::get).toList();
    for (Duration wait : WAITS) {
      if (outcomes.stream().noneMatch(Inconsistent.class::isInstance) || !sleep(wait)) break;
      List<Outcome> previous = outcomes;
      outcomes =
          IntStream.range(0, previous.size())
              .mapToObj(
                  i ->
                      previous.get(i) instanceof Inconsistent
                          ? evaluations.get(i).get()
                          : previous.get(i))
              .toList();
    }
    return outcomes;
  }

  /** Whether there was time to wait. */
  boolean sleep(Duration wait) {
    if (context.deadline().isNear()) return false;
    try {
      context.pause().of(wait);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
