package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.account;
import static initialkeys.cli.report.TestResults.deleted;
import static initialkeys.cli.report.TestResults.preview;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.UserResult;
import initialkeys.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewTableTest {

  private static final UserResult FINDING = user("zoe", Result.NON_COMPLIANT);
  private static final UserResult CLEAN = user("ana", Result.COMPLIANT);
  private static final UserResult UNREAD = user("mia", Result.NOT_EVALUATED);
  private static final UserResult DELETED = deleted("AIDA");

  @Test
  void usersThatNeedAttentionComeFirst() {
    assertThat(printed(preview(CLEAN, DELETED, UNREAD, FINDING), true))
        .isEqualToNormalizingNewlines(
            """
            Account 123456789012 (about)

            USER  RESULT          REASON
            zoe   NON_COMPLIANT   of zoe
            mia   NOT EVALUATED   of mia
            ana   COMPLIANT       of ana
            AIDA  NOT_APPLICABLE  of AIDA

            1 of 3 users is NON_COMPLIANT; 1 user not evaluated. Stored results of deleted users that would be cleared: 1.
            """);
  }

  @Test
  void otherUsersAreCountedByDefault() {
    assertThat(printed(preview(CLEAN, FINDING), false))
        .isEqualToNormalizingNewlines(
            """
            Account 123456789012 (about)

            USER  RESULT          REASON
            zoe   NON_COMPLIANT   of zoe

            1 of 2 users is NON_COMPLIANT. 1 user that needs no attention is not shown; --all shows everyone.
            """);
  }

  @Test
  void accountsThatCouldNotBeReadComeFirst() {
    assertThat(printed(TestResults.organization(), true))
        .isEqualToNormalizingNewlines(
            """
            Organization, 2 accounts read

            ACCOUNT       USER  RESULT          REASON
            333333333333  -     NOT READ        access denied
            111111111111  zoe   NON_COMPLIANT   of zoe
            222222222222  ana   COMPLIANT       of ana

            1 of 2 users is NON_COMPLIANT; 1 account could not be read.
            """);
  }

  @Test
  void incompleteListIsInSummary() {
    AccountResult account = account("123456789012", List.of(), CLEAN);
    AccountResult incomplete =
        new AccountResult(
            account.accountId(), account.basis(), account.users(), false, account.failures());
    assertThat(summary(PreviewResult.of(incomplete)))
        .isEqualTo("0 of 1 user is NON_COMPLIANT; the list of users is incomplete.");
  }

  @Test
  void textsOfOthersCannotControlTerminal() {
    assertThat(printed(preview(user("a\u001b[2Jb\nc", Result.NON_COMPLIANT)), true))
        .doesNotContain("\u001b")
        .contains("a [2Jb c");
  }

  @Test
  void resultsAreColouredOnTerminal() {
    assertThat(printed(preview(FINDING), true, true))
        .contains("zoe   \u001b[1;31mNON_COMPLIANT \u001b[0m  of zoe");
  }

  /** 2,000 users: the table has a line for each that needs attention, and no more. */
  @Test
  void largeAccountHasShortTable() {
    UserResult[] users =
        Stream.concat(
                Stream.of(FINDING),
                IntStream.range(0, 1999).mapToObj(i -> user("user-" + i, Result.COMPLIANT)))
            .toArray(UserResult[]::new);
    assertThat(printed(preview(users), false).lines())
        .hasSize(6)
        .last()
        .isEqualTo(
            "1 of 2,000 users is NON_COMPLIANT. 1,999 users that need no attention are not shown;"
                + " --all shows everyone.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext"})
  void numbersAreTheSameInEveryLocale(String language) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      UserResult[] users =
          Stream.concat(
                  IntStream.range(0, 1354).mapToObj(i -> FINDING),
                  IntStream.range(0, 1001).mapToObj(i -> DELETED))
              .toArray(UserResult[]::new);
      assertThat(summary(preview(users)))
          .isEqualTo(
              "1,354 of 1,354 users are NON_COMPLIANT."
                  + " Stored results of deleted users that would be cleared: 1,001.");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String summary(PreviewResult result) {
    return printed(result, true).lines().toList().getLast();
  }

  /** Without the last line, which WouldBeSentTest tests. */
  private static String printed(PreviewResult result, boolean isEveryUserShown) {
    String text = printed(result, isEveryUserShown, false);
    List<String> lines = text.lines().toList();
    assertThat(lines.getLast()).isEqualTo(new WouldBeSent(result).text());
    return String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
  }

  private static String printed(PreviewResult result, boolean isEveryUserShown, boolean hasColour) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new PreviewTable(result, isEveryUserShown).print(new Terminal(out, out, hasColour, false));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
