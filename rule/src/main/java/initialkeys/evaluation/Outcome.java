package initialkeys.evaluation;

import initialkeys.decision.Verdict.Settled;
import java.util.Optional;

/** The outcome of one evaluation: a verdict, or the reason why there is none. */
public sealed interface Outcome {

  /** The resource that was to be evaluated. */
  Subject subject();

  /** The verdict that the outcome has in the end; empty when it has none. */
  default Optional<Settled> finalVerdict() {
    return Optional.empty();
  }

  /** There is a verdict; its senders convert it to the request format of their service. */
  record Evaluated(Subject subject, Settled verdict) implements Outcome {
    @Override
    public Optional<Settled> finalVerdict() {
      return Optional.of(verdict);
    }
  }

  /**
   * A fact could not be read.
   *
   * @param message names the call and the user
   */
  record Failed(Subject subject, String message) implements Outcome {}

  /** There was no time left to read the facts. */
  record Skipped(Subject subject) implements Outcome {}

  /**
   * IAM's responses contradict each other, as they can in the first seconds of a user (F23).
   *
   * @param otherwise the outcome when they still do after some seconds
   */
  record Inconsistent(Subject subject, Outcome otherwise) implements Outcome {
    @Override
    public Optional<Settled> finalVerdict() {
      return otherwise.finalVerdict();
    }
  }
}
