package initialkeys.cli.prove;

import initialkeys.cli.prove.ProofRow.Status;
import initialkeys.cli.prove.user.NewKey;
import initialkeys.cli.prove.user.ProofCase;
import initialkeys.decision.AccessKey;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * One user of a proof, from its creation to its last result. Its facts are those that the proof has
 * created, never those that IAM returns.
 */
final class ProofUser {

  private static final Duration AFTER_WINDOW = Duration.ofMinutes(1);

  /** Where the user is. */
  private enum Stage {
    /** AWS Config has not shown the result from before the change. */
    FIRST_RESULT,
    /** The change is in progress. */
    CHANGE,
    /** AWS Config has not shown the result that the line says. */
    LAST_RESULT,
    DONE
  }

  private final ProofCase proofCase;
  private final ProofAccount account;
  private final Optional<NewKey> key;
  private final Instant started;
  private Expectation before;
  private IamUser facts;
  private Stage stage;
  private Instant settled;
  private int absences;
  private Optional<AccessKey> later = Optional.empty();
  private Optional<Instant> used = Optional.empty();
  private Optional<Duration> lag = Optional.empty();

  /** Creates the user with its key. */
  ProofUser(ProofCase proofCase, ProofAccount account) {
    this.proofCase = proofCase;
    this.account = account;
    this.started = account.now();
    UserIdentity identity = account.users().create(proofCase);
    this.facts = ProofCase.withoutKey(identity);
    this.before = expected();
    this.key = createKey(identity);
    this.settled = account.now();
    this.stage =
        proofCase.change() == ProofCase.Change.NONE ? Stage.LAST_RESULT : Stage.FIRST_RESULT;
  }

  private Optional<NewKey> createKey(UserIdentity identity) {
    return switch (proofCase.key()) {
      case NONE -> Optional.empty();
      case ACTIVE -> {
        NewKey created = account.users().createKey(identity);
        facts = facts.withKeys(List.of(created.facts()));
        yield Optional.of(created);
      }
      case INACTIVE -> {
        AccessKey created = account.users().createKey(identity).facts();
        facts = facts.withKeys(List.of(account.users().deactivate(identity, created)));
        yield Optional.empty();
      }
    };
  }

  ProofCase proofCase() {
    return proofCase;
  }

  UserIdentity identity() {
    return facts.identity();
  }

  /** When the facts were last changed. */
  Instant settled() {
    return settled;
  }

  /** How long IAM took to show the use of the key (F19). */
  Optional<Duration> lag() {
    return lag;
  }

  boolean isDone() {
    return stage == Stage.DONE;
  }

  /** Whether only AWS Config is waited for, and for the last result. */
  boolean isSettled() {
    return stage == Stage.LAST_RESULT || stage == Stage.DONE;
  }

  /** Whether AWS Config cannot notice the change by itself (F11). */
  boolean isChangeUnnoticed() {
    return switch (proofCase.change()) {
      case REPLACE_KEY, USE_KEY, DELETE_PASSWORD -> true;
      case NONE, DELETE_USER -> false;
    };
  }

  /** The keys of the user, as the proof has created them. */
  List<AccessKey> keys() {
    return facts.keys().orElseThrow();
  }

  private Expectation expected() {
    return Expectation.of(facts, account.parameters(), account.now());
  }

  /** Takes what AWS Config shows now, and does what is next. */
  void advance(Optional<ConfigResult> found) {
    if (stage == Stage.FIRST_RESULT && found.isPresent() && expected().isMetBy(found)) {
      before = expected();
      stage = Stage.CHANGE;
    }
    if (stage == Stage.CHANGE && isChangeDone()) {
      settled = account.now();
      stage = Stage.LAST_RESULT;
    } else if (stage == Stage.LAST_RESULT) {
      absences = found.isEmpty() ? absences + 1 : 0;
      if (expected().isMetBy(found) && isCertain(found)) stage = Stage.DONE;
    }
  }

  /**
   * One look may miss a result, and what AWS Config recorded of an Active key is the same as what
   * it records once the key is Inactive.
   */
  private boolean isCertain(Optional<ConfigResult> found) {
    return found
        .map(it -> proofCase != ProofCase.INACTIVE_KEY || it.recorded().isAfter(settled))
        .orElse(absences > 1);
  }

