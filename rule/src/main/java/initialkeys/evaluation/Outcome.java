package initialkeys.evaluation;

import software.amazon.awssdk.services.config.model.Evaluation;

/** What became of one resource in a run. */
public sealed interface Outcome {

  /** There is a result to report. */
  record Evaluated(Evaluation evaluation) implements Outcome {}

  /** It could not be read. */
  record Failed(String why) implements Outcome {}

  /** There was no time for it. */
  record Left() implements Outcome {}
}
