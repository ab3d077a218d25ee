package initialkeys.cli.prove.user;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.cli.aws.AwsFailure;
import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.EntityTemporarilyUnmodifiableException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/**
 * The users of one proof. Each is denied everything before it gets a password or a key. Once {@link
 * #removeAll} was called, from whatever thread, nothing is created any more.
 */
public final class ProofUsers {

  /** The path of every user of a proof. */
  public static final String PATH = "/initial-keys-proof/";

  /** What their names begin with. */
  static final String PREFIX = "initial-keys-proof-";

  /** The tag that each of them has; its value is that of the run. */
  static final String TAG = "initial-keys-proof";

  /** The inline policy that each of them has. */
  static final String POLICY = "deny-everything";

  private static final String DENY_EVERYTHING =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

  /** IAM is eventually consistent: a new user may not be found for some seconds (F23). */
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8));

  private static final int REQUEST_TIMEOUT = 408;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final IamClient iam;
  private final ProofContext context;
  private final String run;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> keys = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private boolean isStopped;
  private Optional<List<String>> notDeleted = Optional.empty();

  /** Users of a new run; none is created yet. */
  public ProofUsers(IamClient iam, ProofContext context) {
    this.iam = iam;
    this.context = context;
    byte[] random = new byte[4];
    RANDOM.nextBytes(random);
    this.run = HexFormat.of().formatHex(random);
  }

  /** The name of a case's user in a run. */
  public static String nameOf(String run, ProofCase proofCase) {
    return PREFIX + run + "-" + proofCase.suffix();
  }

  /** Creates the user of a case, with its password and without a key. */
  public UserIdentity create(ProofCase proofCase) {
    String name = nameOf(run, proofCase);
    User user =
        write(
            () -> {
              names.add(name);
              return createUser(name);
            });
    write(() -> denyEverything(iam, name));
    write(() -> iam.createLoginProfile(it -> it.userName(name).password(RandomPassword.next())));
    return new UserIdentity(user.userId(), name, PATH, user.createDate());
  }

  /**
   * A user that existed already is not this run's, unless it has its tag: then the first response
   * was lost, and the SDK has sent the request again.
   */
  private User createUser(String name) {
    try {
      return iam.createUser(
              it -> it.userName(name).path(PATH).tags(Tag.builder().key(TAG).value(run).build()))
          .user();
    } catch (EntityAlreadyExistsException exists) {
      taken.add(name);
      throw exists;
    } catch (IamException rejected) {
      if (isNotCreated(rejected)) names.remove(name);
      throw rejected;
    }
  }

  /** IAM rejects a request without doing it; an earlier attempt may have got through, however. */
  private static boolean isNotCreated(IamException rejected) {
    boolean isFirstAttempt = Objects.requireNonNullElse(rejected.numAttempts(), 1) == 1;
    return isFirstAttempt
        && rejected.statusCode() >= 400
        && rejected.statusCode() < 500
        && rejected.statusCode() != REQUEST_TIMEOUT;
  }

  static PutUserPolicyResponse denyEverything(IamClient iam, String name) {
    return iam.putUserPolicy(
        it -> it.userName(name).policyName(POLICY).policyDocument(DENY_EVERYTHING));
  }

  /** Creates a key. Its secret is in memory only. */
  public NewKey createKey(UserIdentity user) {
    return new NewKey(
        write(
            () -> {
              var created = iam.createAccessKey(it -> it.userName(user.name())).accessKey();
              keys.add(created.accessKeyId());
              return created;
            }));
  }

  /** Sets the key to Inactive. */
  public AccessKey deactivate(UserIdentity user, AccessKey key) {
    write(
        () ->
            iam.updateAccessKey(
                it -> it.userName(user.name()).accessKeyId(key.id()).status(StatusType.INACTIVE)));
    return new AccessKey(key.id(), Status.INACTIVE, key.created(), TriState.NO);
  }

  /** Deletes the key. */
  public void deleteKey(UserIdentity user, AccessKey key) {
    write(() -> iam.deleteAccessKey(it -> it.userName(user.name()).accessKeyId(key.id())));
  }

  /** Deletes the console password. */
  public void deletePassword(UserIdentity user) {
    write(() -> iam.deleteLoginProfile(it -> it.userName(user.name())));
  }

  /**
   * Deletes a user before the others.
   *
   * @throws AwsAccessException when it could not be deleted
   */
  public void delete(UserIdentity user) {
    Optional<String> reason =
        once(
            () -> {
              Optional<String> whyNotDeleted = remove(user.name());
              if (whyNotDeleted.isEmpty()) names.remove(user.name());
              return whyNotDeleted;
            });
    if (reason.isPresent()) {
      throw new AwsAccessException("%s: %s".formatted(user.name(), reason.get()), null);
    }
  }

  /**
   * Removes every user of this run, once, and waits until that is done. Nothing is created
   * afterwards.
   *
   * @return the users that were not deleted, each with the reason
   */
  public synchronized List<String> removeAll() {
    isStopped = true;
    if (notDeleted.isEmpty()) {
      Map<String, String> reasons = new LinkedHashMap<>();
      for (String name : List.copyOf(names)) {
        remove(name).ifPresent(reason -> reasons.put(name, reason));
      }
      if (!names.isEmpty()) removeListed(reasons);
      reasons.keySet().removeAll(taken);
      notDeleted =
          Optional.of(
              reasons.entrySet().stream()
                  .map(it -> "%s: %s".formatted(it.getKey(), it.getValue()))
                  .toList());
    }
    return notDeleted.get();
  }

  /** IAM is eventually consistent: it may list a user now for which it returned NoSuchEntity. */
  private void removeListed(Map<String, String> reasons) {
    try {
      for (String name : removal().leftovers(run)) {
        if (!reasons.containsKey(name)) {
          remove(name).ifPresent(reason -> reasons.put(name, reason));
        }
      }
    } catch (SdkException unlisted) {
      if (!reasons.isEmpty()) return;
      reasons.put(
          "(the users under %s)".formatted(PATH),
          "could not be listed once more: %s".formatted(new AwsFailure(unlisted).message()));
    }
  }

  private Optional<String> remove(String name) {
    return removal().remove(name, run, keys);
  }

  private Removal removal() {
    return new Removal(iam, context);
  }

  /** Makes a call that changes something, again while IAM does not find the new user yet. */
  private <T> T write(Supplier<T> call) {
    for (Duration wait : WAITS) {
      try {
        return once(call);
      } catch (NoSuchEntityException
          | ConcurrentModificationException
          | EntityTemporarilyUnmodifiableException notYet) {
        context.pause(wait);
      }
    }
    return once(call);
  }

  private synchronized <T> T once(Supplier<T> call) {
    if (isStopped) throw new AwsAccessException("The proof was stopped.", null);
    return call.get();
  }
}
