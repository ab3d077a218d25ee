package initialkeys.cli.prove;

import static initialkeys.cli.prove.TestAccount.compliant;
import static initialkeys.cli.prove.TestAccount.nonCompliant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.prove.ProofRow.Status;
import initialkeys.cli.prove.user.ProofCase;
import initialkeys.decision.AccessKey;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.service.WritableIam;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.sts.model.StsException;

/** One user, to which a test shows what AWS Config has. */
class ProofUserTest {

  private final ProvableAccount cloud = ProvableAccount.withDefaults();
  private final CountedCalls calls = CountedCalls.withoutFaults();
  private final ProofAccount account = TestAccount.of(cloud, calls);

  private ProofUser user(ProofCase proofCase) {
    return new ProofUser(proofCase, account);
  }

  private Instant now() {
    return cloud.time.instant();
  }

  private void pass(long seconds) {
    cloud.time.pass(Duration.ofSeconds(seconds));
  }

  private void showCompliant(ProofUser user) {
    user.advance(Optional.of(compliant(now())));
  }

  private void showNonCompliant(ProofUser user) {
    user.advance(Optional.of(nonCompliant(user, now())));
  }

  private Account.User stored(ProofUser user) {
    return cloud.iam.reads().all().stream()
        .filter(it -> it.id().equals(user.identity().id()))
        .findFirst()
        .orElseThrow();
  }

  private static ProofRow row(ProofUser user) {
    return user.row(Optional.empty(), settled -> false);
  }

  @ParameterizedTest
  @EnumSource(
      value = ProofCase.class,
      names = {"UNUSED_KEY", "COMMA"})
  void userWithUnusedKeyIsDoneOnceNoncompliant(ProofCase proofCase) {
    ProofUser user = user(proofCase);
    assertThat(user.isSettled()).isTrue();
    showCompliant(user);
    assertThat(user.isDone()).isFalse();
    showNonCompliant(user);
    assertThat(user.isDone()).isTrue();
    assertThat(user.isSettled()).isTrue();
    assertThat(row(user)).isEqualTo(new ProofRow(proofCase.line(), Status.PASS, "NON_COMPLIANT"));
  }

  @Test
  void userWithoutKeyIsDoneOnceCompliant() {
    ProofUser user = user(ProofCase.NO_KEY);
    user.advance(Optional.empty());
    assertThat(user.isDone()).isFalse();
    showCompliant(user);
    assertThat(row(user)).isEqualTo(new ProofRow("has no access key", Status.PASS, "COMPLIANT"));
    assertThat(stored(user).keys()).isEmpty();
  }

  @Test
  void onlyChangesOfKeysAndPasswordsAreUnnoticed() {
    Set<ProofCase> unnoticed = EnumSet.noneOf(ProofCase.class);
    for (ProofCase proofCase : ProofCase.values()) {
      if (user(proofCase).isChangeUnnoticed()) unnoticed.add(proofCase);
    }
    assertThat(unnoticed)
        .containsExactly(ProofCase.LATER_KEY, ProofCase.USED_KEY, ProofCase.NO_PASSWORD);
  }

  @Test
  void nothingChangesBeforeFirstResult() {
    ProofUser user = user(ProofCase.NO_PASSWORD);
    user.advance(Optional.empty());
    showCompliant(user);
    assertThat(stored(user).password()).isTrue();
    assertThat(user.isSettled()).isFalse();
  }

  @Test
  void passwordIsDeletedAfterFirstResult() {
    ProofUser user = user(ProofCase.NO_PASSWORD);
    pass(60);
    showNonCompliant(user);
    assertThat(stored(user).password()).isFalse();
    assertThat(user.isSettled()).isTrue();
    assertThat(user.settled()).isEqualTo(now());
    showNonCompliant(user);
    assertThat(user.isDone()).isFalse();
    showCompliant(user);
    assertThat(row(user).text()).isEqualTo("COMPLIANT");
    assertThat(row(user).status()).isEqualTo(Status.PASS);
  }

  @Test
  void keyIsReplacedMinuteAfterWindow() {
    ProofUser user = user(ProofCase.LATER_KEY);
    AccessKey first = user.keys().getFirst();
    showNonCompliant(user);
    pass(5 * 60 + 59);
    showNonCompliant(user);
    assertThat(stored(user).keys()).extracting(Account.Key::id).containsExactly(first.id());
    assertThat(row(user))
        .isEqualTo(
            new ProofRow(
                ProofCase.LATER_KEY.line(),
                Status.NOT_IN_TIME,
                "The creation window did not end in time."));
    pass(1);
    showNonCompliant(user);
    assertThat(stored(user).keys())
        .extracting(Account.Key::id)
        .containsExactly(user.keys().getFirst().id())
        .doesNotContain(first.id());
    showCompliant(user);
    assertThat(row(user).status()).isEqualTo(Status.PASS);
  }

  /** The first look ends when the call fails; the next one continues. */
  @Test
  void laterKeyIsCreatedOnceWhenDeletionFails() {
    List<RuntimeException> failures =
        new ArrayList<>(List.of(WritableIam.rejected(503, "ServiceUnavailable", "later")));
    CountedCalls failing =
        new CountedCalls(
            (number, action) ->
                action.equals("iam:DeleteAccessKey") && !failures.isEmpty()
                    ? Optional.of(failures.removeFirst())
                    : Optional.empty());
    ProofUser user = new ProofUser(ProofCase.LATER_KEY, TestAccount.of(cloud, failing));
    pass(6 * 60);
    assertThatThrownBy(() -> showNonCompliant(user)).hasMessageContaining("later");
    showNonCompliant(user);
    assertThat(failing.count("iam:CreateAccessKey")).isEqualTo(2);
    assertThat(stored(user).keys())
        .extracting(Account.Key::id)
        .containsExactly(user.keys().getFirst().id());
  }

