package initialkeys.cli;

import static java.util.Comparator.comparing;

import initialkeys.cli.PreviewRow.Result;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The preview's output: a line for each user, and a summary. */
record PreviewTable(PreviewResult preview) {

  void print(PrintStream out) {
    List<PreviewRow> rows =
        Stream.concat(preview.users().stream(), preview.deletedUsers().stream())
            .sorted(comparing(PreviewRow::result).thenComparing(PreviewRow::user))
            .toList();
    int width =
        rows.stream().mapToInt(row -> row.user().length()).reduce("USER".length(), Math::max);
    String line = "%-" + width + "s  %-14s  %s%n";
    out.printf(Locale.ROOT, "Account %s%n%n", preview.account());
    out.printf(Locale.ROOT, line, "USER", "RESULT", "REASON");
    for (PreviewRow row : rows) {
      out.printf(Locale.ROOT, line, row.user(), row.result().printed(), row.reason());
    }
    out.printf(Locale.ROOT, "%n%s%n", summary());
  }

  private String summary() {
    int guilty = preview.count(Result.NON_COMPLIANT);
    int all = preview.users().size();
    int notEvaluated = preview.count(Result.NOT_EVALUATED);
    int deleted = preview.deletedUsers().size();
    String verb = guilty == 1 || all == 1 ? "is" : "are";
    StringBuilder summary = new StringBuilder();
    summary.append("%s of %s %s NON_COMPLIANT".formatted(number(guilty), users(all), verb));
    if (notEvaluated > 0) summary.append("; %s not evaluated".formatted(users(notEvaluated)));
    if (!preview.isListComplete()) summary.append("; the list of users is incomplete");
    summary.append('.');
    if (deleted > 0) {
      summary.append(
          " Stored results of deleted users that would be cleared: %s.".formatted(number(deleted)));
    }
    return summary.toString();
  }

  private static String users(int count) {
    return number(count) + (count == 1 ? " user" : " users");
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
