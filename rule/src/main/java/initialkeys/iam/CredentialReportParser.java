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
 * Parses the credential report (IAM User Guide, "Getting credential reports for your AWS account";
 * F21): columns by their names, further ones ignored. A row that does not match its header, or that
 * contains an unknown value, is not evidence of anything and is left out.
 */
final class CredentialReportParser {

  private static final Set<String> ABSENT = Set.of("N/A", "no_information", "not_supported");
  private static final Set<String> REQUIRED =
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

  /** Users with duplicate, incomplete or malformed rows. */
  private final Set<RowKey> ambiguous = new HashSet<>();

  private CredentialReportParser() {}

  /**
   * Returns the rows that are evidence of their user's facts.
   *
   * @throws IllegalStateException when a column is missing, so that it is not a credential report
   */
  static Map<RowKey, CredentialReportEntry> parse(InputStream report) {
    CsvReader.CsvReaderBuilder csv =
        CsvReader.builder()
            .detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    CredentialReportParser parser = new CredentialReportParser();
    try {
      csv.ofCsvRecord(report).forEach(parser::parseRow);
    } catch (CsvParseException malformed) {
      // The rows before it are complete; users after it are read with live calls.
    }
    if (!parser.columns.keySet().containsAll(REQUIRED)) {
      throw new IllegalStateException("IAM returned a credential report without its columns");
    }
    parser.ambiguous.forEach(parser.rows::remove);
    return parser.rows;
  }

  private void parseRow(CsvRecord row) {
    if (columns.isEmpty()) {
      IntStream.range(0, row.getFieldCount()).forEach(i -> columns.put(row.getField(i), i));
    } else if (matchesHeader(row) && !text(row, "user").equals(ROOT)) {
      try {
        parseUser(
            new RowKey(text(row, "user"), Instant.parse(text(row, "user_creation_time"))), row);
      } catch (IllegalArgumentException | DateTimeException malformed) {
        // The user is read with live calls.
      }
    }
  }

  private void parseUser(RowKey key, CsvRecord row) {
    try {
      if (rows.putIfAbsent(key, entry(row)) != null) ambiguous.add(key);
    } catch (IllegalArgumentException | DateTimeException malformed) {
      ambiguous.add(key);
    }
  }

  /**
   * The creator of a user chooses its path, which is part of the row and may contain commas and
   * quotes (F21: whether AWS quotes them is not known). A row in which they may have shifted the
   * other columns is not used.
   */
  private boolean matchesHeader(CsvRecord row) {
    return row.getFieldCount() == columns.size()
        && row.getFields().stream().noneMatch(field -> AMBIGUOUS.matcher(field).find());
  }

  /**
   * @throws IllegalArgumentException for a user that may have a third key (F18, F21): the
   *     credential report says so in a separate column, without which it can show two keys only
   */
  private CredentialReportEntry entry(CsvRecord row) {
    List<AccessKey> keys = Stream.of(1, 2).flatMap(slot -> key(row, slot).stream()).toList();
    boolean isComplete =
        columns.containsKey(THIRD_KEY) ? text(row, THIRD_KEY).equals("N/A") : keys.size() < 2;
    if (!isComplete) throw new IllegalArgumentException(THIRD_KEY);
    return new CredentialReportEntry(TriState.of(flag(row, "password_enabled")), keys);
  }

  /** A slot contains a key when any of its columns shows one, active or not (F22). */
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