  @Test
  void useOfKeyIsWaitedForUntilIamShowsIt() {
    ProofUser user = user(ProofCase.USED_KEY);
    showNonCompliant(user);
    pass(89);
    showNonCompliant(user);
    assertThat(user.isSettled()).isFalse();
    assertThat(user.lag()).isEmpty();
    assertThat(row(user).text()).isEqualTo("IAM did not show the use of the key in time (F19).");
    pass(1);
    showNonCompliant(user);
    assertThat(user.lag()).contains(Duration.ofSeconds(90));
    assertThat(user.isSettled()).isTrue();
    showCompliant(user);
    assertThat(row(user).status()).isEqualTo(Status.PASS);
  }

  @Test
  void keyThatStsRejectsIsUsedLater() {
    List<RuntimeException> rejections =
        new ArrayList<>(List.of(StsException.builder().message("not yet").build()));
    ProofUser user = new ProofUser(ProofCase.USED_KEY, rejecting(rejections));
    showNonCompliant(user);
    assertThat(row(user).text()).isEqualTo("STS did not accept the new key in time.");
    pass(20);
    showNonCompliant(user);
    assertThat(rejections).isEmpty();
    assertThat(row(user).text()).isEqualTo("IAM did not show the use of the key in time (F19).");
  }

  @Test
  void deletedUserIsDoneAfterTwoLooksWithoutResult() {
    ProofUser user = user(ProofCase.DELETED);
    showCompliant(user);
    assertThat(cloud.proofUsers()).isEmpty();
    user.advance(Optional.empty());
    assertThat(user.isDone()).isFalse();
    user.advance(Optional.empty());
    assertThat(row(user)).isEqualTo(new ProofRow("is deleted", Status.PASS, "NOT_APPLICABLE"));
  }

  /** One look may miss a result. */
  @Test
  void resultBetweenTwoLooksBeginsThemAgain() {
    ProofUser user = user(ProofCase.DELETED);
    showCompliant(user);
    user.advance(Optional.empty());
    showCompliant(user);
    user.advance(Optional.empty());
    assertThat(user.isDone()).isFalse();
  }

  /** An Active key has the same result. */
  @Test
  void resultOfInactiveKeyMustBeRecordedAfterIt() {
    ProofUser user = user(ProofCase.INACTIVE_KEY);
    showNonCompliant(user);
    assertThat(user.isDone()).isFalse();
    pass(1);
    showNonCompliant(user);
    assertThat(user.isDone()).isTrue();
    assertThat(stored(user).keys()).extracting(Account.Key::status).containsExactly("Inactive");
  }

  /** Its result is that of a user without a key. */
  @Test
  void keyThatIsCreatedAfterWindowProvesNothing() {
    CountedCalls slow =
        new CountedCalls(
            (number, action) -> {
              if (action.equals("iam:CreateAccessKey")) pass(6 * 60);
              return Optional.empty();
            });
    ProofUser user = new ProofUser(ProofCase.UNUSED_KEY, TestAccount.of(cloud, slow));
    showCompliant(user);
    assertThat(row(user))
        .isEqualTo(
            new ProofRow(
                ProofCase.UNUSED_KEY.line(),
                Status.NOT_IN_TIME,
                "The key was created too long after the user: the result is the same as before."));
  }

  @Test
  void userWithoutResultIsNotProven() {
    assertThat(user(ProofCase.NO_KEY).row(Optional.empty(), settled -> true))
        .isEqualTo(
            new ProofRow(
                "has no access key", Status.NOT_IN_TIME, "AWS Config has no result in time."));
  }

  /** The clocks of AWS and of this machine may differ by a minute. */
  @ParameterizedTest
  @CsvSource({"60, false, NOT_IN_TIME", "61, false, FAIL", "0, true, FAIL"})
  void wrongResultFailsWhenItIsNew(long seconds, boolean hasRun, Status expected) {
    ProofUser user = user(ProofCase.UNUSED_KEY);
    ConfigResult wrong = compliant(user.settled().plusSeconds(seconds));
    ProofRow row = user.row(Optional.of(wrong), settled -> hasRun);
    assertThat(row.status()).isEqualTo(expected);
    if (expected == Status.FAIL) {
      assertThat(row.text())
          .isEqualTo(
              "Expected NON_COMPLIANT: %s AWS Config has COMPLIANT: %s"
                  .formatted(nonCompliant(user, now()).annotation(), TestAccount.COMPLIANT));
    }
  }

  @Test
  void rightResultThatIsNotCertainIsNoFailure() {
    ProofUser user = user(ProofCase.INACTIVE_KEY);
    ConfigResult right = nonCompliant(user, now());
    assertThat(user.row(Optional.of(right), settled -> true))
        .isEqualTo(
            new ProofRow(
                ProofCase.INACTIVE_KEY.line(),
                Status.NOT_IN_TIME,
                "AWS Config has not invoked the rule again in time: " + right));
    assertThat(right.type()).isEqualTo(ComplianceType.NON_COMPLIANT);
  }

  /** The account, with an AWS STS that rejects the first calls. */
  private ProofAccount rejecting(List<RuntimeException> rejections) {
    Caller caller = account.caller();
    return new ProofAccount(
        new Caller(
            caller.region(),
            caller.sts(),
            caller.iam(),
            caller.config(),
            caller.organization(),
            caller.deployment(),
            credentials -> {
              if (!rejections.isEmpty()) throw rejections.removeFirst();
              return caller.stsOf().apply(credentials);
            }),
        account.ruleName(),
        account.parameters(),
        account.users(),
        account.context());
  }
}
