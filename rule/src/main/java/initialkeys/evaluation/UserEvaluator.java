package initialkeys.evaluation;

import initialkeys.config.Evaluations;
import initialkeys.config.Resource;
import initialkeys.config.RuleEvent;
import initialkeys.config.Trigger.UserChanged;
import initialkeys.decision.IamUser;
import initialkeys.decision.InitialKeyRule;
import initialkeys.decision.Question;
import initialkeys.decision.Verdict;
import initialkeys.decision.Verdict.Absence;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.decision.Verdict.Undecided;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Left;
import initialkeys.iam.IamReadException;
import initialkeys.iam.LiveFacts;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Puts the decision's questions to IAM until there is a verdict; a user's failure is its own. */
public record UserEvaluator(RuleEvent event, LiveFacts facts, BooleanSupplier isLate) {

  /** Far more than any user's facts; beyond it IAM's answers contradict each other. */
  private static final int MOST_QUESTIONS = 100;

  /** Whether what is known of a user leaves no question. */
  public boolean isSettled(IamUser user) {
    return decide(user) instanceof Settled;
  }

  /** What becomes of a user, given what is known of it so far. */
  public Outcome evaluate(IamUser user) {
    try {
      return settle(user);
    } catch (RuntimeException unreadable) {
      return failed("user " + user.identity(), unreadable);
    }
  }

  /** What becomes of the user that AWS Config names. */
  public Outcome evaluate(UserChanged changed) {
    try {
      return facts
          .find(changed.userId(), changed.userName())
          .map(this::evaluate)
          .orElseGet(() -> absent(Resource.user(changed.userId()), Absence.DELETED));
    } catch (RuntimeException unreadable) {
      return failed("user " + changed.userId(), unreadable);
    }
  }

  /** That there is nothing to say of a resource. */
  public Outcome absent(Resource resource, Absence absence) {
    return evaluated(resource, new NotApplicable(absence));
  }

  private Outcome settle(IamUser user) {
    IamUser known = user;
    for (int asked = 0; asked < MOST_QUESTIONS; asked++) {
      switch (decide(known)) {
        case Settled verdict -> {
          return evaluated(Resource.user(user.identity().id()), verdict);
        }
        case Undecided(Question question) -> {
          if (isLate.getAsBoolean()) return new Left();
          known = facts.answer(known, question);
        }
      }
    }
    throw new IllegalStateException(
        "IAM's answers to %s questions lead nowhere".formatted(MOST_QUESTIONS));
  }

  private Verdict decide(IamUser user) {
    return InitialKeyRule.evaluate(user, event.parameters(), event.trigger().notified());
  }

  private Outcome evaluated(Resource resource, Settled verdict) {
    return new Evaluated(Evaluations.of(event).evaluation(resource, verdict));
  }

  /** What is no refusal of IAM is a mistake of ours, and says where. */
  private static Outcome failed(String subject, RuntimeException cause) {
    if (cause instanceof IamReadException) return new Failed(cause.getMessage());
    String place =
        Arrays.stream(cause.getStackTrace()).findFirst().map(at -> " at " + at).orElse("");
    return new Failed("%s: %s%s".formatted(subject, cause, place));
  }
}
