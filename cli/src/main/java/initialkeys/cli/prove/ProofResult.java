package initialkeys.cli.prove;

import initialkeys.cli.prove.ProofRow.Status;
import java.util.List;

/** What a proof has shown. */
public record ProofResult(List<ProofRow> rows, List<ObservedFact> facts) {

  public ProofResult {
    rows = List.copyOf(rows);
    facts = List.copyOf(facts);
  }

  /** How many lines have the status. */
  public long count(Status status) {
    return rows.stream().filter(row -> row.status() == status).count();
  }
}
