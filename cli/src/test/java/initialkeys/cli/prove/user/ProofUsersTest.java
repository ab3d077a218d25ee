package initialkeys.cli.prove.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.cli.aws.AwsAccessException;
import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.WritableIam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.EntityTemporarilyUnmodifiableException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

class ProofUsersTest {

  /** The waits before a call that changes something is given up. */
  private static final Duration WAITS = Duration.ofSeconds(1 + 2 + 4 + 8);

  private final ProvableAccount account = ProvableAccount.withDefaults();
  private final Instant start = account.time.instant();

  private ProofUsers users(CountedCalls calls) {
    return new ProofUsers(calls.through(IamClient.class, "iam", account.iam), account.context());
  }

  private ProofUsers users() {
    return users(CountedCalls.withoutFaults());
  }

  private Account.User stored(UserIdentity user) {
    return account.iam.reads().all().stream()
        .filter(it -> it.id().equals(user.id()))
        .findFirst()
        .orElseThrow();
  }

  private static String run(UserIdentity user) {
    return user.name().split("-", -1)[3];
  }

  private Duration passed() {
    return Duration.between(start, account.time.instant());
  }

  /** Fails the first calls of an action. */
  private static CountedCalls failing(String action, int times, RuntimeException failure) {
    AtomicInteger failed = new AtomicInteger();
    return new CountedCalls(
        (number, called) ->
            called.equals(action) && failed.getAndIncrement() < times
                ? Optional.of(failure)
                : Optional.empty());
  }

