package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.deleted;
import static initialkeys.cli.report.TestResults.incomplete;
import static initialkeys.cli.report.TestResults.key;
import static initialkeys.cli.report.TestResults.preview;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewCsvTest {

  @Test
  void eachKeyHasLineWithItsFacts() {
    List<NamedCsvRecord> lines =
        parsed(
            preview(
                user(
                    "zoe",
                    Result.NON_COMPLIANT,
                    "why",
                    key("AKIA1", Duration.ofSeconds(-5), true),
                    key("AKIA2", Duration.ofDays(2), false))));
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst().getFieldsAsMap())
        .containsEntry("account", "123456789012")
        .containsEntry("user", "zoe")
        .containsEntry("result", "NON_COMPLIANT")
        .containsEntry("reason", "why")
        .containsEntry("user_created", "2025-06-01T10:00:00Z")
        .containsEntry("console_password", "true")
        .containsEntry("console_password_source", "iam:GetLoginProfile")
        .containsEntry("key_id", "AKIA1")
        .containsEntry("key_created", "2025-06-01T09:59:55Z")
        .containsEntry("key_seconds_after_user", "-5")
        .containsEntry("key_used", "false")
        .containsEntry("key_last_used", "")
        .containsEntry("key_used_source", "iam:GetAccessKeyLastUsed")
        .containsEntry("key_is_finding", "true");
    assertThat(lines.getLast().getField("key_seconds_after_user")).isEqualTo("172800");
  }

  @Test
  void usersWithoutFactsHaveLineToo() {
    assertThat(parsed(preview(user("ana", Result.COMPLIANT), deleted("AIDA"))))
        .satisfiesExactly(
            ana -> {
              assertThat(ana.getField("user")).isEqualTo("ana");
              assertThat(ana.getField("key_id")).isEmpty();
            },
            deleted -> {
              assertThat(deleted.getField("user")).isEmpty();
              assertThat(deleted.getField("user_id")).isEqualTo("AIDA");
              assertThat(deleted.getField("result")).isEqualTo("NOT_APPLICABLE");
            });
  }

  @Test
  void unreadAccountHasLine() {
    NamedCsvRecord first = parsed(TestResults.organization()).getFirst();
    assertThat(first.getField("account")).isEqualTo("333333333333");
    assertThat(first.getField("result")).isEqualTo("NOT_READ");
    assertThat(first.getField("reason")).isEqualTo("access denied");
  }

  @Test
  void accountWhoseListIsIncompleteHasLineBeforeItsUsers() {
    PreviewResult preview =
        PreviewResult.of(
            incomplete(
                List.of("iam:ListUsers for the users after the first 1: denied"),
                user("ana", Result.COMPLIANT)));
    assertThat(parsed(preview))
        .extracting(line -> line.getField("account"), line -> line.getField("result"))
        .containsExactly(tuple("123456789012", "INCOMPLETE"), tuple("123456789012", "COMPLIANT"));
  }

  @Test
  void accountWithoutKnownUsersHasLineWithReason() {
    String failure = "iam:ListUsers for the users after the first 0: denied";
    PreviewResult preview =
        PreviewResult.of(incomplete(List.of("iam:GetLoginProfile for user bo: no", failure)));
    assertThat(parsed(preview))
        .extracting(line -> line.getField("user"), line -> line.getField("reason"))
        .containsExactly(tuple("", "The list of users is incomplete: " + failure));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)"})
  void textIsNeverFormula(String name) {
    assertThat(parsed(preview(user(name, Result.COMPLIANT))).getFirst().getField("user"))
        .isEqualTo("'" + name);
  }

  @Test
  void textsAreQuotedAsNeeded() {
    String name = "kim,\"lee\"\r\nx";
    String text = new PreviewCsv(preview(user(name, Result.COMPLIANT, "why"))).text();
    assertThat(text).contains("123456789012,\"kim,\"\"lee\"\"\r\nx\",").endsWith("\r\n");
    assertThat(parsed(preview(user(name, Result.COMPLIANT))).getFirst().getField("user"))
        .isEqualTo(name);
  }

  private static List<NamedCsvRecord> parsed(PreviewResult preview) {
    return CsvReader.builder().ofNamedCsvRecord(new PreviewCsv(preview).text()).stream().toList();
  }
}
