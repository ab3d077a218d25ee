package initialkeys.cli.preview;

import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the outcomes of a run, and sends them nowhere. */
final class CollectedOutcomes implements OutcomeSender {

  private final List<Evaluated> evaluated = new ArrayList<>();
  private final Map<Subject, String> notEvaluated = new LinkedHashMap<>();

  @Override
  public void send(List<Evaluated> outcomes) {
    evaluated.addAll(outcomes);
  }

  @Override
  public void flush() {}

  @Override
  public void notEvaluated(Subject subject, String reason) {
    notEvaluated.put(subject, reason);
  }

  @Override
  public Delivery finish(boolean isComplete) {
    return new Delivery(0, List.of());
  }

  List<Evaluated> evaluated() {
    return List.copyOf(evaluated);
  }

  /** Users without a verdict, with the reason. */
  Map<Subject, String> notEvaluated() {
    return notEvaluated;
  }
}
