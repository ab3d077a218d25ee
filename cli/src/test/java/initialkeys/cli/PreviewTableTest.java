package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.PreviewRow.Result;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewTableTest {

  private static final PreviewRow GUILTY = row("zoe", Result.NON_COMPLIANT);
  private static final PreviewRow CLEAN = row("ana", Result.COMPLIANT);
  private static final PreviewRow UNREAD = PreviewRow.notEvaluated("mia");
  private static final PreviewRow DELETED = row("AIDA", Result.NOT_APPLICABLE);

  @Test
  void usersThatNeedAttentionComeFirst() {
    assertThat(
            printed(
                new PreviewResult(
                    "123456789012 (about)",
                    List.of(CLEAN, UNREAD, GUILTY),
                    List.of(DELETED),
                    true,
                    List.of("why"))))
        .isEqualToNormalizingNewlines(
            """
            Account 123456789012 (about)

            USER  RESULT          REASON
            zoe   NON_COMPLIANT   of zoe
            mia   NOT EVALUATED   The reason is on standard error.
            ana   COMPLIANT       of ana
            AIDA  NOT_APPLICABLE  of AIDA

            1 of 3 users is NON_COMPLIANT; 1 user not evaluated. Stored results of deleted users that would be cleared: 1.
            """);
  }

  @Test
  void anIncompleteListIsInTheSummary() {
    assertThat(summary(new PreviewResult("-", List.of(CLEAN), List.of(), false, List.of())))
        .isEqualTo("0 of 1 user is NON_COMPLIANT; the list of users is incomplete.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext"})
  void numbersAreTheSameInEveryLocale(String language) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      assertThat(
              summary(
                  new PreviewResult(
                      "-",
                      Collections.nCopies(1354, GUILTY),
                      Collections.nCopies(1001, DELETED),
                      true,
                      List.of())))
          .isEqualTo(
              "1,354 of 1,354 users are NON_COMPLIANT."
                  + " Stored results of deleted users that would be cleared: 1,001.");
      assertThat(Progress.line(1234)).isEqualTo("… 1,234 requests to AWS so far");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static PreviewRow row(String user, Result result) {
    return new PreviewRow(user, result, "of " + user);
  }

  private static String summary(PreviewResult result) {
    return printed(result).lines().toList().getLast();
  }

  private static String printed(PreviewResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new PreviewTable(result).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
