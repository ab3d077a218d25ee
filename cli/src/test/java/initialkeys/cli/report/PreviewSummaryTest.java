package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.account;
import static initialkeys.cli.report.TestResults.deleted;
import static initialkeys.cli.report.TestResults.preview;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewSummaryTest {

  @Test
  void verbFollowsTheNumber() {
    assertThat(text(preview())).isEqualTo("0 of 0 users are NON_COMPLIANT.");
    assertThat(text(preview(user("a", Result.COMPLIANT))))
        .isEqualTo("0 of 1 user is NON_COMPLIANT.");
    assertThat(text(preview(user("a", Result.COMPLIANT), user("b", Result.COMPLIANT))))
        .isEqualTo("0 of 2 users are NON_COMPLIANT.");
    assertThat(text(preview(user("a", Result.NON_COMPLIANT), user("b", Result.COMPLIANT))))
        .isEqualTo("1 of 2 users is NON_COMPLIANT.");
  }

  @Test
  void whatIsNotKnownIsStated() {
    assertThat(text(preview(user("a", Result.NOT_EVALUATED))))
        .isEqualTo("0 of 1 user is NON_COMPLIANT; 1 user not evaluated.");
    AccountResult known = account("123456789012", List.of());
    AccountResult incomplete =
        new AccountResult("123456789012", known.basis(), List.of(), false, List.of());
    assertThat(text(PreviewResult.of(incomplete)))
        .isEqualTo("0 of 0 users are NON_COMPLIANT; the list of users is incomplete.");
    assertThat(text(TestResults.organization()))
        .isEqualTo("1 of 2 users is NON_COMPLIANT; 1 account could not be read.");
  }

  @Test
  void storedResultsOfDeletedUsersAreCounted() {
    assertThat(new PreviewSummary(preview()).cleared()).isEmpty();
    assertThat(new PreviewSummary(preview(deleted("AIDA1"), deleted("AIDA2"))).cleared())
        .isEqualTo("Stored results of deleted users that would be cleared: 2.");
  }

  private static String text(PreviewResult result) {
    return new PreviewSummary(result).text();
  }
}
