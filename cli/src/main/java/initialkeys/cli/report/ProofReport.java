package initialkeys.cli.report;

import initialkeys.cli.prove.ObservedFact;
import initialkeys.cli.prove.ProofResult;
import initialkeys.cli.prove.ProofRow;
import initialkeys.cli.prove.ProofRow.Status;
import initialkeys.cli.terminal.OneLine;
import initialkeys.cli.terminal.Terminal;
import initialkeys.cli.terminal.Terminal.Colour;
import java.util.Locale;

/** What a proof has shown: a table, and the facts that can be sent to the project. */
public final class ProofReport {

  private final ProofResult result;

  public ProofReport(ProofResult result) {
    this.result = result;
  }

  /** A line for each line of the decision table, and the notes below it. */
  public void print(String accountId, String region, String ruleName, Terminal terminal) {
    terminal.out().printf(Locale.ROOT, "Account %s, %s, rule %s%n%n", accountId, region, ruleName);
    for (ProofRow row : result.rows()) {
      String status =
          terminal.paint(
              colour(row.status()), String.format(Locale.ROOT, "%-10s", row.status().text()));
      boolean isProven = row.status() == Status.PASS;
      terminal
          .out()
          .printf(Locale.ROOT, "%s  %-14s  %s%n", status, isProven ? row.text() : "-", row.line());
      if (!isProven) {
        terminal.out().printf(Locale.ROOT, "%28s%s%n", "", OneLine.of(row.text()));
      }
    }
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%n%s: %d PASS, %d FAIL, %d not proven.%n",
            Counted.of(result.rows().size(), "line"),
            result.count(Status.PASS),
            result.count(Status.FAIL),
            result.count(Status.NOT_PROVABLE) + result.count(Status.NOT_IN_TIME));
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%nFacts about AWS, without personal data. Please send them to the project:%n%n");
    for (ObservedFact fact : result.facts()) {
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "%s  %s: %s%n",
              fact.number(),
              fact.isObserved() ? "observed" : "not observed",
              fact.text());
    }
    terminal.out().flush();
  }

  private static Colour colour(Status status) {
    return switch (status) {
      case PASS -> Colour.GREEN;
      case FAIL -> Colour.RED;
      case NOT_PROVABLE, NOT_IN_TIME -> Colour.YELLOW;
    };
  }
}
