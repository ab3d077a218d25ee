package initialkeys.cli.preview.result;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.CredentialReportStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccountResultTest {

  private static UserResult user(String name, Result result) {
    UserFacts facts =
        new UserFacts(
            "/",
            new SourcedFact<>(Instant.EPOCH, "iam:ListUsers"),
            Optional.empty(),
            Optional.empty());
    return new UserResult(name, "AIDA" + name, result, "a reason", Optional.of(facts));
  }

  private static UserResult deleted(String id) {
    return new UserResult(id, id, Result.NOT_APPLICABLE, "The user is deleted.", Optional.empty());
  }

  private static AccountResult result(
      boolean isListComplete, List<String> failures, UserResult... users) {
    return new AccountResult(
        "123456789012",
        new Basis("a file", Instant.EPOCH, Map.of(), new CredentialReportStatus.NotRequested()),
        List.of(users),
        isListComplete,
        failures);
  }

  @Test
  void whatNeedsAttentionComesFirstThenTheName() {
    AccountResult result =
        result(
            true,
            List.of(),
            user("cy", Result.COMPLIANT),
            user("mia", Result.NOT_EVALUATED),
            user("zoe", Result.NON_COMPLIANT),
            user("ann", Result.COMPLIANT),
            user("bo", Result.NON_COMPLIANT));
    assertThat(result.users())
        .extracting(UserResult::name)
        .containsExactly("bo", "zoe", "mia", "ann", "cy");
  }

  @Test
  void deletedUsersAreCountedApart() {
    AccountResult result =
        result(true, List.of(), user("ann", Result.NOT_APPLICABLE), deleted("AIDA1"));
    assertThat(result.count(Result.NOT_APPLICABLE)).isEqualTo(1);
    assertThat(result.count(Result.COMPLIANT)).isZero();
    assertThat(result.userCount()).isEqualTo(1);
    assertThat(result.deletedUserCount()).isEqualTo(1);
  }

  @Test
  void reasonOfIncompleteListIsThatOfTheCall() {
    String first = "iam:ListUsers for the users after the first 3: denied";
    String second = "iam:ListUsers for user bo (id): IAM returned a user without a valid id";
    assertThat(
            result(false, List.of(first, "iam:GetLoginProfile for user ann: no", second))
                .reasonOfIncompleteList())
        .isEqualTo("The list of users is incomplete: %s; %s".formatted(first, second));
    assertThat(result(false, List.of("denied")).reasonOfIncompleteList())
        .isEqualTo("The list of users is incomplete.");
  }

  /** A spreadsheet, or a program that reads CSV, takes a limited length. */
  @Test
  void onlyFirstReasonsAreNamed() {
    List<String> failures =
        IntStream.rangeClosed(1, 2003).mapToObj(i -> "iam:ListUsers for user u" + i).toList();
    String first =
        "iam:ListUsers for user u1; iam:ListUsers for user u2; iam:ListUsers for user u3";
    assertThat(result(false, failures).reasonOfIncompleteList())
        .isEqualTo("The list of users is incomplete: %s; 2,000 more".formatted(first));
    assertThat(result(false, failures.subList(0, 3)).reasonOfIncompleteList())
        .isEqualTo("The list of users is incomplete: " + first);
  }

  @Test
  void emptyOrPartlyReadListCountsAsRead() {
    assertThat(result(true, List.of()).isRead()).isTrue();
    assertThat(result(false, List.of(), user("ann", Result.COMPLIANT)).isRead()).isTrue();
    assertThat(result(false, List.of()).isRead()).isFalse();
  }

  @Test
  void resultIsCompleteWhenEveryUserIsKnownAndEvaluated() {
    assertThat(result(true, List.of()).isComplete()).isTrue();
    assertThat(result(false, List.of()).isComplete()).isFalse();
    assertThat(result(true, List.of("denied")).isComplete()).isFalse();
  }
}
