package initialkeys.cli.preview.result;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.PreviewResult.UnreadAccount;
import initialkeys.run.CredentialReportStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviewResultTest {

  private static final UserResult DELETED =
      new UserResult("AIDA1", "AIDA1", Result.NOT_APPLICABLE, "deleted", Optional.empty());
  private static final UserResult ZOE =
      new UserResult(
          "zoe",
          "AIDAZOE",
          Result.NON_COMPLIANT,
          "a reason",
          Optional.of(
              new UserFacts(
                  "/",
                  new SourcedFact<>(Instant.EPOCH, "iam:ListUsers"),
                  Optional.empty(),
                  Optional.empty())));
  private static final Basis BASIS =
      new Basis("AWS", Instant.EPOCH, Map.of(), new CredentialReportStatus.NotRequested());
  private static final UnreadAccount UNREAD =
      new UnreadAccount("333333333333", "sandbox", "access denied", false);

  private static AccountResult account(String accountId, List<String> failures) {
    return new AccountResult(accountId, BASIS, List.of(ZOE, DELETED), true, failures);
  }

  @Test
  void countsAreThoseOfAllAccounts() {
    PreviewResult preview =
        new PreviewResult(
            true,
            BASIS,
            List.of(account("111111111111", List.of()), account("222222222222", List.of())),
            List.of());
    assertThat(preview.count(Result.NON_COMPLIANT)).isEqualTo(2);
    assertThat(preview.userCount()).isEqualTo(2);
    assertThat(preview.deletedUserCount()).isEqualTo(2);
    assertThat(preview.isComplete()).isTrue();
  }

  /** It is never counted as clean. */
  @Test
  void accountThatCouldNotBeReadLeavesThePreviewIncomplete() {
    AccountResult read = account("111111111111", List.of());
    assertThat(new PreviewResult(true, BASIS, List.of(read), List.of(UNREAD)).isComplete())
        .isFalse();
    assertThat(PreviewResult.of(account("111111111111", List.of("denied"))).isComplete()).isFalse();
    assertThat(PreviewResult.of(read).isComplete()).isTrue();
  }

  @Test
  void nothingIsReadWithoutAnyAccountThatWasRead() {
    AccountResult read = account("111111111111", List.of());
    AccountResult unknown =
        new AccountResult("222222222222", read.basis(), List.of(), false, List.of("denied"));
    assertThat(PreviewResult.of(unknown).isNothingRead()).isTrue();
    assertThat(new PreviewResult(true, BASIS, List.of(), List.of(UNREAD)).isNothingRead()).isTrue();
    assertThat(PreviewResult.of(read).isNothingRead()).isFalse();
    assertThat(new PreviewResult(true, BASIS, List.of(read), List.of(UNREAD)).isNothingRead())
        .isFalse();
  }

  /** What was left out on purpose is no failure. */
  @Test
  void excludedAccountsAloneAreNoFailure() {
    UnreadAccount excluded = new UnreadAccount("333333333333", "sandbox", "excluded", true);
    assertThat(new PreviewResult(true, BASIS, List.of(), List.of(excluded)).isNothingRead())
        .isFalse();
  }

  @Test
  void failuresNameTheirAccountInAnOrganization() {
    AccountResult failed = account("111111111111", List.of("iam:ListUsers: denied"));
    assertThat(new PreviewResult(true, BASIS, List.of(failed), List.of(UNREAD)).failures())
        .containsExactly(
            "account 333333333333 (sandbox): access denied",
            "account 111111111111: iam:ListUsers: denied");
    assertThat(PreviewResult.of(failed).failures()).containsExactly("iam:ListUsers: denied");
  }
}
