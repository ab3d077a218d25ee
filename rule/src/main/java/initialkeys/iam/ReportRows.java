package initialkeys.iam;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import initialkeys.iam.CredentialReport.RowKey;
import initialkeys.verdict.AccessKey;
import initialkeys.verdict.AccessKey.Status;
import initialkeys.verdict.Answer;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the credential report (IAM User Guide, "Getting credential reports for your AWS account";
 * F21): columns by their names, further ones ignored. A row that does not fit its header, or holds
 * a word that is not known, proves nothing and is left out.
 */
final class ReportRows {

  private static final Set<String> ABSENT = Set.of("N/A", "no_information", "not_supported");
  private static final Set<String> NEEDED =
      Set.of(
          "user",
          "user_creation_time",
          "password_enabled",
          "access_key_1_active",
          "access_key_1_last_rotated",
          "access_key_1_last_used_date",
          "access_key_2_active",
          "access_key_2_last_rotated",
          "access_key_2_last_used_date");
  private static final String ROOT = "<root_account>";
  private static final String THIRD_KEY = "additional_credentials_info";

  private final Map<String, Integer> columns = new HashMap<>();

  /** Empty for a user of which two rows speak, or of which one says too little. */
  private final Map<RowKey, Optional<ReportedUser>> rows = new HashMap<>();

  private ReportRows() {}

  /**
   * The rows that say something of their user.
   *
   * @throws IllegalStateException when it is no credential report: a column is missing
   */
  static Map<RowKey, ReportedUser> read(InputStream report) {
    CsvReader.CsvReaderBuilder csv =
        CsvReader.builder()
            .detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    ReportRows reading = new ReportRows();
    try {
      csv.ofCsvRecord(report).forEach(reading::take);
    } catch (CsvParseException malformed) {
      // What stands before is as good as it was; whoever stands behind is asked live.
    }
    if (!reading.columns.keySet().containsAll(NEEDED)) {
      throw new IllegalStateException("IAM gave a credential report without its columns");
    }
    Map<RowKey, ReportedUser> clear = new HashMap<>();
    reading.rows.forEach((key, said) -> said.ifPresent(user -> clear.put(key, user)));
    return clear;
  }

  private void take(CsvRecord row) {
    if (columns.isEmpty()) {
      IntStream.range(0, row.getFieldCount()).forEach(i -> columns.put(row.getField(i), i));
    } else if (row.getFieldCount() == columns.size() && !text(row, "user").equals(ROOT)) {
      try {
        RowKey key = new RowKey(text(row, "user"), Instant.parse(text(row, "user_creation_time")));
        rows.merge(key, said(row), (one, other) -> Optional.empty());
      } catch (IllegalArgumentException | DateTimeException strange) {
        // Whoever it is, is asked live.
      }
    }
  }

  /**
   * Nothing of a user that may have a third key (F18, F21): the report says so in a column of its
   * own, and without that column two keys are as many as it can show.
   */
  private Optional<ReportedUser> said(CsvRecord row) {
    List<AccessKey> keys = Stream.of(1, 2).flatMap(slot -> key(row, slot).stream()).toList();
    boolean isAll =
        columns.containsKey(THIRD_KEY) ? text(row, THIRD_KEY).equals("N/A") : keys.size() < 2;
    if (!isAll) return Optional.empty();
    return Optional.of(new ReportedUser(Answer.of(flag(row, "password_enabled")), keys));
  }

  /** A slot is empty when nothing in it speaks of a key, be it active or not (F22). */
  private Optional<AccessKey> key(CsvRecord row, int slot) {
    String name = "access_key_" + slot;
    boolean isActive = flag(row, name + "_active");
    boolean wasRotated = isTime(row, name + "_last_rotated");
    boolean wasUsed = isTime(row, name + "_last_used_date");
    if (!isActive && !wasRotated && !wasUsed) return Optional.empty();
    Answer used = wasUsed ? Answer.YES : Answer.UNKNOWN;
    return Optional.of(new AccessKey(name, Status.UNKNOWN, Optional.empty(), used));
  }

  private boolean flag(CsvRecord row, String column) {
    String text = text(row, column);
    if (text.equalsIgnoreCase("true")) return true;
    if (text.equalsIgnoreCase("false")) return false;
    throw new IllegalArgumentException(column);
  }

  private boolean isTime(CsvRecord row, String column) {
    String text = text(row, column);
    return !ABSENT.contains(text) && Instant.parse(text).isAfter(Instant.EPOCH);
  }

  private String text(CsvRecord row, String column) {
    if (!columns.containsKey(column)) throw new IllegalArgumentException(column);
    return row.getField(columns.get(column));
  }
}
