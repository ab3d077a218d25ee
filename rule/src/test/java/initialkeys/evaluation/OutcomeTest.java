package initialkeys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final Subject SUBJECT = Subject.of(Resource.user("AIDA1"));
  private static final Settled DELETED = new NotApplicable(NotApplicable.Reason.DELETED);

  /** An outcome that stays inconsistent counts as what it is otherwise. */
  @Test
  void finalVerdictIsThatOfTheOutcomeInTheEnd() {
    Outcome evaluated = new Evaluated(SUBJECT, DELETED);
    assertThat(evaluated.finalVerdict()).contains(DELETED);
    assertThat(new Inconsistent(SUBJECT, evaluated).finalVerdict()).contains(DELETED);
  }

  @Test
  void userThatWasNotEvaluatedHasNoVerdict() {
    Outcome failed = new Failed(SUBJECT, "denied");
    assertThat(failed.finalVerdict()).isEmpty();
    assertThat(new Skipped(SUBJECT).finalVerdict()).isEmpty();
    assertThat(new Inconsistent(SUBJECT, failed).finalVerdict()).isEmpty();
  }
}
