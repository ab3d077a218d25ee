package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.prove.ObservedFact;
import initialkeys.cli.prove.ProofResult;
import initialkeys.cli.prove.ProofRow;
import initialkeys.cli.prove.ProofRow.Status;
import initialkeys.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofReportTest {

  private static final ProofReport REPORT =
      new ProofReport(
          new ProofResult(
              List.of(
                  new ProofRow("has no access key", Status.PASS, "COMPLIANT"),
                  new ProofRow("is exempt", Status.NOT_PROVABLE, "No such user."),
                  new ProofRow("is deleted", Status.NOT_IN_TIME, "No result."),
                  new ProofRow("has a key", Status.FAIL, "expected\nanother")),
              List.of(
                  new ObservedFact("F21", true, "in quotes."),
                  new ObservedFact("F22", false, "not ready."))));

  private static String printed(ProofReport report, boolean hasColour) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    report.print("123456789012", "eu-west-1", "the-rule", new Terminal(out, out, hasColour, false));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void lineThatIsNotProvenHasItsReasonBelow() {
    assertThat(printed(REPORT, false).lines())
        .containsExactly(
            "Account 123456789012, eu-west-1, rule the-rule",
            "",
            "PASS        COMPLIANT       has no access key",
            "NOT PROVEN  -               is exempt",
            "                            No such user.",
            "NOT PROVEN  -               is deleted",
            "                            No result.",
            "FAIL        -               has a key",
            "                            expected another",
            "",
            "4 lines: 1 PASS, 1 FAIL, 2 not proven.",
            "",
            "Facts about AWS, without personal data. Please send them to the project:",
            "",
            "F21  observed: in quotes.",
            "F22  not observed: not ready.");
  }

  @Test
  void colourIsThatOfTheStatus() {
    assertThat(printed(REPORT, true).lines().filter(line -> line.contains("\u001b")))
        .extracting(line -> line.substring(0, line.indexOf('m') + 1))
        .containsExactly("\u001b[32m", "\u001b[33m", "\u001b[33m", "\u001b[1;31m");
  }

  @Test
  void oneLineIsOneLine() {
    ProofResult one =
        new ProofResult(List.of(new ProofRow("is exempt", Status.PASS, "COMPLIANT")), List.of());
    assertThat(printed(new ProofReport(one), false))
        .contains("1 line: 1 PASS, 0 FAIL, 0 not proven.");
  }
}
