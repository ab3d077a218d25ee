package initialkeys.run;

import static java.util.function.Predicate.not;

import initialkeys.config.ConfigCallException;
import initialkeys.config.RuleEvent;
import initialkeys.config.UnchangedResults;
import initialkeys.config.UnchangedResults.Replaced;
import initialkeys.config.UserRecording;
import initialkeys.decision.IamUser;
import initialkeys.decision.UserIdentity;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.LiveFacts;
import initialkeys.iam.Roster;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Looks during a scheduled run, and at its end, for the users of which another run has stored
 * another result since the run has read the stored results: those whose evaluation was left out as
 * unchanged and, where findings are sent, those that are about to be sent a result. Which of the
 * two runs has the later facts is not known, so the facts are read again. Without this, a result of
 * earlier facts would stay until the next schedule. Used by one thread.
 */
final class ReplacedResults {

  private static final String TOO_LATE =
      "Results that changed during the run were not all evaluated again: the invocation was about"
          + " to time out";

  private final RuleEvent event;
  private final IamClient iam;
  private final ConfigClient config;
  private final RunContext context;
  private final UnchangedResults unchanged;
  private final boolean hasFindings;
  private final BooleanSupplier isLate;
  private final Map<Resource, Instant> evaluated = new HashMap<>();
  private final Set<String> reported = new HashSet<>();
  private boolean hasFailed;

  /**
   * @param hasFindings whether findings are sent: then a result that the run is about to replace is
   *     looked at too, because the finding that another run has sent with it would stay
   */
  ReplacedResults(
      RuleEvent event,
      IamClient iam,
      ConfigClient config,
      RunContext context,
      UnchangedResults unchanged,
      boolean hasFindings) {
    this.event = event;
    this.iam = iam;
    this.config = config;
    this.context = context;
    this.unchanged = unchanged;
    this.hasFindings = hasFindings;
    this.isLate = context.deadline()::isNear;
  }

  /** A time before the facts of a user were read here; empty if they were not. */
  Optional<Instant> evaluated(Resource user) {
    return Optional.ofNullable(evaluated.get(user));
  }

  /**
   * Where findings are sent: keeps the result of a user that another run has set to NON_COMPLIANT,
   * and that is about to be sent another one. {@link #evaluateReplaced} evaluates it again.
   *
   * @param pending the users that are about to be sent a result
   * @param reporter gets the failure when they cannot be looked for
   */
  void keepNonCompliant(Set<Resource> pending, OutcomeReporter reporter) {
    if (!hasFindings || pending.isEmpty()) return;
    if (isLate.getAsBoolean()) {
      failOnce(TOO_LATE, reporter);
      return;
    }
    try {
      unchanged.keepNonCompliant(pending, config, isLate);
    } catch (ConfigCallException unreadable) {
      failOnce(unreadable.getMessage(), reporter);
    }
  }

  /**
   * The users that are not NON_COMPLIANT any more, evaluated again: before results that were
   * COMPLIANT are sent, whose number may end the sending. A deleted one needs no result.
   *
   * @param known the users of the account, for their names
   * @param reporter gets the failure when they cannot be looked for
   */
  Stream<Outcome> evaluateCleared(List<IamUser> known, OutcomeReporter reporter) {
    return unchanged.hasLeftOutNonCompliant()
        ? evaluateAgain(
            found(() -> existing(unchanged.findCleared(config, isLate), reporter), reporter), known)
        : Stream.empty();
  }

  /**
   * All users whose result is another one, or no longer there, evaluated again: those that are
   * COMPLIANT as before come last, and only as long as there is time, because their other
   * annotation hides no key. A deleted user needs no result.
   *
   * @param known the users of the account, for their names
   * @param reporter gets the failure when they cannot be looked for
   */
  Stream<Outcome> evaluateReplaced(List<IamUser> known, OutcomeReporter reporter) {
    if (!unchanged.hasLeftOut()) return Stream.empty();
    Set<Resource> otherAnnotation = new HashSet<>();
    Set<Resource> first = found(() -> replaced(otherAnnotation, reporter), reporter);
    return Stream.concat(
        evaluateAgain(first, known),
        evaluateAgain(otherAnnotation, known).filter(not(Skipped.class::isInstance)));
  }

  private Set<Resource> replaced(Set<Resource> otherAnnotation, OutcomeReporter reporter) {
    Replaced replaced = unchanged.findReplaced(config, isLate);
    otherAnnotation.addAll(replaced.otherAnnotation());
    Set<Resource> users = new LinkedHashSet<>(replaced.other());
    users.addAll(existing(replaced.withoutResult(), reporter));
    return users;
  }

  /** After ResourceNotRecorded, it is right that a user has no result (F10a). */
  private Set<Resource> existing(Set<Resource> withoutResult, OutcomeReporter reporter) {
    if (withoutResult.isEmpty()
        || UserRecording.readOrUnknown(config) == UserRecording.NOT_RECORDED) {
      return Set.of();
    }
    Roster roster = Roster.read(iam, isLate);
    roster.unreadable().forEach(unreadable -> reporter.fail(unreadable.getMessage()));
    Set<Resource> existing = new HashSet<>(withoutResult);
    existing.retainAll(roster.ids().stream().map(Resource::user).toList());
    return existing;
  }

  /** None, if they could not be looked for; nor after that: the next look would fail too. */
  private Set<Resource> found(Supplier<Set<Resource>> look, OutcomeReporter reporter) {
    if (hasFailed) return Set.of();
    try {
      if (!isLate.getAsBoolean()) return look.get();
      failOnce(TOO_LATE, reporter);
    } catch (ConfigCallException unreadable) {
      failOnce(unreadable.getMessage(), reporter);
    }
    hasFailed = true;
    return Set.of();
  }

  private Stream<Outcome> evaluateAgain(Set<Resource> users, List<IamUser> known) {
    Instant now = context.clock().instant();
    users.forEach(user -> evaluated.put(user, now));
    users.forEach(unchanged::sendNext);
    UserEvaluator evaluator =
        new UserEvaluator(
            event.parameters().decision(),
            event.trigger().notified(),
            new LiveFacts(iam, isLate),
            isLate);
    ConsistencyRetry retry = new ConsistencyRetry(context);
    return users.stream()
        .gather(
            Gatherers.mapConcurrent(
                ScheduledRun.MAX_CONCURRENT_USERS,
                user ->
                    isLate.getAsBoolean()
                        ? new Skipped(Subject.of(user))
                        : retry.evaluate(
                            () -> evaluator.evaluate(user.id(), nameOf(user, known)))));
  }

  private void failOnce(String message, OutcomeReporter reporter) {
    if (reported.add(message)) reporter.fail(message);
  }

  private static Optional<String> nameOf(Resource resource, List<IamUser> known) {
    return known.stream()
        .map(IamUser::identity)
        .filter(identity -> identity.id().equals(resource.id()))
        .map(UserIdentity::name)
        .findFirst();
  }
}
