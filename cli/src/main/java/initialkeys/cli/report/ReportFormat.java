package initialkeys.cli.report;

import initialkeys.cli.preview.PreviewResult;
import initialkeys.cli.terminal.Terminal;

/** The formats of a preview. */
public enum ReportFormat {
  TABLE;

  /**
   * Prints a preview in this format.
   *
   * @param isEveryUserShown whether users that need no attention are shown too
   */
  public void print(PreviewResult preview, boolean isEveryUserShown, Terminal terminal) {
    switch (this) {
      case TABLE -> new PreviewTable(preview, isEveryUserShown).print(terminal);
    }
  }
}
