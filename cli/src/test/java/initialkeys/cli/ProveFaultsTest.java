package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.service.WritableIam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityTemporarilyUnmodifiableException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** A proof that fails or is killed after any of its calls. */
class ProveFaultsTest {

  /** Ends the command as a killed process ends: nothing that it would still do is done. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  static CountedCalls between(ProvableAccount account, CountedCalls.Faults faults) {
    CountedCalls calls = new CountedCalls(faults);
    account.calledThrough(
        iam -> calls.through(IamClient.class, "iam", iam),
        config -> calls.through(ConfigClient.class, "config", config));
    return calls;
  }

  private static List<String> callsOfProof() {
    ProvableAccount account = ProvableAccount.withDefaults();
    CountedCalls calls = between(account, (number, action) -> Optional.empty());
    account.run("prove", "--yes");
    return calls.calls();
  }

  static Set<String> actions() {
    return new TreeSet<>(callsOfProof());
  }

  @Test
  void cleanRemovesWhatKilledProofHasLeft() {
    int all = callsOfProof().size();
    assertThat(all).isGreaterThan(100);
    int withLeftovers = 0;
    for (int last = 0; last <= all; last++) {
      int allowed = last;
      ProvableAccount account = ProvableAccount.withDefaults();
      between(
          account,
          (number, action) -> number > allowed ? Optional.of(new Killed()) : Optional.empty());
      account.run("prove", "--yes");
      if (!account.proofUsers().isEmpty()) withLeftovers++;
      account.calledThrough(iam -> iam, config -> config);
      Printed cleaned = account.run("prove", "--clean", "--yes");
      assertThat(cleaned.code()).as("killed after %s calls", last).isEqualTo(ExitCode.COMPLETE);
      assertThat(account.proofUsers()).as("killed after %s calls", last).isEmpty();
      assertThat(account.iam.reads().all()).extracting(it -> it.name()).containsExactly("bo");
    }
    assertThat(withLeftovers).isGreaterThan(all / 2);
  }

  /** The same without --clean, when one call fails and the others do not. */
  @Test
  void proofThatFailsRemovesItsUsers() {
    int all = callsOfProof().size();
    for (int broken = 1; broken <= all; broken++) {
      int failing = broken;
      ProvableAccount account = ProvableAccount.withDefaults();
      CountedCalls calls =
          between(
              account,
              (number, action) ->
                  number == failing
                      ? Optional.of(WritableIam.rejected(400, "ServiceFailure", "no"))
                      : Optional.empty());
      Printed printed = account.run("prove", "--yes");
      String action = calls.calls().get(failing - 1);
      if (printed.code() == ExitCode.NOT_DELETED) {
        if (action.equals("iam:ListUsers")) {
          assertThat(account.proofUsers()).isEmpty();
          assertThat(printed.err())
              .contains(
                  "not deleted: (the users under /initial-keys-proof/): could not be listed once"
                      + " more: no (Service: null, Status Code: 400, Request ID: null)");
          continue;
        }
        assertThat(account.proofUsers()).as(action).hasSize(1);
        assertThat(printed.err())
            .as(action)
            .anyMatch(
                line -> line.startsWith("not deleted: " + account.proofUsers().getFirst() + ": "));
      } else {
        assertThat(account.proofUsers()).as("%s, %s", failing, action).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("actions")
  void deniedCallIsNamedAndNeverProof(String action) {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, called) ->
            called.equals(action)
                ? Optional.of(
                    WritableIam.rejected(403, "AccessDenied", "not authorized: " + action))
                : Optional.empty());
    Printed printed = account.run("prove", "--yes");
    if (action.equals("iam:GenerateCredentialReport") || action.equals("iam:GetCredentialReport")) {
      assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
      assertThat(printed.out()).contains("F21  not observed: ", "F22  not observed: ");
      return;
    }
    assertThat(printed.code()).isIn(ExitCode.FAILED, ExitCode.NOT_DELETED);
    assertThat(printed.err())
        .anyMatch(line -> line.contains("not authorized: " + action))
        .noneMatch(line -> line.contains("failed unexpectedly"));
    if (action.equals("iam:ListUsers")) return;
    assertThat(printed.err())
        .filteredOn(line -> line.startsWith("not deleted: "))
        .hasSameSizeAs(account.proofUsers());
    assertThat(printed.code() == ExitCode.NOT_DELETED).isEqualTo(!account.proofUsers().isEmpty());
  }

  /** No user exists, whatever else is denied: nothing has to be deleted. */
  @ParameterizedTest
  @MethodSource("actions")
  void deniedCreationLeavesNothingToDelete(String action) {
    ProvableAccount account = ProvableAccount.withDefaults();
    Instant start = account.time.instant();
    CountedCalls calls =
        between(
            account,
            (number, called) ->
                called.equals("iam:CreateUser") || called.equals(action)
                    ? Optional.of(
                        WritableIam.rejected(403, "AccessDenied", "not authorized: " + called))
                    : Optional.empty());
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(printed.err()).singleElement().asString().contains("not authorized: ");
    assertThat(calls.count("iam:GetUser")).isZero();
    assertThat(account.time.instant()).isEqualTo(start);
  }

  /** Nothing can be removed either. */
  @Test
  void credentialsThatExpireLeaveNamedUsers() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) ->
            number > 30
                ? Optional.of(WritableIam.rejected(403, "ExpiredToken", "expired"))
                : Optional.empty());
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.NOT_DELETED);
    assertThat(account.proofUsers()).isNotEmpty();
    assertThat(printed.err())
        .contains(
            "initial-keys: The AWS credentials have expired. Sign in again with `aws sso login` or"
                + " `aws login`, or set new credentials.",
            "`initial-keys prove --clean` tries again to remove them.")
        .containsAll(
            account.proofUsers().stream()
                .map(
                    name ->
                        "not deleted: %s: The AWS credentials have expired. Sign in again with `aws sso login` or `aws login`, or set new credentials."
                            .formatted(name))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoSuchEntity", "EntityTemporarilyUnmodifiable", "DeleteConflict"})
  void inconsistencyOfNewUsersIsWaitedFor(String code) {
    ProvableAccount account = ProvableAccount.withDefaults();
    Set<String> once = new TreeSet<>();
    between(
        account,
        (number, action) ->
            isAffected(code, action) && once.add(action)
                ? Optional.of(exception(code))
                : Optional.empty());
    Printed printed = account.run("prove", "--yes");
    assertThat(once).isNotEmpty();
    assertThat(printed.err()).isEmpty();
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(account.proofUsers()).isEmpty();
  }

  private static boolean isAffected(String code, String action) {
    return switch (code) {
      case "NoSuchEntity" ->
          Set.of(
                  "iam:PutUserPolicy",
                  "iam:CreateLoginProfile",
                  "iam:CreateAccessKey",
                  "iam:UpdateAccessKey",
                  "iam:ListUserPolicies",
                  "iam:GetAccessKeyLastUsed")
              .contains(action);
      case "EntityTemporarilyUnmodifiable" ->
          Set.of("iam:DeleteLoginProfile", "iam:CreateLoginProfile").contains(action);
      default -> action.equals("iam:DeleteUser");
    };
  }

  private static RuntimeException exception(String code) {
    return switch (code) {
      case "NoSuchEntity" -> NoSuchEntityException.builder().message("not found").build();
      case "EntityTemporarilyUnmodifiable" ->
          EntityTemporarilyUnmodifiableException.builder().message("wait").build();
      default -> DeleteConflictException.builder().message("conflict").build();
    };
  }

  /** IAM may be slow: a key after the window has the same result as no key, and proves nothing. */
  @Test
  void keysThatComeTooLateProveNothing() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) -> {
          if (action.equals("iam:CreateAccessKey")) account.time.pass(Duration.ofMinutes(6));
          return Optional.empty();
        });
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(printed.out())
        .contains("PASS        COMPLIANT       has no access key")
        .contains("The key was created too long after the user")
        .contains("9 lines: 2 PASS, 0 FAIL, 7 not proven.");
  }

  /** What was recorded while the key was Active says nothing about an Inactive key. */
  @Test
  void resultFromBeforeDeactivationProvesNothing() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) -> {
          if (action.equals("iam:UpdateAccessKey")) account.time.pass(Duration.ofMinutes(3));
          return Optional.empty();
        });
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(printed.out())
        .contains("NOT PROVEN  -               the same, and the key is Inactive")
        .contains("9 lines: 7 PASS, 0 FAIL, 2 not proven.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config:GetComplianceDetailsByConfigRule",
        "config:DescribeConfigRuleEvaluationStatus",
        "config:StartConfigRulesEvaluation",
        "iam:GetAccessKeyLastUsed",
      })
  void lookThatFailsOnceIsRepeated(String failing) {
    ProvableAccount account = ProvableAccount.withDefaults();
    Set<String> once = new TreeSet<>();
    between(
        account,
        (number, action) ->
            action.equals(failing) && once.add(action)
                ? Optional.of(WritableIam.rejected(503, "ServiceUnavailable", "later"))
                : Optional.empty());
    assertThat(account.run("prove", "--yes").code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(once).hasSize(1);
  }

  @Test
  void looksThatFailUntilLimitAreNamed() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) ->
            action.equals("config:GetComplianceDetailsByConfigRule")
                ? Optional.of(WritableIam.rejected(503, "ServiceUnavailable", "later"))
                : Optional.empty());
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(printed.err()).singleElement().asString().startsWith("initial-keys: later");
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void errorOfProgramLeavesNamedUsers() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) ->
            switch (action) {
              case "config:GetComplianceDetailsByConfigRule" -> Optional.of(new Killed());
              case "iam:DeleteUser" -> Optional.of(WritableIam.rejected(400, "No", "no"));
              default -> Optional.empty();
            });
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.NOT_DELETED);
    assertThat(account.proofUsers()).hasSize(8);
  }
}
