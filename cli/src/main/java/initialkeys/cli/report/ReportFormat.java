package initialkeys.cli.report;

import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.terminal.Terminal;
import java.util.Locale;

/** The formats of a preview. */
public enum ReportFormat {
  TABLE,
  JSON,
  CSV,
  HTML;

  /**
   * Prints a preview in this format. JSON and CSV contain every user.
   *
   * @param isEveryUserShown whether a table or page for people shows users that need no attention
   */
  public void print(PreviewResult preview, boolean isEveryUserShown, Terminal terminal) {
    switch (this) {
      case TABLE -> new PreviewTable(preview, isEveryUserShown).print(terminal);
      case JSON -> terminal.out().print(new PreviewJson(preview).text());
      case CSV -> terminal.out().print(new PreviewCsv(preview).text());
      case HTML -> terminal.out().print(new PreviewPage(preview, isEveryUserShown).text());
    }
    terminal.out().flush();
  }

  /** As it is written in a command. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
