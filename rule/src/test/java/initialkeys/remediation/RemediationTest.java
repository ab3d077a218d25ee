package initialkeys.remediation;

import static initialkeys.remediation.RemediationRun.NOW;
import static initialkeys.remediation.RemediationRun.USER_CREATED;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.UserIdentity;
import initialkeys.remediation.KeyResult.Ending;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.IamException;

class RemediationTest {

  private static final UserIdentity BO = new UserIdentity(idOf("bo"), "bo", "/", USER_CREATED);
  private static final String WRITE = "UpdateAccessKey bo AKIABO Inactive";

  @Test
  void keyOfVerdictIsSetToInactive() {
    RemediationRun run = new RemediationRun(withUnusedKey("al"), withUnusedKey("bo"));

    RemediationResult result = run.of("bo");

    assertThat(result)
        .isEqualTo(
            new RemediationResult(
                RemediationOutcome.DEACTIVATED,
                Optional.of(BO),
                "Each key that had to be set to Inactive is Inactive.",
                List.of(
                    new KeyResult(
                        "AKIABO",
                        "bo",
                        Status.ACTIVE,
                        Status.INACTIVE,
                        Ending.DEACTIVATED,
                        "The key was never used, and is now Inactive."))));
    assertThat(run.writes()).containsExactly(WRITE);
    assertThat(result.undoCommands())
        .containsExactly(
            "aws iam update-access-key --user-name=bo --access-key-id=AKIABO --status=Active");
  }

  @Test
  void factsAreReadAgainDirectlyBeforeWrite() {
    RemediationRun run = new RemediationRun(withUnusedKey("bo"));

    run.of("bo");

    assertThat(run.iam.calls())
        .containsExactly(
            "ListUsers",
            "ListAccessKeys bo",
            "GetLoginProfile bo",
            "GetAccessKeyLastUsed AKIABO",
            "GetUser bo",
            "ListAccessKeys bo",
            "GetLoginProfile bo",
            "GetAccessKeyLastUsed AKIABO",
            WRITE,
            "ListAccessKeys bo",
            "GetAccessKeyLastUsed AKIABO");
  }

  @Test
  void keysThatVerdictDoesNotNameAreUntouched() {
    RemediationRun run =
        new RemediationRun(
            named("bo")
                .keys(
                    key("later", USER_CREATED.plus(Duration.ofDays(1)), null),
                    key("bo", USER_CREATED, null),
                    key("used", USER_CREATED, NOW))
                .build());

    assertThat(run.of("bo").keys()).extracting(KeyResult::keyId).containsExactly("AKIABO");

    assertThat(run.writes()).containsExactly(WRITE);
  }

  @Test
  void everyKeyOfVerdictIsSetToInactive() {
    RemediationRun run =
        new RemediationRun(
            named("bo")
                .keys(key("b", USER_CREATED.plusSeconds(9), null), key("a", USER_CREATED, null))
                .build());

    assertThat(run.of("bo").undoCommands()).hasSize(2);

    assertThat(run.writes())
        .containsExactly("UpdateAccessKey bo AKIAA Inactive", "UpdateAccessKey bo AKIAB Inactive");
  }

  @Test
  void compliantExemptOrMissingUserNeedsNothing() {
    Account.User keyless = withoutKeys("bo");
    Account.User suspect = withUnusedKey("bo");
    assertNothingToDo(new RemediationRun(keyless), "The user is COMPLIANT.");
    assertNothingToDo(
        new RemediationRun(suspect).withParameters(Map.of("exemptUsers", "b*")),
        "The user is exempt.");
    assertNothingToDo(
        new RemediationRun(withUnusedKey("al")), "No user of this account has the id.");
    assertNothingToDo(
        new RemediationRun(suspect)
            .withParameters(Map.of("gracePeriodHours", "2160"))
            .at(USER_CREATED.plus(Duration.ofDays(89))),
        "The user is COMPLIANT.");
  }

  private static void assertNothingToDo(RemediationRun run, String reason) {
    RemediationResult result = run.of("bo");
    assertThat(result.outcome()).isEqualTo(RemediationOutcome.NOTHING_TO_DO);
    assertThat(result.reason()).isEqualTo(reason);
    assertThat(run.writes()).isEmpty();
    assertThat(run.events).isEmpty();
  }

