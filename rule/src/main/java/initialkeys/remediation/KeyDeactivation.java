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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.StatusType;

/**
 * Sets one access key to Inactive, and reads it back. It is the only code of the functions that
 * changes anything in an account. The user's name is always given: with it, IAM never changes
 * another user's key, even if the name has passed to another user (F55).
 */
final class KeyDeactivation {

  /** For a write, one question about what was written, and the log. */
  static final int MILLIS_FOR_WRITE = 150_000;

  /** For one question, which is up to two calls of a minute each, and the log. */
  private static final int MILLIS_FOR_QUESTION = 125_000;

  /** Also with retries, so that the last use was read just before. */
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

  /** IAM is eventually consistent (F23): how long to wait before reading a key back again. */
  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

  /** A user that is renamed this often while its keys are read is an error. */
  private static final int MAX_RENAMES = 3;

  private final IamClient iam;
  private final LiveFacts facts;
  private final IntSupplier remainingMillis;
  private final Sleeper sleeper;
  private final Consumer<KeyEvent> log;

  /**
   * @param remainingMillis how much time the invocation has left, in milliseconds
   * @param log keeps each event before the next call is made
   */
  KeyDeactivation(
      IamClient iam,
      LiveFacts facts,
      IntSupplier remainingMillis,
      Sleeper sleeper,
      Consumer<KeyEvent> log) {
    this.iam = iam;
    this.facts = facts;
    this.remainingMillis = remainingMillis;
    this.sleeper = sleeper;
    this.log = log;
  }

  /** How the call ended. */
  private enum Write {
    ACCEPTED,
    /** IAM rejected it: it had no effect. */
    REJECTED,
    /** There was no response, or an error of IAM's own: it may have had an effect. */
    UNKNOWN
  }

  /**
   * Sets the key to Inactive.
   *
   * @param user with the facts of the verdict, read just before
   * @param key an Active key of the verdict
   */
  KeyResult deactivate(IamUser user, AccessKey key) {
    log.accept(new KeyEvent.Intent(user.identity(), key));
    try {
      iam.updateAccessKey(
          request ->
              request
                  .userName(user.identity().name())
                  .accessKeyId(key.id())
                  .status(StatusType.INACTIVE)
                  .overrideConfiguration(it -> it.apiCallTimeout(WRITE_TIMEOUT)));
      return confirmed(user, key, Write.ACCEPTED, "IAM accepted the change");
    } catch (RuntimeException failed) {
      String message =
          "iam:UpdateAccessKey for key %s of user %s: %s"
              .formatted(key.id(), user.identity(), messageOf(failed));
      return confirmed(user, key, isRejection(failed) ? Write.REJECTED : Write.UNKNOWN, message);
    }
  }

  /** An attempt before the last one may have had an effect when the last one was throttled. */
  private static boolean isRejection(RuntimeException failed) {
    return failed instanceof AwsServiceException rejected
        && rejected.statusCode() / 100 == 4
        && !rejected.isThrottlingException();
  }

  /** What IAM says about the key now decides, whether or not the call seemed to fail. */
  private KeyResult confirmed(IamUser user, AccessKey key, Write write, String message) {
    IamUser current = user;
    try {
      current = readBack(user, key, write);
      Optional<AccessKey> read = find(current, key);
      if (read.isEmpty()) return ofMissing(current, key, write, message);
      return switch (read.get().status()) {
        case INACTIVE -> ofInactive(current, key, read.get(), write);
        case ACTIVE, EXPIRED, UNKNOWN -> ofOther(current, key, read.get().status(), write, message);
      };
    } catch (RuntimeException unread) {
      return new KeyResult(
          key.id(),
          current.identity().name(),
          key.status(),
          Status.UNKNOWN,
          write == Write.REJECTED ? Ending.FAILED : Ending.NOT_CONFIRMED,
          "%s; %s".formatted(message, messageOf(unread)));
    }
  }

