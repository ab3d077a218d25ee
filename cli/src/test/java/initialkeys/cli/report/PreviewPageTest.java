package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.BASIS;
import static initialkeys.cli.report.TestResults.incomplete;
import static initialkeys.cli.report.TestResults.key;
import static initialkeys.cli.report.TestResults.preview;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.UserResult;
import java.time.Duration;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class PreviewPageTest {

  private static final UserResult FINDING =
      user("zoe", Result.NON_COMPLIANT, "delete it", key("AKIA1", Duration.ofSeconds(27), true));
  private static final UserResult CLEAN = user("ana", Result.COMPLIANT);

  @Test
  void evidenceOfFindingHasValuesAndSources() {
    Document page = page(preview(FINDING, CLEAN), false);
    assertThat(page.select(".finding h3").eachText()).containsExactly("zoe");
    assertThat(page.select(".finding p").eachText()).containsExactly("delete it");
    assertThat(page.select(".finding tr").eachText())
        .containsExactly(
            "Fact Value Learnt from",
            "User id AIDAzoe iam:ListUsers",
            "Path / iam:ListUsers",
            "User created 2025-06-01T10:00:00Z iam:ListUsers",
            "Console password yes iam:GetLoginProfile",
            "Access key AKIA1 (counts): created 2025-06-01T10:00:27Z, 27 s after the user"
                + " iam:ListAccessKeys",
            "Access key AKIA1 (counts): status Active iam:ListAccessKeys",
            "Access key AKIA1 (counts): last used never iam:GetAccessKeyLastUsed");
  }

  @Test
  void basisNamesAccountTimeAndParameters() {
    assertThat(page(preview(FINDING, CLEAN), false).select(".basis tr").eachText())
        .containsExactly(
            "Account 123456789012",
            "Source about",
            "Users 2",
            "Credential report generated 2026-01-15T11:59:55Z for this preview",
            "Evaluated 2026-01-15T12:00:00Z",
            "creationWindowMinutes 5",
            "consolePasswordOnly true",
            "unusedKeysOnly true",
            "activeKeysOnly false",
            "gracePeriodHours 0",
            "exemptUsers none",
            "resendUnchangedAfterDays 30");
  }

  @Test
  void otherUsersAreListedOnRequest() {
    assertThat(page(preview(FINDING, CLEAN), false).text()).doesNotContain("ana");
    assertThat(page(preview(FINDING, CLEAN), true).select("tr").eachText())
        .contains("123456789012 ana COMPLIANT of ana");
  }

  @Test
  void accountsOfOrganizationAreCounted() {
    Document page = page(TestResults.organization(), false);
    assertThat(page.select(".basis tr").eachText())
        .startsWith("Evaluated 2026-01-15T12:00:00Z", "creationWindowMinutes 5");
    assertThat(page.select(".accounts tr").eachText())
        .containsExactly(
            "Account Users NON_COMPLIANT Not evaluated Credential report",
            "111111111111 1 1 0 generated 2026-01-15T11:59:55Z for this preview",
            "222222222222 1 0 0 generated 2026-01-15T11:59:55Z for this preview");
  }

  @Test
  void organizationWithoutReadAccountHasBasis() {
    Document page =
        page(
            new PreviewResult(true, BASIS, List.of(), TestResults.organization().unreadAccounts()),
            false);
    assertThat(page.select(".basis tr").eachText())
        .startsWith("Evaluated 2026-01-15T12:00:00Z", "creationWindowMinutes 5")
        .hasSize(8);
    assertThat(page.select(".accounts, figure")).isEmpty();
  }

  @Test
  void unreadAccountsAreNamed() {
    Document page = page(TestResults.organization(), false);
    assertThat(page.select("tr").eachText()).contains("333333333333 sandbox access denied");
    assertThat(page.select(".summary").text()).endsWith("1 account could not be read.");
  }

  @Test
  void failuresSayWhyResultIsIncomplete() {
    Document page =
        page(
            PreviewResult.of(
                incomplete(List.of("iam:ListUsers for <b>: denied", "iam:GetUser: no"), CLEAN)),
            false);
    assertThat(page.select("h2").eachText()).containsExactly("Why the result is incomplete");
    assertThat(page.select(".failures tr").eachText())
        .containsExactly(
            "Account Reason",
            "123456789012 iam:ListUsers for <b>: denied",
            "123456789012 iam:GetUser: no");
    assertThat(page(preview(CLEAN), false).select("h2, .failures")).isEmpty();
  }

  /** A name cannot become markup, and a file that loads nothing has no address. */
  @Test
  void textsAreEscapedAndNothingIsLoaded() {
    String hostile = "<script>alert(1)</script><img src=x onerror='y'>&\"\u0000";
    Document page =
        page(
            preview(
                user(
                    hostile,
                    Result.NON_COMPLIANT,
                    hostile,
                    key(hostile, Duration.ofSeconds(1), true))),
            true);
    assertThat(page.select("script, img, link, iframe, object, base, a")).isEmpty();
    assertThat(page.select("[src], [href], [onerror]")).isEmpty();
    assertThat(page.select("h3").text()).startsWith("<script>alert(1)</script><img src=x");
    assertThat(page.select("style").html()).doesNotContain("url(", "@import", "&gt;", "&lt;");
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .isEqualTo("default-src 'none'; style-src 'unsafe-inline'");
  }

  @Test
  void nameCannotChangeOrderOfText() {
    String name = "bo\u202Etnailpmoc\u2066";
    Document page =
        page(
            preview(
                user(name, Result.NON_COMPLIANT, "User %s: delete".formatted(name)),
                user(name, Result.COMPLIANT)),
            true);
    assertThat(page.select("h3").text()).isEqualTo("bo[U+202E]tnailpmoc[U+2066]");
    assertThat(page.html()).doesNotContainPattern("\\p{Cf}");
  }

  private static Document page(PreviewResult preview, boolean isEveryUserShown) {
    return Jsoup.parse(new PreviewPage(preview, isEveryUserShown).text());
  }
}