  @Test
  void findingsThatMayBeInUseAreRejected() {
    RemediationRun run =
        new RemediationRun(withUnusedKey("bo")).withParameters(Map.of("unusedKeysOnly", "false"));

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.FAILED);
    assertThat(result.reason()).contains("unusedKeysOnly is false");
    assertThat(run.iam.calls()).isEmpty();
  }

  @Test
  void recreatedUserIsNotTheDeletedOne() {
    RemediationRun run =
        new RemediationRun(UserBuilder.copy(withUnusedKey("bo")).id(idOf("another")).build());

    assertThat(run.of("bo").outcome()).isEqualTo(RemediationOutcome.NOTHING_TO_DO);

    assertThat(run.writes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1, WITHIN_GRACE", "0, DEACTIVATED", "1, DEACTIVATED"})
  void keyIsLeftAloneUntilItIsOldEnough(int secondsAfterGrace, Ending expected) {
    RemediationRun run =
        new RemediationRun(withUnusedKey("bo"))
            .at(USER_CREATED.plus(RemediationRun.GRACE).plusSeconds(secondsAfterGrace));

    assertThat(run.of("bo").keys()).extracting(KeyResult::ending).containsExactly(expected);

    assertThat(run.writes()).hasSize(expected == Ending.DEACTIVATED ? 1 : 0);
  }

  @Test
  void keyOfTheFutureIsLeftAlone() {
    RemediationRun run =
        new RemediationRun(withUnusedKey("bo"))
            .withGrace(Duration.ZERO)
            .at(USER_CREATED.minusSeconds(1));

    assertThat(run.of("bo").keys())
        .extracting(KeyResult::ending)
        .containsExactly(Ending.WITHIN_GRACE);

    assertThat(run.writes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Active,   DEACTIVATED, DEACTIVATED",
    "Inactive, NOT_ACTIVE,  NOTHING_TO_DO",
    "Expired,  NOT_ACTIVE,  NOTHING_TO_DO",
    "Frozen,   FAILED,      FAILED"
  })
  void onlyActiveKeyIsWritten(String status, Ending ending, RemediationOutcome outcome) {
    RemediationRun run =
        new RemediationRun(
            named("bo").keys(new Account.Key("AKIABO", USER_CREATED, status, null)).build());

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(outcome);
    assertThat(result.keys()).extracting(KeyResult::ending).containsExactly(ending);
    assertThat(run.writes()).hasSize(ending == Ending.DEACTIVATED ? 1 : 0);
  }

  @Test
  void secondRunHasNothingToDo() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    new RemediationRun(iam).of("bo");

    assertThat(new RemediationRun(iam).of("bo").outcome())
        .isEqualTo(RemediationOutcome.NOTHING_TO_DO);

    assertThat(RemediationRun.writes(iam)).containsExactly(WRITE);
  }

  @Test
  void concurrentRunsEndAlike() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    RemediationRun first = new RemediationRun(iam);
    RemediationRun second = new RemediationRun(iam);
    iam.before(
        WRITE,
        () -> {
          iam.before(WRITE, () -> {});
          assertThat(second.of("bo").outcome()).isEqualTo(RemediationOutcome.DEACTIVATED);
        });

    assertThat(first.of("bo").outcome()).isEqualTo(RemediationOutcome.DEACTIVATED);

    assertThat(RemediationRun.writes(iam)).containsExactly(WRITE, WRITE);
  }

  @Test
  void dryRunHasSameFindingsWithoutWrite() {
    RemediationRun run = new RemediationRun(withUnusedKey("bo")).dry();

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.DRY_RUN);
    assertThat(result.keys())
        .containsExactly(
            new KeyResult(
                "AKIABO",
                "bo",
                Status.ACTIVE,
                Status.ACTIVE,
                Ending.WOULD_BE_DEACTIVATED,
                "Dry run: the key was not changed."));
    assertThat(result.undoCommands()).isEmpty();
    assertThat(run.writes()).isEmpty();
    assertThat(run.events).hasSize(2);
  }

  @Test
  void withoutTimeNothingIsRead() {
    RemediationRun run = new RemediationRun(withUnusedKey("bo")).withRemainingMillis(() -> 149_999);

    assertThat(run.of("bo").outcome()).isEqualTo(RemediationOutcome.FAILED);

    assertThat(run.iam.calls()).isEmpty();
  }

  @Test
  void withoutTimeForWriteKeyIsUnchangedAndRunFails() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    RemediationRun run =
        new RemediationRun(iam)
            .withRemainingMillis(() -> iam.calls().size() == 8 ? 149_999 : 150_000);

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.FAILED);
    assertThat(result.keys().getFirst().reason()).contains("no time left");
    assertThat(run.writes()).isEmpty();
  }

  @Test
  void secondKeyFailsWhileFirstIsRecorded() {
    FakeIam iam =
        new FakeIam(
                List.of(
                    named("bo")
                        .keys(key("a", USER_CREATED, null), key("b", USER_CREATED, null))
                        .build()))
            .instead(
                "UpdateAccessKey bo AKIAB Inactive",
                () -> {
                  throw IamException.builder().statusCode(403).message("denied").build();
                });

    RemediationResult result = new RemediationRun(iam).of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.FAILED);
    assertThat(result.keys())
        .extracting(KeyResult::ending)
        .containsExactly(Ending.DEACTIVATED, Ending.FAILED);
    assertThat(result.undoCommands()).singleElement().asString().contains("AKIAA");
    assertThat(result.keys().getLast().reason())
        .isEqualTo(
            "iam:UpdateAccessKey for key AKIAB of user bo (%s): denied; then it returned the key as ACTIVE."
                .formatted(idOf("bo")));
    RemediationRun again = new RemediationRun(iam);
    again.of("bo");
    assertThat(RemediationRun.writes(iam))
        .containsExactly(
            "UpdateAccessKey bo AKIAA Inactive",
            "UpdateAccessKey bo AKIAB Inactive",
            "UpdateAccessKey bo AKIAB Inactive");
  }

  @Test
  void nameThatCannotBeConfirmedMeansFailure() {
    RemediationRun run = new RemediationRun(withUnusedKey("bo"));
    run.iam.instead(
        "GetUser bo",
        () -> {
          throw new IllegalStateException("no response");
        });

    assertThat(run.of("bo"))
        .isEqualTo(
            RemediationResult.failed(
                Optional.of(BO),
                "iam:GetUser for user bo (%s): no response".formatted(idOf("bo"))));

    assertThat(run.writes()).isEmpty();
  }

  /** Young, listed, and without keys or a name: a doubt, not a deleted user. */
  @Test
  void contradictoryResponsesMeanFailure() {
    RemediationRun run =
        new RemediationRun(withUnusedKey("bo"))
            .withGrace(Duration.ZERO)
            .at(USER_CREATED.plusSeconds(60));
    run.iam.instead(
        "ListAccessKeys bo",
        () -> {
          throw FakeIam.noSuchEntity("not yet");
        });

    RemediationResult result = run.of("bo");

    assertThat(result.outcome()).isEqualTo(RemediationOutcome.FAILED);
    assertThat(result.reason()).contains("contradict each other");
  }

  /** Each time its name is confirmed, the user has another one. */
  @Test
  void userRenamedAgainAndAgainIsNotRemediated() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    List<String> names = new ArrayList<>(List.of("bo"));
    iam.beforeEach(
        call -> {
          if (!call.startsWith("GetUser")) return;
          iam.remove(names.getLast());
          names.add("bo" + names.size());
          iam.add(UserBuilder.copy(withUnusedKey("bo")).name(names.getLast()).build());
        });

    RemediationResult result = new RemediationRun(iam).of("bo");

    assertThat(result)
        .isEqualTo(
            RemediationResult.failed(
                Optional.of(new UserIdentity(idOf("bo"), "bo3", "/", USER_CREATED)),
                "The user was renamed again and again. Start again."));
    assertThat(RemediationRun.writes(iam)).isEmpty();
  }

  @Test
  void renamedUserIsReadAgainUnderItsNewName() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    iam.before(
        "GetUser bo",
        () -> {
          iam.remove("bo");
          iam.add(UserBuilder.copy(withUnusedKey("bo")).name("new").build());
        });

    assertThat(new RemediationRun(iam).of("bo").outcome())
        .isEqualTo(RemediationOutcome.DEACTIVATED);

    assertThat(RemediationRun.writes(iam)).containsExactly("UpdateAccessKey new AKIABO Inactive");
    assertThat(iam.calls()).contains("GetLoginProfile new", "GetUser new");
  }
}
