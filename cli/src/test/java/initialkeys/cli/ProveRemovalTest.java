package initialkeys.cli;

import static initialkeys.cli.ProveFaultsTest.between;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/** What a proof deletes, and what it leaves. */
class ProveRemovalTest {

  /** IAM does not delete such a user, so that nothing of it may be deleted before that is known. */
  @Test
  void userWithSshKeyKeepsItsKeysAndItsPolicy() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) ->
            number > 60 ? Optional.of(new ProveFaultsTest.Killed()) : Optional.empty());
    account.run("prove", "--yes");
    String user =
        account.proofUsers().stream().filter(it -> it.endsWith("-unused-key")).findFirst().get();
    account.iam.addSshKey(user, "APKA1");
    account.calledThrough(iam -> iam, config -> config);
    assertThat(account.run("prove", "--clean", "--yes").err())
        .containsExactly(
            "left: %s: has an SSH public key, which no proof has created; delete the user by hand"
                .formatted(user));
    assertThat(account.iam.inlinePolicy(user, "deny-everything")).isNotEmpty();
    assertThat(account.iam.listAccessKeys(it -> it.userName(user).maxItems(9)).accessKeyMetadata())
        .hasSize(1);
  }

  @Test
  void keyOfSomebodyElseIsNotDeleted() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) -> {
          if (action.equals("config:DescribeConfigRuleEvaluationStatus")) {
            account.proofUsers().stream()
                .filter(it -> it.endsWith("-unused-key"))
                .forEach(name -> account.iam.createAccessKey(it -> it.userName(name)));
          }
          return Optional.empty();
        });
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.LEFT_BEHIND);
    String user = account.proofUsers().getFirst();
    assertThat(printed.err())
        .anyMatch(line -> line.startsWith("left: %s: has the access key ".formatted(user)));
    assertThat(account.iam.listAccessKeys(it -> it.userName(user).maxItems(9)).accessKeyMetadata())
        .hasSize(2);
    account.calledThrough(iam -> iam, config -> config);
    assertThat(account.run("prove", "--clean", "--yes").code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(account.proofUsers()).isEmpty();
  }

  /** Somebody adds something after it was checked. */
  @Test
  void userThatCannotBeDeletedIsDeniedEverythingAgain() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) ->
            action.equals("iam:DeleteUser")
                ? Optional.of(DeleteConflictException.builder().message("conflict").build())
                : Optional.empty());
    assertThat(account.run("prove", "--yes").code()).isEqualTo(ExitCode.LEFT_BEHIND);
    assertThat(account.proofUsers())
        .isNotEmpty()
        .allMatch(name -> !account.iam.inlinePolicy(name, "deny-everything").isEmpty());
  }

  @Test
  void userThatExistedBeforeIsNotTouched() {
    ProvableAccount account = ProvableAccount.withDefaults();
    Set<String> first = new TreeSet<>();
    between(
        account,
        (number, action) -> {
          if (action.equals("iam:CreateUser") && first.add(action)) {
            return Optional.of(EntityAlreadyExistsException.builder().message("exists").build());
          }
          return Optional.empty();
        });
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(printed.err()).containsExactly("initial-keys: exists");
  }

  /** What IAM answers may be from before the user was created. */
  @ParameterizedTest
  @ValueSource(
      strings = {"iam:GetUser", "iam:ListUserTags", "iam:ListAccessKeys", "iam:DeleteUser"})
  void absenceIsBelievedOnlyAfterSeveralLooks(String stale) {
    ProvableAccount account = ProvableAccount.withDefaults();
    Set<Integer> times = new TreeSet<>();
    between(
        account,
        (number, action) ->
            action.equals(stale) && times.size() < 3 && times.add(number)
                ? Optional.of(NoSuchEntityException.builder().message("not found").build())
                : Optional.empty());
    assertThat(account.run("prove", "--yes", "--timeout", "1").err()).isEmpty();
    assertThat(times).hasSize(3);
    assertThat(account.proofUsers()).isEmpty();
  }

  /** What a proof did not create is not deleted. */
  @Test
  void usersWithMoreAreNamedAndLeftAlone() {
    ProvableAccount account = ProvableAccount.withDefaults();
    between(
        account,
        (number, action) ->
            number > 60 ? Optional.of(new ProveFaultsTest.Killed()) : Optional.empty());
    account.run("prove", "--yes");
    account.calledThrough(iam -> iam, config -> config);
    String member = account.proofUsers().getFirst();
    account.iam.addToGroup(member, "admins");
    Printed printed = account.run("prove", "--clean", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.LEFT_BEHIND);
    assertThat(printed.err())
        .containsExactly(
            "left: %s: has the group admins, which no proof has created; delete the user by hand"
                .formatted(member));
    assertThat(account.proofUsers()).containsExactly(member);
  }

  @Test
  void cleanTouchesOnlyUsersWithPathNameAndTag() {
    ProvableAccount account = ProvableAccount.withDefaults();
    IamClient iam = account.iam;
    iam.createUser(it -> it.userName("initial-keys-proof-1").path("/").tags(tag()));
    iam.createUser(it -> it.userName("initial-keys-proof-2").path(ProvableAccount.PATH));
    iam.createUser(it -> it.userName("other").path(ProvableAccount.PATH).tags(tag()));
    iam.createUser(
        it -> it.userName("initial-keys-proof-3").path(ProvableAccount.PATH).tags(tag()));
    Printed printed = account.run("prove", "--clean", "--yes");
    assertThat(printed)
        .isEqualTo(
            new Printed(
                ExitCode.COMPLETE, "deleted: initial-keys-proof-3%n".formatted(), List.of()));
    assertThat(account.iam.reads().all()).hasSize(4);
    assertThat(account.run("prove", "--clean", "--yes").out())
        .isEqualTo("Account 123456789012 has no user of a proof.%n".formatted());
  }

  private static Tag tag() {
    return Tag.builder().key("initial-keys-proof").value("1").build();
  }

  @Test
  void cleanAsksBeforeItDeletes() {
    ProvableAccount account = ProvableAccount.withDefaults();
    account.iam.createUser(
        it -> it.userName("initial-keys-proof-3").path(ProvableAccount.PATH).tags(tag()));
    assertThat(account.run("prove", "--clean").code()).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(account.answering("n").run("prove", "--clean").code()).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(account.proofUsers()).hasSize(1);
    assertThat(account.answering("yes").run("prove", "--clean").code())
        .isEqualTo(ExitCode.COMPLETE);
    assertThat(account.proofUsers()).isEmpty();
  }
}
