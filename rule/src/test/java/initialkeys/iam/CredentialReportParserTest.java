package initialkeys.iam;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.TriState;
import initialkeys.iam.CredentialReport.RowKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows of a credential report are evidence, and of what. */
class CredentialReportParserTest {

  private static final String HEADER =
      "user,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,"
          + "access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,"
          + "access_key_2_last_used_date";
  private static final String BO = "bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A";
  private static final RowKey KEY_OF_BO = new RowKey("bo", Instant.parse("2025-02-03T08:30:00.3Z"));
  private static final CredentialReportEntry NO_KEY_AND_NO_PASSWORD =
      new CredentialReportEntry(TriState.NO, List.of());

  private static Map<RowKey, CredentialReportEntry> parse(String... lines) {
    return CredentialReportParser.parse(
        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void rowIsFoundByNameAndSecondOfCreation() {
    assertThat(parse(HEADER, BO)).isEqualTo(Map.of(KEY_OF_BO, NO_KEY_AND_NO_PASSWORD));
  }

  @Test
  void rootUserHasNoRow() {
    String root = BO.replace("bo,", "<root_account>,");
    assertThat(parse(HEADER, root, BO)).containsOnlyKeys(KEY_OF_BO);
    assertThat(parse(HEADER, root)).isEmpty();
  }

  /** Extra columns are ignored, in any order. */
  @Test
  void columnsAreFoundByTheirNames() {
    assertThat(
            parse(
                "arn,password_enabled,user_creation_time,user,access_key_2_last_used_date,"
                    + "access_key_2_last_rotated,access_key_2_active,access_key_1_last_used_date,"
                    + "access_key_1_last_rotated,access_key_1_active",
                "arn:aws:iam::123456789012:user/bo,false,2025-02-03T08:30:00Z,bo,"
                    + "N/A,N/A,false,N/A,N/A,false"))
        .isEqualTo(Map.of(KEY_OF_BO, NO_KEY_AND_NO_PASSWORD));
  }

  /** What each column of a slot alone says, of the keys and whether they were used. */
  @ParameterizedTest
  @CsvSource({
    "false, N/A, N/A, ''",
    "FALSE, N/A, no_information, ''",
    "true, N/A, N/A, UNKNOWN",
    "True, N/A, N/A, UNKNOWN",
    "false, 2025-02-03T08:30:00Z, N/A, UNKNOWN",
    "false, N/A, 2025-02-03T08:30:00Z, YES",
    "false, N/A, 2025-02-03T08:30:00+00:00, YES",
    "false, no_information, not_supported, ''",
    "false, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00+00:00, ''"
  })
  void anyColumnOfSlotShowsKey(String active, String rotated, String used, String keys) {
    String slot = "%s,%s,%s".formatted(active, rotated, used);
    String none = "false,N/A,N/A";
    for (String slots : List.of(slot + "," + none, none + "," + slot)) {
      CredentialReportEntry entry =
          parse(HEADER, "bo,2025-02-03T08:30:00Z,True," + slots).get(KEY_OF_BO);
      assertThat(entry.password()).isEqualTo(TriState.YES);
      assertThat(entry.keys().stream().map(key -> key.used().name()).collect(joining(" ")))
          .isEqualTo(keys);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bo",
        "bo,yesterday,false,false,N/A,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,not_supported,false,N/A,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,maybe,N/A,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,false,soon,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,false,N/A,,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A",
        "bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,true,N/A,N/A,true,N/A,N/A",
        "\"bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A",
        BO + "\n" + BO,
        BO + "\nbo,2025-02-03T08:30:00Z,perhaps,false,N/A,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,perhaps,false,N/A,N/A,false,N/A,N/A\n" + BO,
      })
  void rowThatDoesNotMatchIsNoEvidence(String rows) {
    assertThat(parse(HEADER, rows)).isEmpty();
  }

  @Test
  void rowThatDoesNotMatchAffectsNoOther() {
    assertThat(
            parse(
                HEADER,
                "ann,x",
                BO,
                "smith,john,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A"))
        .isEqualTo(Map.of(KEY_OF_BO, NO_KEY_AND_NO_PASSWORD));
  }

  @Test
  void rowsBeforeAMalformedRowAreEvidence() {
    assertThat(parse(HEADER, BO, "x".repeat(20_000_000))).containsOnlyKeys(KEY_OF_BO);
  }

  /** A user's path may hold commas and quotes, and nobody knows whether AWS quotes them (F21). */
  @Test
  void pathCannotForgeRow() {
    String header = "user,arn,%s,cert_2_last_rotated".formatted(HEADER.substring("user,".length()));
    String forged =
        "bo,arn:aws:iam::123456789012:user/x,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A,\"/bo";
    String rest = ",2025-02-03T08:30:00Z,true,true,2025-02-03T08:30:00Z,N/A,false,N/A,N/A";
    assertThat(parse(header, forged + rest)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "user,arn\nbo,x", "\u0000\u0000"})
  void contentWithoutTheColumnsIsRejected(String content) {
    assertThatThrownBy(() -> parse(content))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("IAM returned a credential report without its columns");
  }

  @Test
  void byteOrderMarkHidesNoColumn() {
    assertThat(parse("\uFEFF" + HEADER, BO)).containsOnlyKeys(KEY_OF_BO);
  }

  @ParameterizedTest
  @CsvSource({"N/A, true", "1 more key, false", "'', false"})
  void userWithMoreKeysIsReadLive(String more, boolean isUsed) {
    assertThat(
            parse(HEADER + ",additional_credentials_info", BO + "," + more).containsKey(KEY_OF_BO))
        .isEqualTo(isUsed);
  }

  /** Without that column, two keys may be all, or two of three. */
  @ParameterizedTest
  @CsvSource({"false, true", "true, false"})
  void userWithTwoKeysMayHaveMore(String isSecondActive, boolean isUsed) {
    String row = "bo,2025-02-03T08:30:00Z,true,true,N/A,N/A,%s,N/A,N/A".formatted(isSecondActive);
    assertThat(parse(HEADER, row).containsKey(KEY_OF_BO)).isEqualTo(isUsed);
    assertThat(parse(HEADER + ",additional_credentials_info", row + ",N/A"))
        .containsOnlyKeys(KEY_OF_BO);
  }
}