  /** A list without the key proves nothing soon after a write that may have had an effect. */
  private static KeyResult ofMissing(IamUser user, AccessKey key, Write write, String message) {
    boolean isDeleted = write == Write.REJECTED || user.presence() == Presence.DELETED;
    return ended(
        user,
        key,
        Status.UNKNOWN,
        isDeleted ? Ending.DELETED : Ending.NOT_CONFIRMED,
        isDeleted
            ? "The key, or its user, was deleted in the meantime."
            : message + "; then it did not return the key.");
  }

  private static KeyResult ofOther(
      IamUser user, AccessKey key, Status status, Write write, String message) {
    return ended(
        user,
        key,
        status,
        write == Write.REJECTED ? Ending.FAILED : Ending.NOT_CONFIRMED,
        "%s; then it returned the key as %s.".formatted(message, status));
  }

  private KeyResult ofInactive(IamUser user, AccessKey key, AccessKey read, Write write) {
    if (write == Write.REJECTED) {
      return ended(
          user, key, Status.INACTIVE, Ending.NOT_ACTIVE, "Somebody else set the key to Inactive.");
    }
    IamUser again = ask(user, new Question.HasBeenUsed(read));
    TriState used = find(again, key).map(AccessKey::used).orElse(TriState.UNKNOWN);
    return switch (used) {
      case NO ->
          ended(
              again,
              key,
              Status.INACTIVE,
              Ending.DEACTIVATED,
              "The key was never used, and is now Inactive.");
      case YES ->
          ended(
              again,
              key,
              Status.INACTIVE,
              Ending.USED_MEANWHILE,
              "The key is now Inactive, and IAM returned a use of it. Find out who used it before"
                  + " anybody sets it to Active again.");
      case UNKNOWN ->
          ended(
              again,
              key,
              Status.INACTIVE,
              Ending.NOT_CONFIRMED,
              "The user or the key changed after the write.");
    };
  }

  /** Reads the key for some seconds, until it shows the change that IAM may have accepted. */
  private IamUser readBack(IamUser user, AccessKey key, Write write) {
    IamUser current = withKeys(user, key);
    for (Duration wait : write == Write.REJECTED ? List.<Duration>of() : WAITS) {
      boolean isDone =
          current.presence() == Presence.DELETED
              || find(current, key).filter(it -> it.status() != Status.ACTIVE).isPresent();
      if (isDone || !sleep(wait)) break;
      current = withKeys(current, key);
    }
    return current;
  }

  /**
   * The user with its current keys, whatever its name is now. A list without the key may be that of
   * another user, who has the name now; so the name is confirmed then.
   */
  IamUser withKeys(IamUser user, AccessKey key) {
    IamUser current = user;
    for (int renamed = 0; renamed < MAX_RENAMES; renamed++) {
      current = ask(current, new Question.WhichKeys());
      if (find(current, key).isPresent() || current.presence() == Presence.DELETED) return current;
      if (current.keys().isEmpty()) continue; // Renamed: its keys are not read yet.
      current = ask(current, new Question.IsStillTheUser());
      if (current.presence() != Presence.LISTED) return current;
    }
    throw new IllegalStateException(
        "user %s was renamed again and again".formatted(user.identity()));
  }

  /** The run must end with a record of what it did before Lambda ends it. */
  private IamUser ask(IamUser user, Question question) {
    if (remainingMillis.getAsInt() < MILLIS_FOR_QUESTION) {
      throw new IllegalStateException("there was no time left to read the key");
    }
    return facts.answer(user, question);
  }

  /** An exception that is not IAM's is a defect of this code, and may have no message. */
  static String messageOf(RuntimeException failed) {
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

  static Optional<AccessKey> find(IamUser user, AccessKey wanted) {
    return user.keys().stream()
        .flatMap(List::stream)
        .filter(key -> key.id().equals(wanted.id()))
        .findFirst();
  }

  private static KeyResult ended(
      IamUser user, AccessKey key, Status after, Ending ending, String reason) {
    return new KeyResult(key.id(), user.identity().name(), key.status(), after, ending, reason);
  }
}
