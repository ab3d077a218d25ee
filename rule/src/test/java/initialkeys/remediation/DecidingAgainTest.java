package initialkeys.remediation;

import static initialkeys.remediation.RemediationRun.NOW;
import static initialkeys.remediation.RemediationRun.USER_CREATED;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import initialkeys.decision.AccessKey.Status;
import initialkeys.remediation.KeyResult.Ending;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each key is decided about again, directly before it is written. */
class DecidingAgainTest {

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
                "bo",
                Status.ACTIVE,
                Status.ACTIVE,
                Ending.USED,
                "The key was used in the meantime."));

    assertThat(run.writes()).isEmpty();
  }

  /** The other key of the user still makes it NON_COMPLIANT. */
  @Test
  void usedKeyIsLeftAloneWhileAnotherIsNamed() {
    Account.Key other = key("other", USER_CREATED, null);
    iam.add(named("bo").keys(key("bo", USER_CREATED, null), other).build());
    beforeUseRead(2, () -> iam.add(named("bo").keys(key("bo", USER_CREATED, NOW), other).build()));

    assertThat(run.of("bo").keys())
        .extracting(KeyResult::keyId, KeyResult::ending)
        .containsExactly(tuple("AKIABO", Ending.USED), tuple("AKIAOTHER", Ending.DEACTIVATED));

    assertThat(run.writes()).containsExactly("UpdateAccessKey bo AKIAOTHER Inactive");
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
  void keyUnderNewNameIsNotTakenForDeleted() {
    beforeUseRead(
        2,
        () -> {
          rename();
          iam.add(named("bo").id("AIDAOTHER0000000000").keys(other("AKIAOTHER")).build());
        });

    KeyResult result = result();

    assertThat(result.ending()).isEqualTo(Ending.FAILED);
    assertThat(result.reason()).isEqualTo("The user was renamed in the meantime. Start again.");

    assertThat(run.writes()).isEmpty();
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
  void keyDeactivatedAfterFirstVerdictIsNotWritten() {
    beforeUseRead(1, () -> iam.add(inactive()));

    assertThat(result().ending()).isEqualTo(Ending.NOT_ACTIVE);

    assertThat(run.writes()).isEmpty();
  }

  @Test
  void lastUseThatCannotBeReadAgainMeansNoWrite() {
    beforeUseRead(2, () -> iam.instead(LAST_USED, DecidingAgainTest::fail));

    KeyResult result = result();

    assertThat(result.ending()).isEqualTo(Ending.FAILED);
    assertThat(result.after()).isEqualTo(Status.ACTIVE);
    assertThat(result.reason()).contains("no response");
    assertThat(run.writes()).isEmpty();
  }

  /** The second key must not be written with the facts that were read before the first. */
  @Test
  void eachKeyIsDecidedAgain() {
    FakeIam iam =
        new FakeIam(
            List.of(
                named("bo")
                    .keys(key("a", USER_CREATED, null), key("b", USER_CREATED, null))
                    .build()));
    RemediationRun run = new RemediationRun(iam);
    iam.before(
        "UpdateAccessKey bo AKIAA Inactive", () -> run.withParameters(Map.of("exemptUsers", "bo")));

    RemediationResult result = run.of("bo");

    assertThat(result.keys())
        .extracting(KeyResult::ending)
        .containsExactly(Ending.DEACTIVATED, Ending.NO_LONGER_NAMED);
    assertThat(run.writes()).containsExactly("UpdateAccessKey bo AKIAA Inactive");
  }

  @Test
  void parametersThatCannotBeReadAgainMeanNoWrite() {
    RemediationRun run = new RemediationRun(withUnusedKey("bo"));
    run.iam.before("GetUser bo", () -> run.withParameters(Map.of("unusedKeysOnly", "false")));

    KeyResult result = run.of("bo").keys().getFirst();

    assertThat(result.ending()).isEqualTo(Ending.FAILED);
    assertThat(result.reason()).contains("unusedKeysOnly is false");
    assertThat(run.writes()).isEmpty();
  }

  private static Account.Key other(String id) {
    return new Account.Key(id, USER_CREATED, "Active", null);
  }

  private static Account.User inactive() {
    return named("bo").keys(new Account.Key("AKIABO", USER_CREATED, "Inactive", null)).build();
  }

  private static Object fail() {
    throw new IllegalStateException("no response");
  }
}
