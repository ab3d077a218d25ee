package initialkeys.remediation;

import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.Question;
import initialkeys.decision.TriState;
import initialkeys.iam.LiveFacts;
import initialkeys.iam.Sleeper;
import initialkeys.remediation.KeyResult.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.StatusType;

/**
 * Sets one access key to Inactive, and reads back what IAM made of it. It is the only code of this
 * product that changes anything in an account. The user's name is always given: with it, IAM never
 * changes another user's key, even if the name has passed to another user (F55).
 */
final class KeyDeactivation {

  /** IAM is eventually consistent (F23): how long to wait before reading a key back again. */
  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

  /** A user that is renamed more often while its keys are read is not believed. */
  private static final int MAX_RENAMES = 3;

  private final IamClient iam;
  private final LiveFacts facts;
  private final RemediationPolicy policy;
  private final Instant now;
  private final BooleanSupplier isLate;
  private final Sleeper sleeper;
  private final Consumer<KeyEvent> log;

  /**
   * @param now the time at which the key's age is taken
   * @param isLate whether there is no time left for a write and for reading it back
   * @param log keeps each event before the next call is made
   */
  KeyDeactivation(
      IamClient iam,
      LiveFacts facts,
      RemediationPolicy policy,
      Instant now,
      BooleanSupplier isLate,
      Sleeper sleeper,
      Consumer<KeyEvent> log) {
    this.iam = iam;
    this.facts = facts;
    this.policy = policy;
    this.now = now;
    this.isLate = isLate;
    this.sleeper = sleeper;
    this.log = log;
  }

  /** Handles one key of a user that is NON_COMPLIANT because of it, and logs its ending. */
  KeyResult deactivate(IamUser user, AccessKey key) {
    KeyResult result = result(user, key);
    log.accept(new KeyEvent.Ended(user.identity(), result));
    return result;
  }

  private KeyResult result(IamUser user, AccessKey key) {
    return switch (key.status()) {
      case INACTIVE, EXPIRED ->
          unchanged(key, Ending.NOT_ACTIVE, "The key cannot be used: it is not Active.");
      case UNKNOWN ->
          unchanged(key, Ending.FAILED, "IAM returned a status that is not known here.");
      case ACTIVE -> ofActive(user, key);
    };
  }

  private KeyResult ofActive(IamUser user, AccessKey key) {
    if (key.created().orElse(Instant.MAX).isAfter(now.minus(policy.grace()))) {
      return unchanged(
          key,
          Ending.WITHIN_GRACE,
          "The key is younger than %s hours.".formatted(policy.grace().toHours()));
    }
    try {
      return ofOldEnough(user, key, facts.answer(user, new Question.HasBeenUsed(key)));
    } catch (RuntimeException unread) {
      return unchanged(key, Ending.FAILED, messageOf(unread));
    }
  }

  /**
   * @param again the user with the key's last use, read once more
   */
  private KeyResult ofOldEnough(IamUser user, AccessKey key, IamUser again) {
    IamUser current = find(again, key).isPresent() ? again : withKeys(again, key);
    Optional<AccessKey> read = find(current, key);
    if (read.isEmpty()) return deleted(key);
    if (!current.identity().name().equals(user.identity().name())) {
      return unchanged(key, Ending.FAILED, "The user was renamed in the meantime. Start again.");
    }
    return switch (read.get().used()) {
      case YES -> unchanged(key, Ending.USED, "The key was used in the meantime.");
      case UNKNOWN -> unchanged(key, Ending.FAILED, "It is not known whether the key was used.");
      case NO -> ofUnused(current, key);
    };
  }

  private KeyResult ofUnused(IamUser user, AccessKey key) {
    if (isLate.getAsBoolean()) {
      return unchanged(key, Ending.FAILED, "There was no time left to change the key.");
    }
    log.accept(new KeyEvent.Intent(user.identity(), key));
    if (policy.isDryRun()) {
      return unchanged(key, Ending.WOULD_BE_DEACTIVATED, "Dry run: the key was not changed.");
    }
    return confirmed(user, key, write(user, key));
  }

  /** Returns why the call failed; empty when IAM accepted it. */
  private Optional<String> write(IamUser user, AccessKey key) {
    try {
      iam.updateAccessKey(
          request ->
              request
                  .userName(user.identity().name())
                  .accessKeyId(key.id())
                  .status(StatusType.INACTIVE));
      return Optional.empty();
    } catch (RuntimeException failed) {
      return Optional.of(
          "iam:UpdateAccessKey for key %s of user %s: %s"
              .formatted(key.id(), user.identity(), failed.getMessage()));
    }
  }

