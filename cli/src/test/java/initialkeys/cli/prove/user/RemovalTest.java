package initialkeys.cli.prove.user;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.WritableIam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityTemporarilyUnmodifiableException;
import software.amazon.awssdk.services.iam.model.Tag;

class RemovalTest {

  private static final String NAME = "initial-keys-proof-1";

  /** The first call of a removal, and the three waits before it gives up. */
  private static final int ATTEMPTS = 4;

  private static final Duration WAITS = Duration.ofSeconds(2 + 4 + 8);

  private final ProvableAccount account = ProvableAccount.withDefaults();
  private final Instant start = account.time.instant();

  private Removal removal(CountedCalls calls) {
    return new Removal(calls.through(IamClient.class, "iam", account.iam), account.context());
  }

  private Removal removal() {
    return removal(CountedCalls.withoutFaults());
  }

  private void create(String name, String path, String tag, String run) {
    account.iam.createUser(
        it -> it.userName(name).path(path).tags(Tag.builder().key(tag).value(run).build()));
  }

  /** The user of a run, with what a proof gives it; returns the id of its key. */
  private String createUser(String run) {
    create(NAME, ProofUsers.PATH, ProofUsers.TAG, run);
    ProofUsers.denyEverything(account.iam, NAME);
    account.iam.createLoginProfile(it -> it.userName(NAME).password("p"));
    return account.iam.createAccessKey(it -> it.userName(NAME)).accessKey().accessKeyId();
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
  void leftoversHavePathNameAndTag() {
    create("initial-keys-proof-2", "/", ProofUsers.TAG, "a");
    create("initial-keys-proof-3", ProofUsers.PATH, "other", "a");
    create("other", ProofUsers.PATH, ProofUsers.TAG, "a");
    create("initial-keys-proof-4", ProofUsers.PATH, ProofUsers.TAG, "a");
    create("initial-keys-proof-5", ProofUsers.PATH, ProofUsers.TAG, "b");
    account.iam.reads().withPagesOf(1);
    assertThat(removal().leftovers())
        .containsExactly("initial-keys-proof-4", "initial-keys-proof-5");
    assertThat(removal().leftovers("b")).containsExactly("initial-keys-proof-5");
  }

  @Test
  void userThatIsDeletedMeanwhileIsNoLeftover() {
    createUser("a");
    assertThat(
            removal(failing("iam:ListUserTags", 1, FakeIam.noSuchEntity("not found"))).leftovers())
        .isEmpty();
  }

  @Test
  void policyIsDeletedAfterKeysAndPassword() {
    createUser("a");
    CountedCalls calls = CountedCalls.withoutFaults();
    assertThat(removal(calls).remove(NAME)).isEmpty();
    assertThat(account.proofUsers()).isEmpty();
    assertThat(calls.calls().stream().filter(it -> it.startsWith("iam:Delete")))
        .containsExactly(
            "iam:DeleteAccessKey",
            "iam:DeleteLoginProfile",
            "iam:DeleteUserPolicy",
            "iam:DeleteUser");
    assertThat(passed()).isZero();
  }

  @Test
  void userThatHasNothingIsDeleted() {
    create(NAME, ProofUsers.PATH, ProofUsers.TAG, "a");
    assertThat(removal().remove(NAME)).isEmpty();
    assertThat(account.proofUsers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/, initial-keys-proof, a",
    "/initial-keys-proof/, other, a",
    "/initial-keys-proof/, initial-keys-proof, b"
  })
  void userOfSomebodyElseIsNotTouched(String path, String tag, String run) {
    create(NAME, path, tag, run);
    CountedCalls calls = CountedCalls.withoutFaults();
    assertThat(removal(calls).remove(NAME, "a", Set.of()))
        .contains("does not have the path and the tag of this proof; it was not touched");
    assertThat(calls.calls()).noneMatch(it -> it.startsWith("iam:Delete"));
  }

  /** IAM does not delete such a user, so that nothing of it may be deleted before that is known. */
  @Test
  void userWithSshKeyKeepsItsKeysAndItsPolicy() {
    createUser("a");
    account.iam.addSshKey(NAME, "APKA1");
    CountedCalls calls = CountedCalls.withoutFaults();
    assertThat(removal(calls).remove(NAME))
        .contains("has an SSH public key, which no proof has created; delete the user by hand");
    assertThat(calls.calls()).noneMatch(it -> it.startsWith("iam:Delete"));
  }

  @Test
  void keyOfAnotherIsDeletedOnlyWithoutOwnKeys() {
    String key = createUser("a");
    assertThat(removal().remove(NAME, "a", Set.of()))
        .contains(
            "has the access key %s, which no proof has created; delete the user by hand"
                .formatted(key));
    assertThat(removal().remove(NAME, "a", Set.of(key))).isEmpty();
    createUser("a");
    assertThat(removal().remove(NAME)).isEmpty();
  }

  static Stream<RuntimeException> conflicts() {
    return Stream.of(
        EntityTemporarilyUnmodifiableException.builder().statusCode(409).message("wait").build(),
        ConcurrentModificationException.builder().statusCode(409).message("wait").build(),
        DeleteConflictException.builder().statusCode(409).message("wait").build());
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void conflictIsWaitedForThreeTimes(RuntimeException conflict) {
    createUser("a");
    CountedCalls calls = failing("iam:DeleteUser", ATTEMPTS - 1, conflict);
    assertThat(removal(calls).remove(NAME)).isEmpty();
    assertThat(calls.count("iam:DeleteUser")).isEqualTo(ATTEMPTS);
    assertThat(passed()).isEqualTo(WAITS);
    assertThat(account.proofUsers()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void conflictThatStaysIsTheReason(RuntimeException conflict) {
    createUser("a");
    CountedCalls calls = failing("iam:DeleteLoginProfile", ATTEMPTS, conflict);
    assertThat(removal(calls).remove(NAME))
        .hasValueSatisfying(it -> assertThat(it).contains("wait"));
    assertThat(calls.count("iam:DeleteLoginProfile")).isEqualTo(ATTEMPTS);
    assertThat(passed()).isEqualTo(WAITS);
    assertThat(account.proofUsers()).containsExactly(NAME);
  }

  /** Somebody adds something after it was checked. */
  @Test
  void userThatIsNotDeletedIsDeniedEverythingAgain() {
    createUser("a");
    CountedCalls calls = failing("iam:DeleteUser", ATTEMPTS, conflicts().toList().getLast());
    assertThat(removal(calls).remove(NAME)).isPresent();
    assertThat(account.iam.inlinePolicy(NAME, ProofUsers.POLICY)).contains("\"Deny\"");
    assertThat(calls.count("iam:PutUserPolicy")).isEqualTo(ATTEMPTS);
  }

  /** A response of IAM may be from before the user was created. */
  @ParameterizedTest
  @ValueSource(
      strings = {"iam:GetUser", "iam:ListUserTags", "iam:ListAccessKeys", "iam:DeleteUser"})
  void absenceIsBelievedOnlyAfterSeveralLooks(String stale) {
    createUser("a");
    CountedCalls calls = failing(stale, ATTEMPTS - 1, FakeIam.noSuchEntity("not found"));
    assertThat(removal(calls).remove(NAME)).isEmpty();
    assertThat(passed()).isEqualTo(WAITS);
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void userThatStaysAbsentIsRemoved() {
    CountedCalls calls = CountedCalls.withoutFaults();
    assertThat(removal(calls).remove(NAME)).isEmpty();
    assertThat(calls.count("iam:GetUser")).isEqualTo(ATTEMPTS);
    assertThat(passed()).isEqualTo(WAITS);
  }

  @Test
  void reasonOfLastAttemptIsGiven() {
    createUser("a");
    account.iam.addToGroup(NAME, "admins");
    CountedCalls calls = failing("iam:GetUser", ATTEMPTS - 1, FakeIam.noSuchEntity("not found"));
    assertThat(removal(calls).remove(NAME))
        .contains("has the group admins, which no proof has created; delete the user by hand");
  }

  @Test
  void anotherFailureIsNotRepeated() {
    createUser("a");
    CountedCalls calls =
        failing("iam:DeleteUserPolicy", 1, WritableIam.rejected(400, "Other", "broken"));
    assertThat(removal(calls).remove(NAME))
        .hasValueSatisfying(reason -> assertThat(reason).startsWith("broken"));
    assertThat(passed()).isZero();
    assertThat(account.iam.reads().all())
        .filteredOn(it -> it.name().equals(NAME))
        .extracting(Account.User::keys)
        .isEqualTo(List.of(List.of()));
  }

  static Stream<RuntimeException> failuresOfDeletion() {
    return Stream.concat(
        conflicts(),
        Stream.of(
            WritableIam.rejected(403, "AccessDenied", "wait"),
            WritableIam.rejected(503, "ServiceUnavailable", "wait"),
            SdkClientException.create("wait")));
  }

  @ParameterizedTest
  @MethodSource("failuresOfDeletion")
  void userThatIsNotDeletedIsDeniedEverythingAgain(RuntimeException failure) {
    createUser("a");
    assertThat(removal(failing("iam:DeleteUser", ATTEMPTS, failure)).remove(NAME))
        .hasValueSatisfying(it -> assertThat(it).contains("wait"));
    assertThat(account.proofUsers()).containsExactly(NAME);
    assertThat(account.iam.listUserPolicies(it -> it.userName(NAME)).policyNames())
        .containsExactly(ProofUsers.POLICY);
  }

  /** IAM may have deleted it before the response was lost. */
  @Test
  void userWhosePolicyMayBeDeletedIsDeniedEverythingAgain() {
    createUser("a");
    CountedCalls calls =
        failing("iam:DeleteUserPolicy", ATTEMPTS, SdkClientException.create("Read timed out"));
    assertThat(removal(calls).remove(NAME)).isPresent();
    assertThat(calls.count("iam:PutUserPolicy")).isEqualTo(1);
  }

  @Test
  void reasonIsThatOfDeletionWhenPolicyIsRejectedToo() {
    createUser("a");
    CountedCalls calls =
        new CountedCalls(
            (number, called) ->
                called.equals("iam:DeleteUser") || called.equals("iam:PutUserPolicy")
                    ? Optional.of(WritableIam.rejected(403, "AccessDenied", "denied " + called))
                    : Optional.empty());
    assertThat(removal(calls).remove(NAME))
        .hasValueSatisfying(it -> assertThat(it).contains("denied iam:DeleteUser"));
  }
}
