package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.preview;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportFormatTest {

  private static final PreviewResult PREVIEW =
      preview(user("zoe", Result.NON_COMPLIANT), user("ann", Result.COMPLIANT));

  private static String printed(ReportFormat format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    format.print(PREVIEW, false, new Terminal(out, out, false, false));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eachFormatIsPrintedAsAWhole() {
    assertThat(printed(ReportFormat.JSON)).isEqualTo(new PreviewJson(PREVIEW).text());
    assertThat(printed(ReportFormat.CSV)).isEqualTo(new PreviewCsv(PREVIEW).text());
    assertThat(printed(ReportFormat.HTML)).isEqualTo(new PreviewPage(PREVIEW, false).text());
    assertThat(printed(ReportFormat.TABLE)).contains("zoe").contains("1 of 2 users is");
  }

  @Test
  void formatIsWrittenInLowerCase() {
    assertThat(ReportFormat.JSON).hasToString("json");
  }
}