  /** What IAM says about the key now decides, whether or not the call seemed to fail. */
  private KeyResult confirmed(IamUser user, AccessKey key, Optional<String> failure) {
    try {
      IamUser current = readBack(user, key, failure.isEmpty());
      Optional<AccessKey> read = find(current, key);
      if (read.isEmpty()) return deleted(key);
      return switch (read.get().status()) {
        case INACTIVE -> ofInactive(current, key, read.get());
        case ACTIVE, EXPIRED, UNKNOWN -> ofStillActive(key, read.get().status(), failure);
      };
    } catch (RuntimeException unread) {
      return new KeyResult(
          key.id(),
          key.status(),
          Status.UNKNOWN,
          Ending.NOT_CONFIRMED,
          failure.map(message -> message + "; ").orElse("") + messageOf(unread));
    }
  }

  private static KeyResult ofStillActive(AccessKey key, Status after, Optional<String> failure) {
    return failure
        .map(message -> new KeyResult(key.id(), key.status(), after, Ending.FAILED, message))
        .orElseGet(
            () ->
                new KeyResult(
                    key.id(),
                    key.status(),
                    after,
                    Ending.NOT_CONFIRMED,
                    "IAM accepted the change, and then returned the key as %s.".formatted(after)));
  }

  /** A use that became known after the write is never undone by a program. */
  private KeyResult ofInactive(IamUser user, AccessKey key, AccessKey read) {
    IamUser again = facts.answer(user, new Question.HasBeenUsed(read));
    TriState used = find(again, key).map(AccessKey::used).orElse(TriState.UNKNOWN);
    return switch (used) {
      case NO -> written(key, Ending.DEACTIVATED, "The key was never used, and is now Inactive.");
      case YES ->
          written(
              key,
              Ending.USED_MEANWHILE,
              "The key is now Inactive, and IAM returned a use of it. Find out who used it before"
                  + " anybody sets it to Active again.");
      case UNKNOWN ->
          written(key, Ending.NOT_CONFIRMED, "The user or the key changed after the write.");
    };
  }

  /** Reads the key until it is not Active, for some seconds if IAM accepted the change. */
  private IamUser readBack(IamUser user, AccessKey key, boolean isAccepted) {
    IamUser current = withKeys(user, key);
    for (Duration wait : isAccepted ? WAITS : List.<Duration>of()) {
      if (find(current, key).filter(it -> it.status() == Status.ACTIVE).isEmpty()) break;
      if (!sleep(wait)) break;
      current = withKeys(user, key);
    }
    return current;
  }

  /**
   * The user with its current keys, whatever its name is now. A list without the key may be that of
   * another user, who has the name now; so the key only counts as deleted once the name is
   * confirmed, or once no user has the id.
   */
  private IamUser withKeys(IamUser user, AccessKey key) {
    IamUser current = user;
    for (int renamed = 0; renamed < MAX_RENAMES; renamed++) {
      current = facts.answer(current, new Question.WhichKeys());
      if (find(current, key).isPresent() || current.presence() == Presence.DELETED) return current;
      if (current.keys().isEmpty()) continue; // Renamed: its keys are not read yet.
      current = facts.answer(current, new Question.IsStillTheUser());
      if (current.presence() != Presence.LISTED) return current;
    }
    throw new IllegalStateException(
        "user %s was renamed again and again".formatted(user.identity()));
  }

  /** An exception that is not IAM's is a defect of this code, and may have no message. */
  private static String messageOf(RuntimeException failed) {
    return Objects.requireNonNullElseGet(failed.getMessage(), failed::toString);
  }

  private boolean sleep(Duration wait) {
    try {
      sleeper.sleep(wait);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Optional<AccessKey> find(IamUser user, AccessKey wanted) {
    return user.keys().stream()
        .flatMap(List::stream)
        .filter(key -> key.id().equals(wanted.id()))
        .findFirst();
  }

  private static KeyResult unchanged(AccessKey key, Ending ending, String reason) {
    return new KeyResult(key.id(), key.status(), key.status(), ending, reason);
  }

  private static KeyResult written(AccessKey key, Ending ending, String reason) {
    return new KeyResult(key.id(), key.status(), Status.INACTIVE, ending, reason);
  }

  private static KeyResult deleted(AccessKey key) {
    return new KeyResult(
        key.id(),
        key.status(),
        Status.UNKNOWN,
        Ending.DELETED,
        "The key, or its user, was deleted in the meantime.");
  }
}
