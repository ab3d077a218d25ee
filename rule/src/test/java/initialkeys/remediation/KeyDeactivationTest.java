package initialkeys.remediation;

import static initialkeys.remediation.RemediationRun.NOW;
import static initialkeys.remediation.RemediationRun.USER_CREATED;
import static initialkeys.simulation.UserBuilder.key;
import static initialkeys.simulation.UserBuilder.named;
import static initialkeys.simulation.UserBuilder.withUnusedKey;
import static initialkeys.simulation.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.decision.AccessKey.Status;
import initialkeys.remediation.KeyResult.Ending;
import initialkeys.simulation.Account;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.UserBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of one key, when things change around the write or IAM does not respond. */
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

  /** Runs an action before one of the calls for the key's last use, counted from 1. */
  private void beforeUseRead(int number, Runnable action) {
    int[] seen = {0};
    iam.before(
        LAST_USED,
        () -> {
          if (++seen[0] == number) action.run();
        });
  }

  @Test
  void keyUsedAfterDecisionIsLeftAlone() {
    beforeUseRead(2, this::use);

    assertThat(result())
        .isEqualTo(
            new KeyResult(
                "AKIABO",
                Status.ACTIVE,
                Status.ACTIVE,
                Ending.USED,
                "The key was used in the meantime."));

    assertThat(run.writes()).isEmpty();
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
                Status.ACTIVE,
                Status.INACTIVE,
                Ending.USED_MEANWHILE,
                "The key is now Inactive, and IAM returned a use of it. Find out who used it"
                    + " before anybody sets it to Active again."));
    assertThat(result.undoCommands()).hasSize(1);
    assertThat(run.writes()).containsExactly(WRITE);
  }

  @Test
  void userRenamedBeforeLastReadIsNotWritten() {
    beforeUseRead(2, this::rename);

    KeyResult first = result();

    assertThat(first.ending()).isEqualTo(Ending.FAILED);
    assertThat(first.reason()).isEqualTo("The user was renamed in the meantime. Start again.");
    assertThat(run.writes()).isEmpty();
    assertThat(result().ending()).isEqualTo(Ending.DEACTIVATED);
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

  @Test
  void keyUnderNewNameIsNotTakenForDeleted() {
    beforeUseRead(
        2,
        () -> {
          rename();
          iam.add(named("bo").id("AIDAOTHER0000000000").keys(other("AKIAOTHER")).build());
        });
    iam.instead("GetUser new", KeyDeactivationTest::fail);

    assertThat(result().ending()).isEqualTo(Ending.FAILED);

    assertThat(run.writes()).isEmpty();
  }

  private static Account.Key other(String id) {
    return new Account.Key(id, USER_CREATED, "Active", null);
  }

  @Test
  void keyOrUserDeletedBeforeWriteNeedsNothing() {
    beforeUseRead(2, () -> iam.add(withoutKeys("bo")));
    assertThat(result().ending()).isEqualTo(Ending.DELETED);
    iam.add(withUnusedKey("bo"));
    beforeUseRead(2, () -> iam.remove("bo"));

    KeyResult result = result();

    assertThat(result.ending()).isEqualTo(Ending.DELETED);
    assertThat(result.reason()).isEqualTo("The key, or its user, was deleted in the meantime.");
    assertThat(run.writes()).isEmpty();
  }

  @Test
  void keyOrUserDeletedAtWriteIsDone() {
    iam.before(WRITE, () -> iam.add(withoutKeys("bo")));
    assertThat(result().ending()).isEqualTo(Ending.DELETED);
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

  @Test
  void failedCallIsReadBackWithoutWaiting() {
    iam.instead(WRITE, KeyDeactivationTest::fail);

    assertThat(result().ending()).isEqualTo(Ending.FAILED);

    assertThat(run.waits).isEmpty();
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
                Status.ACTIVE,
                Status.ACTIVE,
                Ending.NOT_CONFIRMED,
                "IAM accepted the change, and then returned the key as ACTIVE."));
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
    assertThat(iam.calls().stream().filter("ListAccessKeys bo"::equals)).hasSize(2);
  }

  @Test
  void lastUseThatCannotBeReadAgainMeansNoWrite() {
    beforeUseRead(2, () -> iam.instead(LAST_USED, KeyDeactivationTest::fail));

    assertThat(result())
        .isEqualTo(
            new KeyResult("AKIABO", Status.ACTIVE, Status.ACTIVE, Ending.FAILED, "no response"));

    assertThat(run.writes()).isEmpty();
    iam.instead(
        LAST_USED,
        () -> {
          throw new NullPointerException();
        });
    assertThat(run.of("bo").outcome()).isEqualTo(RemediationOutcome.FAILED);
  }

  @Test
  void exceptionWithoutMessageHasItsName() {
    beforeUseRead(
        2,
        () -> {
          throw new NullPointerException();
        });

    assertThat(result().reason()).isEqualTo("java.lang.NullPointerException");
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

    assertThat(result().ending()).isEqualTo(Ending.DEACTIVATED);
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
