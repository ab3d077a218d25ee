package initialkeys.cli.preview;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import initialkeys.cli.preview.result.KeyUse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;

/**
 * The times of the keys in IAM's credential report (F21, F22), as evidence beside a verdict that
 * the rule has given. No verdict depends on them: what cannot be read here is shown as unknown.
 */
final class CredentialReportKeys {

  static final CredentialReportKeys NONE = new CredentialReportKeys(Map.of());

  private final Map<String, NamedCsvRecord> rows;

  private CredentialReportKeys(Map<String, NamedCsvRecord> rows) {
    this.rows = rows;
  }

  static CredentialReportKeys read(GetCredentialReportResponse response) {
    if (response.content() == null) return NONE;
    Map<String, NamedCsvRecord> rows = new HashMap<>();
    try {
      CsvReader.builder()
          .detectBomHeader(true)
          .ofNamedCsvRecord(response.content().asString(StandardCharsets.UTF_8))
          .forEach(row -> row.findField("user").ifPresent(name -> rows.put(name, row)));
    } catch (CsvParseException | IllegalArgumentException malformed) {
      // The rows before it are evidence; there is none for the others.
    }
    return new CredentialReportKeys(rows);
  }

  /** When the key in a slot, such as access_key_1, was created or last changed. */
  Optional<Instant> lastRotated(String userName, String slot) {
    return time(userName, slot + "_last_rotated");
  }

  /** The use of the key in a slot that the rule has found to be used. */
  KeyUse use(String userName, String slot) {
    return new KeyUse(
        true,
        time(userName, slot + "_last_used_date"),
        text(userName, slot + "_last_used_service"),
        text(userName, slot + "_last_used_region"));
  }

  private Optional<Instant> time(String userName, String column) {
    try {
      return text(userName, column).map(Instant::parse);
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private Optional<String> text(String userName, String column) {
    return Optional.ofNullable(rows.get(userName))
        .flatMap(row -> row.findField(column))
        .filter(text -> !text.isEmpty() && !text.equals("N/A"));
  }
}
