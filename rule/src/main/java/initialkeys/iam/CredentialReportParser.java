package initialkeys.iam;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.TriState;
import initialkeys.iam.CredentialReport.RowKey;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the credential report (IAM User Guide, "Getting credential reports for your AWS account";
 * F21): columns by their names, further ones ignored. A row that does not fit its header, or holds
 * a word that is not known, proves nothing and is left out.
 */
final class CredentialReportParser {

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
  private static final Pattern AMBIGUOUS = Pattern.compile("[,\"\r\n]");
  private static final String THIRD_KEY = "additional_credentials_info";

  private final Map<String, Integer> columns = new HashMap<>();

  private final Map<RowKey, CredentialReportEntry> rows = new HashMap<>();

  /** Users of whom two rows speak, or a row that says too little, or not what a row says. */
  private final Set<RowKey> doubtful = new HashSet<>();

  private CredentialReportParser() {}

  /**
   * The rows that say something of their user.
   *
   * @throws IllegalStateException when it is no credential report: a column is missing
   */
  static Map<RowKey, CredentialReportEntry> read(InputStream report) {
    CsvReader.CsvReaderBuilder csv =
        CsvReader.builder()
            .detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    CredentialReportParser reading = new CredentialReportParser();
    try {
      csv.ofCsvRecord(report).forEach(reading::take);
    } catch (CsvParseException malformed) {
      // What stands before is as good as it was; whoever stands behind is asked live.
    }
    if (!reading.columns.keySet().containsAll(NEEDED)) {
      throw new IllegalStateException("IAM gave a credential report without its columns");
    }
    reading.doubtful.forEach(reading.rows::remove);
    return reading.rows;
  }

  private void take(CsvRecord row) {
    if (columns.isEmpty()) {
      IntStream.range(0, row.getFieldCount()).forEach(i -> columns.put(row.getField(i), i));
    } else if (fits(row) && !text(row, "user").equals(ROOT)) {
      try {
        take(new RowKey(text(row, "user"), Instant.parse(text(row, "user_creation_time"))), row);
      } catch (IllegalArgumentException | DateTimeException strange) {
        // Whoever it is, is asked live.
      }
    }
  }

  private void take(RowKey key, CsvRecord row) {
    try {
      if (rows.putIfAbsent(key, said(row)) != null) doubtful.add(key);
    } catch (IllegalArgumentException | DateTimeException strange) {
      doubtful.add(key);
    }
  }

  /**
   * A user chooses its path, which stands in the row and may hold commas and quotes (F21: whether
   * AWS quotes them is not known). A row in which they may have moved the others is not believed.
   */
  private boolean fits(CsvRecord row) {
    return row.getFieldCount() == columns.size()
        && row.getFields().stream().noneMatch(field -> AMBIGUOUS.matcher(field).find());
  }

  /**
   * @throws IllegalArgumentException for a user that may have a third key (F18, F21): the report
   *     says so in a column of its own, and without it two keys are as many as it can show
   */
  private CredentialReportEntry said(CsvRecord row) {
    List<AccessKey> keys = Stream.of(1, 2).flatMap(slot -> key(row, slot).stream()).toList();
    boolean isAll =
        columns.containsKey(THIRD_KEY) ? text(row, THIRD_KEY).equals("N/A") : keys.size() < 2;
    if (!isAll) throw new IllegalArgumentException(THIRD_KEY);
    return new CredentialReportEntry(TriState.of(flag(row, "password_enabled")), keys);
  }

  /** A slot is empty when nothing in it speaks of a key, be it active or not (F22). */
  private Optional<AccessKey> key(CsvRecord row, int slot) {
    String name = "access_key_" + slot;
    boolean isActive = flag(row, name + "_active");
    boolean wasRotated = isTime(row, name + "_last_rotated");
    boolean wasUsed = isTime(row, name + "_last_used_date");
    if (!isActive && !wasRotated && !wasUsed) return Optional.empty();
    TriState used = wasUsed ? TriState.YES : TriState.UNKNOWN;
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
