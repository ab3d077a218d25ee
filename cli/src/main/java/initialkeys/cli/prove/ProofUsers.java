package initialkeys.cli.prove;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityTemporarilyUnmodifiableException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
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

  private static final SecureRandom RANDOM = new SecureRandom();

  private final IamClient iam;
  private final Surroundings surroundings;
  private final String run;
  private final Set<String> names = new LinkedHashSet<>();
  private Optional<List<String>> left = Optional.empty();

  /** Users of a new run; none is created yet. */
  public ProofUsers(IamClient iam, Surroundings surroundings) {
    this.iam = iam;
    this.surroundings = surroundings;
    byte[] random = new byte[4];
    RANDOM.nextBytes(random);
    this.run = HexFormat.of().formatHex(random);
  }

  static String nameOf(String run, ProofCase proofCase) {
    return PREFIX + run + "-" + proofCase.suffix();
  }

  /** Creates the user of a case, with its password and without a key. */
  UserIdentity create(ProofCase proofCase) {
    String name = nameOf(run, proofCase);
    User user =
        write(
            () -> {
              names.add(name);
              return iam.createUser(
                      it ->
                          it.userName(name)
                              .path(PATH)
                              .tags(Tag.builder().key(TAG).value(run).build()))
                  .user();
            });
    write(
        () ->
            iam.putUserPolicy(
                it -> it.userName(name).policyName(POLICY).policyDocument(DENY_EVERYTHING)));
    write(() -> iam.createLoginProfile(it -> it.userName(name).password(RandomPassword.next())));
    return new UserIdentity(user.userId(), name, PATH, user.createDate());
  }

  /** Creates a key. Its secret is in memory only. */
  NewKey createKey(UserIdentity user) {
    return new NewKey(write(() -> iam.createAccessKey(it -> it.userName(user.name()))).accessKey());
  }

  /** Sets the key to Inactive. */
  AccessKey deactivate(UserIdentity user, AccessKey key) {
    write(
        () ->
            iam.updateAccessKey(
                it -> it.userName(user.name()).accessKeyId(key.id()).status(StatusType.INACTIVE)));
    return new AccessKey(key.id(), Status.INACTIVE, key.created(), TriState.NO);
  }

  void deleteKey(UserIdentity user, AccessKey key) {
    write(() -> iam.deleteAccessKey(it -> it.userName(user.name()).accessKeyId(key.id())));
  }

  void deletePassword(UserIdentity user) {
    write(() -> iam.deleteLoginProfile(it -> it.userName(user.name())));
  }

  /**
   * Deletes a user before the others.
   *
   * @throws AwsAccessException when it could not be deleted
   */
  void delete(UserIdentity user) {
    Optional<String> reason = once(() -> removal().remove(user.name()));
    if (reason.isPresent()) {
      throw new AwsAccessException("%s: %s".formatted(user.name(), reason.get()), null);
    }
    names.remove(user.name());
  }

  /**
   * Removes every user of this run, once, and waits until that is done. Nothing is created
   * afterwards.
   *
   * @return the users that are left, each with the reason
   */
  public synchronized List<String> removeAll() {
    if (left.isEmpty()) {
      List<String> reasons = new ArrayList<>();
      left = Optional.of(reasons);
      for (String name : names) {
        removal().remove(name).ifPresent(reason -> reasons.add("%s: %s".formatted(name, reason)));
      }
    }
    return List.copyOf(left.get());
  }

  private Removal removal() {
    return new Removal(iam, surroundings);
  }

  /** Makes a call that changes something, again while IAM does not find the new user yet. */
  private <T> T write(Supplier<T> call) {
    for (Duration wait : WAITS) {
      try {
        return once(call);
      } catch (NoSuchEntityException | EntityTemporarilyUnmodifiableException notYet) {
        surroundings.pause(wait);
      }
    }
    return once(call);
  }

  private synchronized <T> T once(Supplier<T> call) {
    if (left.isPresent()) throw new AwsAccessException("The proof was stopped.", null);
    return call.get();
  }
}