  @Test
  void userIsDeniedEverythingBeforeItHasPassword() {
    CountedCalls calls = CountedCalls.withoutFaults();
    UserIdentity user = users(calls).create(ProofCase.NO_KEY);
    assertThat(calls.calls())
        .containsExactly("iam:CreateUser", "iam:PutUserPolicy", "iam:CreateLoginProfile");
    assertThat(account.iam.inlinePolicy(user.name(), ProofUsers.POLICY))
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\","
                + "\"Resource\":\"*\"}]}");
    assertThat(user.name()).matches("initial-keys-proof-[0-9a-f]{8}-no-key");
    assertThat(stored(user).path()).isEqualTo(user.path()).isEqualTo("/initial-keys-proof/");
    assertThat(stored(user).password()).isTrue();
    assertThat(stored(user).created()).isEqualTo(user.created());
  }

  @Test
  void tagIsTheRunInTheName() {
    UserIdentity user = users().create(ProofCase.COMMA);
    String run = run(user);
    assertThat(user.name()).isEqualTo("initial-keys-proof-%s-comma,name", run);
    assertThat(account.iam.listUserTags(it -> it.userName(user.name())).tags())
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.key()).isEqualTo("initial-keys-proof");
              assertThat(tag.value()).isEqualTo(run);
            });
  }

  /** Two processes may run at once. */
  @Test
  void runsHaveNamesOfTheirOwnAndRemoveThemAlone() {
    ProofUsers first = users();
    ProofUsers second = users();
    UserIdentity ofFirst = first.create(ProofCase.NO_KEY);
    UserIdentity ofSecond = second.create(ProofCase.NO_KEY);
    assertThat(first.removeAll()).isEmpty();
    assertThat(account.proofUsers())
        .containsExactly(ofSecond.name())
        .doesNotContain(ofFirst.name());
    assertThat(second.removeAll()).isEmpty();
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void keysAndPasswordsAreChangedInIam() {
    ProofUsers users = users();
    UserIdentity user = users.create(ProofCase.UNUSED_KEY);
    AccessKey key = users.createKey(user).facts();
    assertThat(stored(user).keys()).extracting(Account.Key::id).containsExactly(key.id());
    AccessKey inactive = users.deactivate(user, key);
    assertThat(inactive)
        .isEqualTo(new AccessKey(key.id(), Status.INACTIVE, key.created(), key.used()));
    assertThat(stored(user).keys()).extracting(Account.Key::status).containsExactly("Inactive");
    users.deleteKey(user, inactive);
    users.deletePassword(user);
    assertThat(stored(user).keys()).isEmpty();
    assertThat(stored(user).password()).isFalse();
  }

  static Stream<RuntimeException> notYet() {
    return Stream.of(
        NoSuchEntityException.builder().statusCode(404).message("not yet").build(),
        ConcurrentModificationException.builder().statusCode(409).message("not yet").build(),
        EntityTemporarilyUnmodifiableException.builder()
            .statusCode(409)
            .message("not yet")
            .build());
  }

  @ParameterizedTest
  @MethodSource("notYet")
  void newUserThatIsNotFoundIsWaitedFor(RuntimeException notYet) {
    CountedCalls calls = failing("iam:CreateLoginProfile", 4, notYet);
    UserIdentity user = users(calls).create(ProofCase.NO_KEY);
    assertThat(stored(user).password()).isTrue();
    assertThat(passed()).isEqualTo(WAITS);
  }

  @ParameterizedTest
  @MethodSource("notYet")
  void userThatStaysMissingEndsTheProof(RuntimeException notYet) {
    CountedCalls calls = failing("iam:PutUserPolicy", 5, notYet);
    ProofUsers users = users(calls);
    assertThatThrownBy(() -> users.create(ProofCase.NO_KEY)).isSameAs(notYet);
    assertThat(passed()).isEqualTo(WAITS);
    assertThat(users.removeAll()).isEmpty();
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void anotherFailureIsNotRepeated() {
    CountedCalls calls =
        failing("iam:CreateLoginProfile", 1, WritableIam.rejected(403, "AccessDenied", "no"));
    assertThatThrownBy(() -> users(calls).create(ProofCase.NO_KEY)).hasMessageContaining("no");
    assertThat(passed()).isZero();
  }

  /** Creates a user with a name of the run, which has this tag, before the proof does. */
  private static String createBefore(ProvableAccount account, UserIdentity other, String tag) {
    String name = ProofUsers.nameOf(run(other), ProofCase.COMMA);
    account.iam.createUser(
        it ->
            it.userName(name)
                .path(ProofUsers.PATH)
                .tags(Tag.builder().key(ProofUsers.TAG).value(tag).build()));
    return name;
  }

  @Test
  void userThatExistedBeforeIsNeitherTouchedNorNamed() {
    ProofUsers users = users();
    String before = createBefore(account, users.create(ProofCase.NO_KEY), "another-run");
    assertThatThrownBy(() -> users.create(ProofCase.COMMA))
        .isInstanceOf(EntityAlreadyExistsException.class);
    assertThat(users.removeAll()).isEmpty();
    assertThat(account.proofUsers()).containsExactly(before);
  }

  static Stream<RuntimeException> rejectionsOfCreation() {
    return Stream.of(
        WritableIam.rejected(403, "AccessDenied", "no"),
        WritableIam.rejected(400, "ValidationError", "no"),
        WritableIam.rejected(409, "LimitExceeded", "no"));
  }

  @ParameterizedTest
  @MethodSource("rejectionsOfCreation")
  void userWhoseCreationWasRejectedIsNotLookedFor(RuntimeException rejected) {
    CountedCalls calls = failing("iam:CreateUser", 1, rejected);
    ProofUsers users = users(calls);
    assertThatThrownBy(() -> users.create(ProofCase.NO_KEY)).isSameAs(rejected);
    assertThat(users.removeAll()).isEmpty();
    assertThat(calls.calls()).containsExactly("iam:CreateUser");
    assertThat(passed()).isZero();
  }

  static Stream<RuntimeException> uncertainCreations() {
    return Stream.of(
        WritableIam.rejected(503, "ServiceUnavailable", "no"),
        WritableIam.rejected(408, "RequestTimeout", "no"),
        WritableIam.rejected(403, "ExpiredToken", "no").toBuilder().numAttempts(2).build(),
        SdkClientException.create("Read timed out"));
  }

  /** IAM may have created it all the same. */
  @ParameterizedTest
  @MethodSource("uncertainCreations")
  void userWhoseCreationIsUncertainIsLookedFor(RuntimeException uncertain) {
    CountedCalls calls = failing("iam:CreateUser", 1, uncertain);
    ProofUsers users = users(calls);
    assertThatThrownBy(() -> users.create(ProofCase.NO_KEY)).isSameAs(uncertain);
    assertThat(users.removeAll()).isEmpty();
    assertThat(calls.calls()).contains("iam:GetUser", "iam:ListUsers");
  }

  /** The first response was lost, and the SDK has sent the request again. */
  @Test
  void userThatExistsWithTagOfRunIsRemoved() {
    ProofUsers users = users();
    UserIdentity other = users.create(ProofCase.NO_KEY);
    createBefore(account, other, run(other));
    assertThatThrownBy(() -> users.create(ProofCase.COMMA))
        .isInstanceOf(EntityAlreadyExistsException.class);
    assertThat(users.removeAll()).isEmpty();
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void deletedUserIsNotRemovedAgain() {
    CountedCalls calls = CountedCalls.withoutFaults();
    ProofUsers users = users(calls);
    UserIdentity user = users.create(ProofCase.DELETED);
    users.delete(user);
    assertThat(account.proofUsers()).isEmpty();
    long reads = calls.count("iam:GetUser");
    assertThat(users.removeAll()).isEmpty();
    assertThat(calls.count("iam:GetUser")).isEqualTo(reads);
    assertThat(calls.count("iam:ListUsers")).isZero();
  }

  @Test
  void userThatCannotBeDeletedIsNamedAndLeft() {
    ProofUsers users = users();
    UserIdentity user = users.create(ProofCase.DELETED);
    account.iam.addToGroup(user.name(), "admins");
    String reason =
        "%s: has the group admins, which no proof has created; delete the user by hand"
            .formatted(user.name());
    assertThatThrownBy(() -> users.delete(user))
        .isInstanceOf(AwsAccessException.class)
        .hasMessage(reason);
    assertThat(users.removeAll()).containsExactly(reason);
  }

  @Test
  void afterRemovalNothingIsCreated() {
    ProofUsers users = users();
    UserIdentity user = users.create(ProofCase.UNUSED_KEY);
    users.removeAll();
    assertThatThrownBy(() -> users.create(ProofCase.NO_KEY))
        .isInstanceOf(AwsAccessException.class)
        .hasMessage("The proof was stopped.");
    assertThatThrownBy(() -> users.createKey(user)).hasMessage("The proof was stopped.");
    assertThatThrownBy(() -> users.delete(user)).hasMessage("The proof was stopped.");
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void secondRemovalOnlyRepeatsWhatIsLeft() {
    CountedCalls calls = CountedCalls.withoutFaults();
    ProofUsers users = users(calls);
    account.iam.addToGroup(users.create(ProofCase.NO_KEY).name(), "admins");
    List<String> notDeleted = users.removeAll();
    assertThat(calls.count("iam:GetUser")).isOne();
    int all = calls.calls().size();
    assertThat(users.removeAll()).isEqualTo(notDeleted).hasSize(1);
    assertThat(calls.calls()).hasSize(all);
  }

  /** Ctrl-C removes the users in another thread, while a user is being created. */
  @Test
  void removalWaitsForUserThatIsBeingCreated() throws InterruptedException {
    AtomicReference<Thread> removing = new AtomicReference<>();
    CountedCalls calls =
        new CountedCalls(
            (number, action) -> {
              if (action.equals("iam:CreateUser")) startUntilItWaits(removing.get());
              return Optional.empty();
            });
    ProofUsers users = users(calls);
    removing.set(new Thread(users::removeAll));
    assertThat(catchThrowable(() -> users.create(ProofCase.NO_KEY)))
        .satisfiesAnyOf(
            finishedFirst -> assertThat(finishedFirst).isNull(),
            stopped -> assertThat(stopped).hasMessage("The proof was stopped."));
    removing.get().join();
    assertThat(calls.count("iam:DeleteUser")).isOne();
    assertThat(account.proofUsers()).isEmpty();
  }

  private static void startUntilItWaits(Thread thread) {
    thread.start();
    while (thread.getState() != Thread.State.BLOCKED
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  /** IAM has returned NoSuchEntity for the user, and lists it now. */
  @Test
  void userThatIsListedInTheEndIsRemoved() {
    CountedCalls calls = failing("iam:GetUser", 4, FakeIam.noSuchEntity("not found"));
    ProofUsers users = users(calls);
    users.create(ProofCase.NO_KEY);
    assertThat(users.removeAll()).isEmpty();
    assertThat(account.proofUsers()).isEmpty();
    assertThat(calls.count("iam:ListUsers")).isOne();
  }

  @Test
  void userThatIsListedInTheEndMayBeLeft() {
    CountedCalls calls = failing("iam:GetUser", 4, FakeIam.noSuchEntity("not found"));
    ProofUsers users = users(calls);
    UserIdentity user = users.create(ProofCase.NO_KEY);
    account.iam.addToGroup(user.name(), "admins");
    assertThat(users.removeAll())
        .singleElement()
        .asString()
        .startsWith(user.name() + ": has the group admins");
  }

  @Test
  void usersThatCannotBeListedAreNamedTogether() {
    CountedCalls calls = CountedCalls.withoutFaults();
    ProofUsers users = users(calls);
    users.create(ProofCase.NO_KEY);
    calls.instead(
        "iam:ListUsers",
        () -> {
          throw WritableIam.rejected(400, "ServiceFailure", "down");
        });
    assertThat(users.removeAll())
        .singleElement()
        .asString()
        .startsWith("(the users under /initial-keys-proof/): could not be listed once more: down");
    assertThat(account.proofUsers()).isEmpty();
  }

  /** The user that is named already says enough. */
  @Test
  void failedListIsNotNamedBesideUser() {
    CountedCalls calls = CountedCalls.withoutFaults();
    ProofUsers users = users(calls);
    UserIdentity user = users.create(ProofCase.NO_KEY);
    account.iam.addToGroup(user.name(), "admins");
    calls.instead(
        "iam:ListUsers",
        () -> {
          throw WritableIam.rejected(400, "ServiceFailure", "down");
        });
    assertThat(users.removeAll())
        .singleElement()
        .asString()
        .startsWith(user.name() + ": has the group admins");
  }
}
