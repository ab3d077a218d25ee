package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.doctor.Check;
import initialkeys.cli.doctor.Check.Status;
import initialkeys.cli.doctor.Diagnosis;
import initialkeys.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisReportTest {

  private static final DiagnosisReport REPORT =
      new DiagnosisReport(
          new Diagnosis(
              "123456789012",
              "eu-west-1",
              "the-rule",
              List.of(
                  new Check("Rule", Status.OK, "is deployed", ""),
                  new Check("Alarms", Status.WARNING, "one is\nmissing", "Deploy again."),
                  new Check("Function", Status.ERROR, "failed", "Read its log."),
                  new Check("Security Hub", Status.NOT_CHECKED, "access denied", ""))));

  private static String printed(boolean hasColour) {
    return printed(REPORT, hasColour);
  }

  private static String printed(DiagnosisReport report, boolean hasColour) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    report.print(new Terminal(out, out, hasColour, false));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eachCheckIsALineWithWhatToDoBelow() {
    assertThat(printed(false).lines())
        .containsExactly(
            "Account 123456789012, eu-west-1, rule the-rule",
            "",
            "OK           Rule               is deployed",
            "WARNING      Alarms             one is missing",
            "                                Deploy again.",
            "ERROR        Function           failed",
            "                                Read its log.",
            "NOT CHECKED  Security Hub       access denied",
            "",
            "4 checks: 1 OK, 1 warning, 1 error, 1 not checked.");
  }

  /** Accounts and parameters are many in a large Organization. */
  @Test
  void longListsArePrintedWhole() {
    String accounts = "123456789012, ".repeat(60) + "210987654321";
    DiagnosisReport report =
        new DiagnosisReport(
            new Diagnosis(
                "123456789012",
                "eu-west-1",
                "the-rule",
                List.of(new Check("Organization", Status.WARNING, accounts, "Check them."))));
    assertThat(printed(report, false).lines())
        .contains("WARNING      Organization       " + accounts);
  }

  @Test
  void colourIsThatOfTheStatus() {
    assertThat(printed(true).lines().filter(line -> line.contains("\u001b")))
        .hasSize(4)
        .extracting(line -> line.substring(0, line.indexOf('m') + 1))
        .containsExactly("\u001b[32m", "\u001b[33m", "\u001b[1;31m", "\u001b[33m");
  }

  @Test
  void jsonHasTheSameForPrograms() {
    assertThat(REPORT.json())
        .startsWith(
            """
            {
              "accountId" : "123456789012",
              "region" : "eu-west-1",
              "rule" : "the-rule",
              "checks" : [
                {
                  "name" : "Rule",
                  "status" : "OK",
                  "text" : "is deployed",
                  "action" : ""
                },
            """)
        .contains("\"status\" : \"NOT_CHECKED\"");
  }
}
