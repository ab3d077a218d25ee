package initialkeys.remediation;

import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.Question;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.evaluation.Subject;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.LiveFacts;
import initialkeys.iam.Sleeper;
import initialkeys.remediation.KeyResult.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * One remediation. It finds the user by its id, decides from live facts alone, and confirms that
 * the name still belongs to the user. Then, for each key of the verdict, it reads the rule's
 * parameters and the user's facts once more and decides again, so that the last use is read
 * directly before the write.
 */
public final class Remediation {

  /** A user that is renamed again and again while it is read is not remediated. */
  private static final int MAX_CONFIRMATIONS = 3;

  private final Supplier<DecisionParameters> parameters;
  private final RemediationPolicy policy;
  private final Instant now;
  private final BooleanSupplier isLate;
  private final LiveFacts facts;
  private final KeyDeactivation deactivation;
  private final Consumer<KeyEvent> log;

  /**
   * @param parameters reads the rule's parameters, as AWS Config holds them at that moment
   * @param now the time of the decision, at which the age of keys is taken
   * @param remainingMillis how much time the invocation has left, in milliseconds
   * @param log keeps each event before the next call is made
   */
  public Remediation(
      IamClient iam,
      Supplier<DecisionParameters> parameters,
      RemediationPolicy policy,
      Instant now,
      IntSupplier remainingMillis,
      Sleeper sleeper,
      Consumer<KeyEvent> log) {
    this.parameters = parameters;
    this.policy = policy;
    this.now = now;
    this.isLate = () -> remainingMillis.getAsInt() < KeyDeactivation.MILLIS_FOR_WRITE;
    this.facts = new LiveFacts(iam, isLate);
    this.deactivation = new KeyDeactivation(iam, facts, remainingMillis, sleeper, log);
    this.log = log;
  }

  /** Remediates the user that has this id. A failure is part of the result. */
  public RemediationResult remediate(String userId) {
    UserEvaluator users;
    try {
      users = evaluator();
    } catch (RuntimeException unread) {
      return RemediationResult.failed(Optional.empty(), KeyDeactivation.messageOf(unread));
    }
    Outcome outcome = users.evaluate(userId, Optional.empty());
    for (int left = MAX_CONFIRMATIONS; ; left--) {
      if (!(outcome instanceof Evaluated(Subject subject, NonCompliant verdict))) {
        return ended(outcome);
      }
      IamUser user = subject.user().orElseThrow();
      if (user.presence() == Presence.CONFIRMED) return deactivate(user, verdict.findings());
      if (left == 0) {
        return RemediationResult.failed(
            identity(outcome), "The user was renamed again and again. Start again.");
      }
      outcome = confirm(user, users);
    }
  }

  /**
   * The decision with the current parameters.
   *
   * @throws IllegalStateException when a finding may be a key in use
   */
  private UserEvaluator evaluator() {
    DecisionParameters current = parameters.get();
    if (current.unusedKeysOnly()) return new UserEvaluator(current, now, facts, isLate);
    throw new IllegalStateException(
        "The rule's parameter unusedKeysOnly is false, so its findings may be keys in use. They are"
            + " not remediated.");
  }

  /**
   * Asks whether the name still belongs to the user, and decides again: a user that was renamed has
   * no other fact, so each is read again under the new name.
   */
  private Outcome confirm(IamUser user, UserEvaluator users) {
    try {
      return users.evaluate(facts.answer(user, new Question.IsStillTheUser()));
    } catch (RuntimeException unread) {
      return new Failed(Subject.of(user), KeyDeactivation.messageOf(unread));
    }
  }

  private RemediationResult deactivate(IamUser user, List<Finding> findings) {
    List<KeyResult> results =
        findings.stream().map(finding -> deactivate(user, key(user, finding.keyId()))).toList();
    return RemediationResult.of(user.identity(), results);
  }

