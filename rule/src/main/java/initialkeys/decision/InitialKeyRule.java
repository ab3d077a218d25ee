package initialkeys.decision;

import static initialkeys.decision.TriState.NO;
import static initialkeys.decision.TriState.UNKNOWN;
import static initialkeys.decision.TriState.YES;
import static initialkeys.decision.Verdict.Compliant.Reason.EXEMPT;
import static initialkeys.decision.Verdict.Compliant.Reason.NO_INITIAL_KEY;
import static java.util.Comparator.comparing;

import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.Question.HasBeenUsed;
import initialkeys.decision.Question.HasPassword;
import initialkeys.decision.Question.IsStillTheUser;
import initialkeys.decision.Question.WhichKeys;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Undecided;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole decision about the control ({@link CisControl}): an access key was created with the
 * user and never used, and the user has a console password (F1).
 */
public final class InitialKeyRule {

  /** How far the clocks of AWS's services, and of the function, may differ. */
  public static final Duration CLOCK_MARGIN = Duration.ofMinutes(10);

  private InitialKeyRule() {}

  /**
   * Decides about a user from the facts that are known.
   *
   * @param now the time of the evaluation: the event's notificationCreationTime
   * @return a verdict, or the one next question; more facts never change a verdict
   */
  public static Verdict evaluate(IamUser user, DecisionParameters parameters, Instant now) {
    if (user.presence() == Presence.DELETED) return new NotApplicable(NotApplicable.Reason.DELETED);
    if (parameters.exempts(user.identity())) return new Compliant(EXEMPT);
    boolean passwordMatters = parameters.consolePasswordOnly();
    if (passwordMatters && user.password() == NO) return new Compliant(NO_INITIAL_KEY);

    if (user.keys().isEmpty()) return new Undecided(new WhichKeys());
    Instant userCreated = user.identity().created();
    List<AccessKey> suspects =
        user.keys().get().stream()
            .filter(key -> mayCount(key, userCreated, parameters, now))
            .toList();
    if (suspects.isEmpty()) return new Compliant(NO_INITIAL_KEY);

    if (suspects.stream().anyMatch(key -> key.created().isEmpty())) {
      return new Undecided(new WhichKeys());
    }
    if (passwordMatters && user.password() == UNKNOWN) return new Undecided(new HasPassword());
    Optional<AccessKey> unread = suspects.stream().filter(key -> key.used() == UNKNOWN).findFirst();
    if (parameters.unusedKeysOnly() && unread.isPresent()) {
      return new Undecided(new HasBeenUsed(unread.get()));
    }
    if (user.presence() == Presence.LISTED
        && mayNameBelongToAnother(userCreated, parameters, now)) {
      return new Undecided(new IsStillTheUser());
    }
    return new NonCompliant(findings(suspects, userCreated));
  }

  /** In the order of creation: the order in which IAM lists keys means nothing and may change. */
  private static List<Finding> findings(List<AccessKey> keys, Instant userCreated) {
    return keys.stream()
        .map(key -> new Finding(key.id(), sinceUser(key, userCreated)))
        .sorted(comparing(Finding::afterUser).thenComparing(Finding::keyId))
        .toList();
  }

  /** Whether no known fact rules the key out. */
  private static boolean mayCount(
      AccessKey key, Instant userCreated, DecisionParameters parameters, Instant now) {
    if (parameters.unusedKeysOnly() && key.used() == YES) return false;
    if (parameters.activeKeysOnly() && !key.mayBeActive()) return false;
    if (key.created().isEmpty()) return true;
    boolean withinWindow =
        sinceUser(key, userCreated).abs().compareTo(parameters.creationWindow()) <= 0;
    return withinWindow && !isWithinGrace(key.created().get(), parameters.gracePeriod(), now);
  }

  /** With a period of zero every key counts, even one created after the time of the evaluation. */
  private static boolean isWithinGrace(Instant keyCreated, Duration grace, Instant now) {
    return grace.isPositive() && keyCreated.plus(grace).isAfter(now);
  }

  /**
   * Whether the keys could belong to another user, which was created after IAM listed this one and
   * has its name now. Such a user and its keys are younger than {@code now}, so the keys are within
   * this user's window only while that is open.
   */
  private static boolean mayNameBelongToAnother(
      Instant userCreated, DecisionParameters parameters, Instant now) {
    return !userCreated.plus(parameters.creationWindow()).isBefore(now.minus(CLOCK_MARGIN));
  }

  private static Duration sinceUser(AccessKey key, Instant userCreated) {
    return Duration.between(userCreated, key.created().orElseThrow());
  }
}
