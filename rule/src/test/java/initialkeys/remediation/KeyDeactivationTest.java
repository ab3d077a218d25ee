package initialkeys.remediation;

import static initialkeys.remediation.RemediationRun.NOW;
import static initialkeys.remediation.RemediationRun.USER_CREATED;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.iam.LiveFacts;
import initialkeys.remediation.KeyResult.Ending;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;

/** The write of one key, when things change around it or IAM does not respond. */
class KeyDeactivationTest {

  private static final String WRITE = "UpdateAccessKey bo AKIABO Inactive";
  private static final String LAST_USED = "GetAccessKeyLastUsed AKIABO";

  private final FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
  private final RemediationRun run = new RemediationRun(iam);

  private KeyResult result() {
    return run.of("bo").keys().getFirst();
  }

  private void use() {
    iam.add(named("bo").keys(key("bo", USER_CREATED, NOW)).build());
  }

  private void rename() {
    iam.add(UserBuilder.copy(withUnusedKey("bo")).name("new").build());
    iam.remove("bo");
  }

  @Test
  void useThatShowsAfterWriteIsNotUndone() {
    iam.before(WRITE, this::use);

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.FAILED);
    assertThat(result.keys())
        .containsExactly(
            new KeyResult(
                "AKIABO",
                "bo",
                Status.ACTIVE,
                Status.INACTIVE,
                Ending.USED_MEANWHILE,
                "The key is now Inactive, and IAM returned a use of it. Find out who used it"
                    + " before anybody sets it to Active again."));
    assertThat(result.undoCommands()).hasSize(1);
    assertThat(run.writes()).containsExactly(WRITE);
  }

  @Test
  void writeUnderPassedOnNameChangesNobody() {
    iam.before(
        WRITE,
        () -> {
          rename();
          iam.add(named("bo").id("AIDAOTHER0000000000").keys(other("AKIAOTHER")).build());
        });

    KeyResult result = result();

    assertThat(result.ending()).isEqualTo(Ending.FAILED);
    assertThat(result.after()).isEqualTo(Status.ACTIVE);
    assertThat(result.reason()).contains("iam:UpdateAccessKey for key AKIABO of user bo");
    assertThat(iam.listAccessKeys(it -> it.userName("bo").maxItems(9)).accessKeyMetadata())
        .allMatch(key -> key.statusAsString().equals("Active"));
  }

  private static Account.Key other(String id) {
    return new Account.Key(id, USER_CREATED, "Active", null);
  }

  @Test
  void keyOrUserDeletedAtWriteIsDone() {
    iam.before(WRITE, () -> iam.add(withoutKeys("bo")));
    assertThat(result().reason()).isEqualTo("The key, or its user, was deleted in the meantime.");
    iam.add(withUnusedKey("bo"));
    iam.before(WRITE, () -> iam.remove("bo"));

    assertThat(result().ending()).isEqualTo(Ending.DELETED);
  }

  @Test
  void failedCallThatTookEffectCounts() {
    iam.before(WRITE, () -> iam.add(inactive()));
    iam.instead(WRITE, KeyDeactivationTest::fail);

    assertThat(result().ending()).isEqualTo(Ending.DEACTIVATED);
  }

  /** After an accepted write, a list without the key is a doubt. */
  @Test
  void keyMissingAfterAcceptedWriteIsNotConfirmed() {
    iam.instead(
        WRITE,
        () -> {
          iam.add(withoutKeys("bo"));
          return null;
        });

    RemediationResult result = run.of("bo");

    assertThat(result.keys().getFirst().ending()).isEqualTo(Ending.NOT_CONFIRMED);
    assertThat(result.keys().getFirst().reason())
        .isEqualTo("IAM accepted the change; then it did not return the key.");
    assertThat(result.undoCommands()).hasSize(1);
    assertThat(run.waits).hasSize(3);
  }

  @Test
  void userDeletedAfterAcceptedWriteIsDone() {
    iam.instead(
        WRITE,
        () -> {
          iam.remove("bo");
          return null;
        });

    assertThat(result().ending()).isEqualTo(Ending.DELETED);

    assertThat(run.waits).isEmpty();
  }

  @Test
  void withTimeForOneQuestionEachWriteIsReadBack() {
    int[] remaining = {150_000};
    run.withRemainingMillis(() -> remaining[0]);
    iam.before(WRITE, () -> remaining[0] = 125_000);

    assertThat(result().ending()).isEqualTo(Ending.DEACTIVATED);
  }

  /** Lambda must not end the run before it has a record of the write. */
  @Test
  void withoutTimeToReadBackWriteIsNotConfirmed() {
    int[] remaining = {150_000};
    run.withRemainingMillis(() -> remaining[0]);
    iam.before(WRITE, () -> remaining[0] = 124_999);

    RemediationResult result = run.of("bo");

    assertThat(result.keys().getFirst().ending()).isEqualTo(Ending.NOT_CONFIRMED);
    assertThat(result.keys().getFirst().reason())
        .isEqualTo("IAM accepted the change; there was no time left to read the key");
    assertThat(result.undoCommands()).hasSize(1);
    assertThat(iam.calls()).last().isEqualTo(WRITE);
  }

  @Test
  void writeHasTenSecondsWithItsRetries() {
    Duration[] timeout = {null};
    IamClient recording =
        new IamClient() {
          @Override
          public UpdateAccessKeyResponse updateAccessKey(UpdateAccessKeyRequest request) {
            timeout[0] =
                request.overrideConfiguration().orElseThrow().apiCallTimeout().orElseThrow();
            return UpdateAccessKeyResponse.builder().build();
          }

          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {}
        };
    UserIdentity bo = new UserIdentity(UserBuilder.idOf("bo"), "bo", "/", USER_CREATED);
    AccessKey key = new AccessKey("AKIABO", Status.ACTIVE, Optional.of(USER_CREATED), TriState.NO);

    new KeyDeactivation(
            recording, new LiveFacts(iam, () -> false), () -> 150_000, wait -> {}, event -> {})
        .deactivate(IamUser.listed(bo), key);

    assertThat(timeout[0]).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void acceptedChangeThatDoesNotShowIsWaitedFor() {
    iam.instead(WRITE, () -> null);
    iam.beforeEach(
        call -> {
          if (run.waits.size() == 2) iam.add(inactive());
        });

    assertThat(result().ending()).isEqualTo(Ending.DEACTIVATED);

    assertThat(run.waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void acceptedChangeThatNeverShowsIsNotConfirmed() {
    iam.instead(WRITE, () -> null);

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.FAILED);
    assertThat(result.keys().getFirst())
        .isEqualTo(
            new KeyResult(
                "AKIABO",
                "bo",
                Status.ACTIVE,
                Status.ACTIVE,
                Ending.NOT_CONFIRMED,
                "IAM accepted the change; then it returned the key as ACTIVE."));
    assertThat(result.undoCommands()).hasSize(1);
    assertThat(run.waits).hasSize(3);
  }

  @Test
  void interruptedWaitEndsWithWhatIsKnown() {
    iam.instead(WRITE, () -> null);
    RemediationRun interrupted =
        new RemediationRun(iam)
            .sleeping(
                length -> {
                  throw new InterruptedException("of the test");
                });

    assertThat(interrupted.of("bo").keys().getFirst().ending()).isEqualTo(Ending.NOT_CONFIRMED);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(iam.calls().stream().filter("ListAccessKeys bo"::equals)).hasSize(3);
  }

  @Test
  void exceptionWithoutMessageHasItsName() {
    iam.instead(
        WRITE,
        () -> {
          throw new NullPointerException();
        });

    assertThat(result().reason()).contains("java.lang.NullPointerException");
  }

  @Test
  void failedWriteThatCannotBeReadBackSaysBoth() {
    iam.instead(WRITE, KeyDeactivationTest::fail);
    iam.before(WRITE, () -> iam.instead("ListAccessKeys bo", KeyDeactivationTest::fail));

    assertThat(result().reason())
        .contains("iam:UpdateAccessKey for key AKIABO", "; iam:ListAccessKeys for user bo");
  }

  /** Each time its keys are read, the user has another name. */
  @Test
  void userRenamedAgainAndAgainIsNotConfirmed() {
    iam.instead(WRITE, () -> null);
    int[] names = {0};
    iam.before(WRITE, () -> renameBeforeEachListing(names));

    KeyResult result = result();

    assertThat(result.ending()).isEqualTo(Ending.NOT_CONFIRMED);
    assertThat(result.reason()).endsWith("was renamed again and again");
    assertThat(names[0]).isEqualTo(3);
  }

  private void renameBeforeEachListing(int[] names) {
    iam.beforeEach(
        call -> {
          if (!call.startsWith("ListAccessKeys")) return;
          String name = call.substring("ListAccessKeys ".length());
          iam.remove(name);
          iam.add(UserBuilder.copy(withUnusedKey("bo")).name("bo" + ++names[0]).build());
        });
  }

  @Test
  void writeThatCannotBeReadBackIsNotConfirmed() {
    iam.before(WRITE, () -> iam.instead("ListAccessKeys bo", KeyDeactivationTest::fail));

    KeyResult result = result();

    assertThat(result.ending()).isEqualTo(Ending.NOT_CONFIRMED);
    assertThat(result.after()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains("iam:ListAccessKeys for user bo");
  }

  @Test
  void useThatCannotBeReadAfterWriteIsNotConfirmed() {
    iam.before(WRITE, () -> iam.instead(LAST_USED, KeyDeactivationTest::fail));

    RemediationResult result = run.of("bo");

    assertThat(result.keys().getFirst().ending()).isEqualTo(Ending.NOT_CONFIRMED);
    assertThat(result.outcome()).isEqualTo(RemediationOutcome.FAILED);
    assertThat(result.undoCommands()).hasSize(1);
  }

  @Test
  void renameAfterWriteIsFollowed() {
    iam.instead(
        WRITE,
        () -> {
          iam.add(UserBuilder.copy(inactive()).name("new").build());
          iam.remove("bo");
          return null;
        });

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.DEACTIVATED);
    assertThat(result.undoCommands())
        .containsExactly(
            "aws iam update-access-key --user-name=new --access-key-id=AKIABO --status=Active");
  }

  @Test
  void intentIsLoggedBeforeWriteAndEndingAfterIt() {
    iam.before(
        WRITE,
        () ->
            assertThat(run.events)
                .singleElement()
                .isInstanceOfSatisfying(
                    KeyEvent.Intent.class,
                    intent -> assertThat(intent.key().id()).isEqualTo("AKIABO")));

    KeyResult result = result();

    assertThat(run.writes()).hasSize(1);
    assertThat(run.events).hasSize(2);
    assertThat(run.events.getLast())
        .isInstanceOfSatisfying(
            KeyEvent.Ended.class, ended -> assertThat(ended.result()).isEqualTo(result));
  }

  @Test
  void processThatDiesInWriteLeavesIntent() {
    iam.instead(
        WRITE,
        () -> {
          throw new OutOfMemoryError("test");
        });

    assertThat(catchThrowable(() -> run.of("bo"))).isInstanceOf(OutOfMemoryError.class);

    assertThat(run.events).singleElement().isInstanceOf(KeyEvent.Intent.class);
  }

  private static Account.User inactive() {
    return named("bo").keys(new Account.Key("AKIABO", USER_CREATED, "Inactive", null)).build();
  }

  private static Object fail() {
    throw new IllegalStateException("no response");
  }
}