  private static AccessKey key(IamUser user, String id) {
    return user.keys().orElseThrow().stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Handles one key of the verdict, and logs its ending. */
  private KeyResult deactivate(IamUser user, AccessKey key) {
    KeyResult result;
    try {
      result = unwritten(user, key).orElseGet(() -> decideAgain(user, key));
    } catch (RuntimeException failed) {
      result = unchanged(user, key, Ending.FAILED, KeyDeactivation.messageOf(failed));
    }
    log.accept(new KeyEvent.Ended(user.identity(), result));
    return result;
  }

  /** The ending of a key that must not be written, whatever is read next. */
  private Optional<KeyResult> unwritten(IamUser user, AccessKey key) {
    return switch (key.status()) {
      case INACTIVE, EXPIRED ->
          Optional.of(
              unchanged(user, key, Ending.NOT_ACTIVE, "The key cannot be used: it is not Active."));
      case UNKNOWN ->
          Optional.of(
              unchanged(user, key, Ending.FAILED, "IAM returned a status that is not known here."));
      case ACTIVE ->
          key.created().orElse(Instant.MAX).isAfter(now.minus(policy.grace()))
              ? Optional.of(
                  unchanged(
                      user,
                      key,
                      Ending.WITHIN_GRACE,
                      "The key is younger than %s hours.".formatted(policy.grace().toHours())))
              : Optional.empty();
    };
  }

  /** The name was confirmed before; with it, IAM changes no other user's key (F55). */
  private KeyResult decideAgain(IamUser user, AccessKey key) {
    IamUser unread = IamUser.listed(user.identity()).withPresence(Presence.CONFIRMED);
    Outcome outcome = evaluator().evaluate(unread);
    return switch (outcome) {
      case Evaluated(Subject subject, NonCompliant verdict)
          when names(verdict, key) && isUnder(user, subject) ->
          write(subject.user().orElseThrow(), key);
      case Evaluated evaluated -> notNamedAgain(user, key, evaluated.subject().user());
      case Failed failed -> unchanged(user, key, Ending.FAILED, failed.message());
      case Skipped _ -> unchanged(user, key, Ending.FAILED, "There was no time left.");
      case Inconsistent _ ->
          unchanged(
              user, key, Ending.FAILED, "IAM's responses about the user contradict each other.");
    };
  }

  private static boolean names(NonCompliant verdict, AccessKey key) {
    return verdict.findings().stream().anyMatch(finding -> finding.keyId().equals(key.id()));
  }

  private static boolean isUnder(IamUser user, Subject subject) {
    return subject
        .user()
        .filter(now -> now.identity().name().equals(user.identity().name()))
        .isPresent();
  }

  private KeyResult write(IamUser user, AccessKey verdictKey) {
    AccessKey key = key(user, verdictKey.id());
    Optional<KeyResult> unwritten = unwritten(user, key);
    if (unwritten.isPresent()) return unwritten.get();
    if (isLate.getAsBoolean()) {
      return unchanged(user, key, Ending.FAILED, "There was no time left to change the key.");
    }
    if (policy.isDryRun()) {
      log.accept(new KeyEvent.Intent(user.identity(), key));
      return unchanged(user, key, Ending.WOULD_BE_DEACTIVATED, "Dry run: the key was not changed.");
    }
    return deactivation.deactivate(user, key);
  }

  /** Something changed since the first verdict. */
  private KeyResult notNamedAgain(IamUser user, AccessKey key, Optional<IamUser> facts) {
    Optional<AccessKey> read = facts.flatMap(now -> KeyDeactivation.find(now, key));
    if (read.filter(it -> it.used() == TriState.YES).isPresent()) {
      return unchanged(user, key, Ending.USED, "The key was used in the meantime.");
    }
    IamUser current = deactivation.withKeys(user, key);
    if (KeyDeactivation.find(current, key).isEmpty()) {
      return new KeyResult(
          key.id(),
          user.identity().name(),
          key.status(),
          Status.UNKNOWN,
          Ending.DELETED,
          "The key, or its user, was deleted in the meantime.");
    }
    if (!current.identity().name().equals(user.identity().name())) {
      return unchanged(
          user, key, Ending.FAILED, "The user was renamed in the meantime. Start again.");
    }
    return unchanged(
        user,
        key,
        Ending.NO_LONGER_NAMED,
        "The user or the rule's parameters changed: the verdict no longer names the key.");
  }

  private static KeyResult unchanged(IamUser user, AccessKey key, Ending ending, String reason) {
    return new KeyResult(
        key.id(), user.identity().name(), key.status(), key.status(), ending, reason);
  }

  /** The ending of a run without a NON_COMPLIANT verdict: nothing is written. */
  private static RemediationResult ended(Outcome outcome) {
    Optional<UserIdentity> user = identity(outcome);
    return switch (outcome) {
      case Evaluated evaluated ->
          switch (evaluated.verdict()) {
            case Compliant compliant ->
                RemediationResult.nothingToDo(user, reason(compliant.reason()));
            case NotApplicable _ ->
                RemediationResult.nothingToDo(user, "No user of this account has the id.");
            case NonCompliant _ -> throw new IllegalStateException("not an ending");
          };
      case Failed failed -> RemediationResult.failed(user, failed.message());
      case Skipped _ -> RemediationResult.failed(user, "There was no time left to read the facts.");
      // Of a user that is not found nothing is known, not even that it is young.
      case Inconsistent inconsistent ->
          user.isEmpty()
              ? ended(inconsistent.otherwise())
              : RemediationResult.failed(
                  user, "IAM's responses about the user contradict each other.");
    };
  }

  private static String reason(Compliant.Reason reason) {
    return switch (reason) {
      case EXEMPT -> "The user is exempt.";
      case NO_INITIAL_KEY -> "The user is COMPLIANT.";
    };
  }

  private static Optional<UserIdentity> identity(Outcome outcome) {
    return outcome.subject().user().map(IamUser::identity);
  }
}
