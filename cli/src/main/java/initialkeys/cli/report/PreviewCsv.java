package initialkeys.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.KeyFacts;
import initialkeys.cli.preview.result.KeyUse;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.SourcedFact;
import initialkeys.cli.preview.result.UserFacts;
import initialkeys.cli.preview.result.UserResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A preview as CSV (RFC 4180): a line for each key of each user, and one for a user without a known
 * key, or for an account whose users are not all known. What is not known is empty. A spreadsheet
 * takes a text that starts with one of {@code = + - @} for a formula, and the creator of a user
 * chooses its name: such a text gets an apostrophe in front.
 */
final class PreviewCsv {

  private static final List<String> COLUMNS =
      List.of(
          "account",
          "user",
          "user_id",
          "result",
          "reason",
          "path",
          "user_created",
          "user_created_source",
          "console_password",
          "console_password_source",
          "keys_source",
          "key_id",
          "key_status",
          "key_created",
          "key_created_source",
          "key_seconds_after_user",
          "key_used",
          "key_last_used",
          "key_last_used_service",
          "key_last_used_region",
          "key_used_source",
          "key_is_finding");

  private final PreviewResult preview;

  PreviewCsv(PreviewResult preview) {
    this.preview = preview;
  }

  String text() {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
      csv.writeRecord(COLUMNS);
      lines().forEach(line -> csv.writeRecord(padded(line)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private Stream<List<String>> lines() {
    Stream<List<String>> unread =
        preview.unreadAccounts().stream()
            .map(
                it ->
                    List.of(
                        it.accountId(),
                        "",
                        "",
                        it.isExcluded() ? "EXCLUDED" : "NOT_READ",
                        safe(it.reason())));
    Stream<List<String>> users =
        preview.accounts().stream()
            .flatMap(account -> Stream.concat(incomplete(account), lines(account)));
    return Stream.concat(unread, users);
  }

  /** Users that are missing from the list cannot have lines of their own. */
  private static Stream<List<String>> incomplete(AccountResult account) {
    return account.isListComplete()
        ? Stream.empty()
        : Stream.of(
            List.of(account.accountId(), "", "", "INCOMPLETE", account.reasonOfIncompleteList()));
  }

  private static Stream<List<String>> lines(AccountResult account) {
    return account.users().stream().flatMap(user -> lines(account, user).stream());
  }

  private static List<List<String>> lines(AccountResult account, UserResult user) {
    List<String> line =
        new ArrayList<>(
            List.of(
                account.accountId(),
                user.facts().isPresent() ? safe(user.name()) : "",
                safe(user.id()),
                user.result().name(),
                safe(user.reason())));
    if (user.facts().isEmpty()) return List.of(line);
    UserFacts facts = user.facts().get();
    line.addAll(
        List.of(
            safe(facts.path()),
            facts.created().value().toString(),
            facts.created().source(),
            facts.password().map(has -> has.value().toString()).orElse(""),
            facts.password().map(SourcedFact::source).orElse(""),
            facts.keys().map(SourcedFact::source).orElse("")));
    if (facts.knownKeys().isEmpty()) return List.of(line);
    return facts.knownKeys().stream().map(key -> with(line, key, facts)).toList();
  }

  private static List<String> with(List<String> line, KeyFacts key, UserFacts facts) {
    Optional<KeyUse> use = key.use().map(SourcedFact::value);
    List<String> whole = new ArrayList<>(line);
    whole.addAll(
        List.of(
            safe(key.id().orElse("")),
            key.status().orElse(""),
            key.created().map(time -> time.value().toString()).orElse(""),
            key.created().map(SourcedFact::source).orElse(""),
            key.afterUser(facts.created().value())
                .map(gap -> String.valueOf(gap.toSeconds()))
                .orElse(""),
            use.map(it -> String.valueOf(it.isUsed())).orElse(""),
            use.flatMap(KeyUse::lastUsed).map(Instant::toString).orElse(""),
            safe(use.flatMap(KeyUse::service).orElse("")),
            safe(use.flatMap(KeyUse::region).orElse("")),
            key.use().map(SourcedFact::source).orElse("")));
    whole.add(String.valueOf(key.isFinding()));
    return whole;
  }

  private static List<String> padded(List<String> line) {
    List<String> whole = new ArrayList<>(line);
    while (whole.size() < COLUMNS.size()) whole.add("");
    return whole;
  }

  /** A text that no spreadsheet takes for a formula. */
  private static String safe(String text) {
    return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
