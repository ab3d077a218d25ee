package initialkeys.evaluation;

import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.InitialKeyRule;
import initialkeys.decision.Question;
import initialkeys.decision.Verdict;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.decision.Verdict.Undecided;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.iam.IamReadException;
import initialkeys.iam.InconsistentResponseException;
import initialkeys.iam.LiveFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes the questions of the decision to IAM, one call at a time, until there is a verdict. It
 * knows no AWS Config event, so that any entry point can use it. A failure is the outcome of that
 * user alone. Safe for use by several threads.
 */
public final class UserEvaluator {

  /** Far more than the facts of any user; beyond it, IAM's responses contradict each other. */
  private static final int MAX_QUESTIONS = 100;

  /** In this time after its creation, a user may be missing from some of IAM's responses (F23). */
  private static final Duration CONSISTENCY_MARGIN = Duration.ofMinutes(10);

  private final DecisionParameters parameters;
  private final Instant now;
  private final LiveFacts facts;
  private final BooleanSupplier isLate;

  /**
   * @param now the time of the evaluation, as {@link InitialKeyRule#evaluate} takes it
   * @param isLate whether no further call must be started
   */
  public UserEvaluator(
      DecisionParameters parameters, Instant now, LiveFacts facts, BooleanSupplier isLate) {
    this.parameters = parameters;
    this.now = now;
    this.facts = facts;
    this.isLate = isLate;
  }

  /** Whether the known facts are enough for a verdict, so that no call is needed. */
  public boolean isSettled(IamUser user) {
    return decide(user) instanceof Settled;
  }

  /** Evaluates a user of which some facts are known. */
  public Outcome evaluate(IamUser user) {
    Subject subject = Subject.of(user);
    try {
      Outcome outcome = settle(user);
      return isDeleted(outcome) && isRecent(user) ? new Inconsistent(subject, outcome) : outcome;
    } catch (RuntimeException failed) {
      return unread(subject, "user " + user.identity(), failed);
    }
  }

  /**
   * Evaluates the user that has an id.
   *
   * @param name the name that the user is expected to have; the id decides
   */
  public Outcome evaluate(String id, Optional<String> name) {
    Subject subject = Subject.of(Resource.user(id));
    try {
      return facts
          .find(id, name)
          .map(this::evaluate)
          .orElseGet(
              () ->
                  new Inconsistent(subject, notApplicable(subject, NotApplicable.Reason.DELETED)));
    } catch (RuntimeException failed) {
      return unread(subject, "user " + id, failed);
    }
  }

  /** The outcome for a resource that the rule does not apply to. */
  public static Evaluated notApplicable(Resource resource, NotApplicable.Reason reason) {
    return notApplicable(Subject.of(resource), reason);
  }

  private static Evaluated notApplicable(Subject subject, NotApplicable.Reason reason) {
    return new Evaluated(subject, new NotApplicable(reason));
  }

  private Outcome settle(IamUser user) {
    IamUser known = user;
    for (int asked = 0; asked < MAX_QUESTIONS; asked++) {
      switch (decide(known)) {
        case Settled verdict -> {
          return new Evaluated(Subject.of(known), verdict);
        }
        case Undecided(Question question) -> {
          if (isLate.getAsBoolean()) return new Skipped(Subject.of(known));
          known = facts.answer(known, question);
        }
      }
    }
    throw new IllegalStateException(
        "No verdict after %s IAM calls: the responses contradict each other"
            .formatted(MAX_QUESTIONS));
  }

  private Verdict decide(IamUser user) {
    return InitialKeyRule.evaluate(user, parameters, now);
  }

  /** The decision knows no other reason why the rule does not apply. */
  private static boolean isDeleted(Outcome outcome) {
    return outcome instanceof Evaluated evaluated && evaluated.verdict() instanceof NotApplicable;
  }

  private boolean isRecent(IamUser user) {
    return user.identity().created().plus(CONSISTENCY_MARGIN).isAfter(now);
  }

  /** Any exception that is not IAM's is a defect of this code; its message says where it arose. */
  private static Outcome unread(Subject subject, String name, RuntimeException cause) {
    return switch (cause) {
      case InconsistentResponseException contradicted ->
          new Inconsistent(subject, new Failed(subject, contradicted.getMessage()));
      case IamReadException unreadable -> new Failed(subject, unreadable.getMessage());
      default -> {
        String place =
            Arrays.stream(cause.getStackTrace()).findFirst().map(at -> " at " + at).orElse("");
        yield new Failed(subject, "%s: %s%s".formatted(name, cause, place));
      }
    };
  }
}
