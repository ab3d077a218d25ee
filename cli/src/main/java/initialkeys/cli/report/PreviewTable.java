package initialkeys.cli.report;

import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.PreviewResult.UnreadAccount;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.UserResult;
import initialkeys.cli.terminal.OneLine;
import initialkeys.cli.terminal.Terminal;
import initialkeys.cli.terminal.Terminal.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A preview as a table: a line for each user, and a summary. */
final class PreviewTable {

  private static final String NOT_READ = "NOT READ";
  private static final String EXCLUDED = "EXCLUDED";

  private final PreviewResult preview;
  private final boolean isEveryUserShown;

  /**
   * @param isEveryUserShown whether users that need no attention have a line too
   */
  PreviewTable(PreviewResult preview, boolean isEveryUserShown) {
    this.preview = preview;
    this.isEveryUserShown = isEveryUserShown;
  }

  /** One line. The cells contain nothing that a terminal would take for a command. */
  private record Row(String account, String user, String result, Colour colour, String reason) {}

  void print(Terminal terminal) {
    List<Row> rows = rows();
    terminal.out().printf(Locale.ROOT, "%s%n%n", heading());
    if (!rows.isEmpty()) {
      int width = rows.stream().mapToInt(row -> row.user().length()).reduce(4, Math::max);
      String line =
          (preview.isOrganization() ? "%1$-12s  " : "") + "%2$-" + width + "s  %3$s  %4$s%n";
      terminal.out().printf(Locale.ROOT, line, "ACCOUNT", "USER", padded("RESULT"), "REASON");
      for (Row row : rows) {
        String result = terminal.paint(row.colour(), padded(row.result()));
        terminal.out().printf(Locale.ROOT, line, row.account(), row.user(), result, row.reason());
      }
      terminal.out().println();
    }
    terminal.out().println(summary());
    terminal.out().println(new WouldBeSent(preview).text());
  }

  private String heading() {
    if (preview.isOrganization()) {
      return "Organization, %s read".formatted(Counted.of(preview.accounts().size(), "account"));
    }
    AccountResult account = preview.accounts().getFirst();
    return "Account %s (%s)".formatted(account.accountId(), OneLine.of(account.basis().source()));
  }

  /** Accounts that could not be read come first: nothing is known of them. */
  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (UnreadAccount unread : preview.unreadAccounts()) {
      rows.add(
          new Row(
              unread.accountId(),
              "-",
              unread.isExcluded() ? EXCLUDED : NOT_READ,
              Colour.YELLOW,
              OneLine.of(unread.reason())));
    }
    for (AccountResult account : preview.accounts()) {
      if (!account.isListComplete()) {
        rows.add(
            new Row(
                account.accountId(),
                "-",
                "INCOMPLETE",
                Colour.YELLOW,
                OneLine.of(account.reasonOfIncompleteList())));
      }
      account.users().stream()
          .filter(user -> isEveryUserShown || user.result().needsAttention())
          .map(user -> row(account, user))
          .forEach(rows::add);
    }
    return rows;
  }

  private static Row row(AccountResult account, UserResult user) {
    return new Row(
        account.accountId(),
        OneLine.of(user.name()),
        user.result().text(),
        colour(user.result()),
        OneLine.of(user.reason()));
  }

  private static Colour colour(Result result) {
    return switch (result) {
      case NON_COMPLIANT -> Colour.RED;
      case NOT_EVALUATED -> Colour.YELLOW;
      case COMPLIANT -> Colour.GREEN;
      case NOT_APPLICABLE -> Colour.PLAIN;
    };
  }

  private static String padded(String result) {
    return String.format(Locale.ROOT, "%-14s", result);
  }

  private String summary() {
    PreviewSummary summary = new PreviewSummary(preview);
    StringBuilder text = new StringBuilder(summary.text());
    int others = preview.count(Result.COMPLIANT) + preview.count(Result.NOT_APPLICABLE);
    if (!isEveryUserShown && others > 0) {
      text.append(" %s not shown; --all shows everyone.".formatted(others(others)));
    }
    if (!summary.cleared().isEmpty()) text.append(' ').append(summary.cleared());
    return text.toString();
  }

  private static String others(int count) {
    return "%s that %s no attention %s"
        .formatted(
            Counted.of(count, "user"), count == 1 ? "needs" : "need", count == 1 ? "is" : "are");
  }
}
