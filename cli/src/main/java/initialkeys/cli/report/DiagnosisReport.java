package initialkeys.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import initialkeys.cli.doctor.Check;
import initialkeys.cli.doctor.Check.Status;
import initialkeys.cli.doctor.Diagnosis;
import initialkeys.cli.terminal.OneLine;
import initialkeys.cli.terminal.Terminal;
import initialkeys.cli.terminal.Terminal.Colour;
import java.io.IOException;
import java.util.Locale;

/** What was found of a deployment, as lines for people or as JSON. */
public final class DiagnosisReport {

  private final Diagnosis diagnosis;

  public DiagnosisReport(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** A line for each check, and what to do below it. */
  public void print(Terminal terminal) {
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "Account %s, %s, rule %s%n%n",
            diagnosis.accountId(),
            diagnosis.region(),
            diagnosis.ruleName());
    for (Check check : diagnosis.checks()) {
      String status =
          terminal.paint(
              colour(check.status()), String.format(Locale.ROOT, "%-11s", check.status().text()));
      terminal
          .out()
          .printf(
              Locale.ROOT, "%s  %-17s  %s%n", status, check.name(), OneLine.whole(check.text()));
      if (!check.action().isEmpty()) {
        terminal.out().printf(Locale.ROOT, "%32s%s%n", "", check.action());
      }
    }
    terminal.out().println();
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s: %d OK, %s, %s, %d not checked.%n",
            Counted.of(diagnosis.checks().size(), "check"),
            diagnosis.count(Status.OK),
            Counted.of(diagnosis.count(Status.WARNING), "warning"),
            Counted.of(diagnosis.count(Status.ERROR), "error"),
            diagnosis.count(Status.NOT_CHECKED));
  }

  private static Colour colour(Status status) {
    return switch (status) {
      case OK -> Colour.GREEN;
      case WARNING, NOT_CHECKED -> Colour.YELLOW;
      case ERROR -> Colour.RED;
    };
  }

  /** The same for programs. */
  public String json() {
    return IndentedJson.of(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("accountId", diagnosis.accountId());
    json.writeStringField("region", diagnosis.region());
    json.writeStringField("rule", diagnosis.ruleName());
    json.writeArrayFieldStart("checks");
    for (Check check : diagnosis.checks()) {
      json.writeStartObject();
      json.writeStringField("name", check.name());
      json.writeStringField("status", check.status().name());
      json.writeStringField("text", check.text());
      json.writeStringField("action", check.action());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