  private boolean isChangeDone() {
    return switch (proofCase.change()) {
      case NONE -> true;
      case REPLACE_KEY -> isKeyReplaced();
      case USE_KEY -> isUseShown();
      case DELETE_PASSWORD -> {
        account.users().deletePassword(identity());
        facts = facts.withPassword(TriState.NO);
        yield true;
      }
      case DELETE_USER -> {
        account.users().delete(identity());
        facts = facts.withPresence(Presence.DELETED);
        yield true;
      }
    };
  }

  private boolean isKeyReplaced() {
    DecisionParameters parameters = account.parameters();
    Instant from = started.plus(parameters.creationWindow()).plus(AFTER_WINDOW);
    if (account.now().isBefore(from)) return false;
    if (later.isEmpty()) later = Optional.of(account.users().createKey(identity()).facts());
    account.users().deleteKey(identity(), keys().getFirst());
    facts = facts.withKeys(List.of(later.get()));
    return true;
  }

  /** Signs one call, and then looks whether IAM shows it: the last-used date lags (F19). */
  private boolean isUseShown() {
    if (used.isEmpty()) used = use();
    if (used.isEmpty() || !account.isUsed(keys().getFirst())) return false;
    lag = Optional.of(Duration.between(used.get(), account.now()));
    facts = facts.withKeyUsed(keys().getFirst(), TriState.YES);
    return true;
  }

  /** A new key is not known everywhere at once: then STS rejects it, and it is used later. */
  private Optional<Instant> use() {
    try {
      key.orElseThrow().use(account.stsOf());
      return Optional.of(account.now());
    } catch (StsException | IamException notYet) {
      return Optional.empty();
    }
  }

  /**
   * The line of the table.
   *
   * @param hasRunSince whether AWS Config has evaluated every user again since a time
   */
  ProofRow row(Optional<ConfigResult> found, Predicate<Instant> hasRunSince) {
    return switch (stage) {
      case DONE ->
          isProof()
              ? row(Status.PASS, expected().type().toString())
              : row(
                  Status.NOT_IN_TIME,
                  "The key was created too long after the user: the result is the same as before.");
      case CHANGE -> row(Status.NOT_IN_TIME, reasonNotDone());
      case FIRST_RESULT, LAST_RESULT -> open(found, hasRunSince);
    };
  }

  /** A result that the user had before it was what the line says is no proof. */
  private boolean isProof() {
    return switch (proofCase) {
      case NO_KEY, EXEMPT -> true;
      case LATER_KEY, USED_KEY, NO_PASSWORD, UNUSED_KEY, INACTIVE_KEY, COMMA, DELETED ->
          before.type() != expected().type();
    };
  }

  private String reasonNotDone() {
    return switch (proofCase.change()) {
      case USE_KEY ->
          used.isEmpty()
              ? "STS did not accept the new key in time."
              : "IAM did not show the use of the key in time (F19).";
      case REPLACE_KEY -> "The creation window did not end in time.";
      case NONE, DELETE_PASSWORD, DELETE_USER -> "The change was not done in time.";
    };
  }

  /** A result from before the last change is never a failure. */
  private ProofRow open(Optional<ConfigResult> found, Predicate<Instant> hasRunSince) {
    if (found.isEmpty()) return row(Status.NOT_IN_TIME, "AWS Config has no result in time.");
    boolean isNew = found.get().recorded().isAfter(settled.plus(Reevaluation.CLOCK_MARGIN));
    boolean isStale = !isNew && !hasRunSince.test(settled);
    if (isStale || expected().isMetBy(found)) {
      return row(
          Status.NOT_IN_TIME, "AWS Config has not invoked the rule again in time: " + found.get());
    }
    return row(
        Status.FAIL,
        "Expected %s: %s AWS Config has %s"
            .formatted(expected().type(), expected().annotation(), found.get()));
  }

  private ProofRow row(Status status, String text) {
    return new ProofRow(proofCase.line(), status, text);
  }
}
