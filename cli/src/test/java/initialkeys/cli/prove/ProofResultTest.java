package initialkeys.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.prove.ProofRow.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofResultTest {

  private static ProofRow row(Status status) {
    return new ProofRow("line", status, "text");
  }

  @Test
  void eachStatusIsCountedByItself() {
    ProofResult result =
        new ProofResult(
            List.of(
                row(Status.PASS),
                row(Status.NOT_IN_TIME),
                row(Status.PASS),
                row(Status.NOT_PROVABLE),
                row(Status.PASS),
                row(Status.NOT_IN_TIME)),
            List.of());
    assertThat(result.count(Status.PASS)).isEqualTo(3);
    assertThat(result.count(Status.NOT_IN_TIME)).isEqualTo(2);
    assertThat(result.count(Status.NOT_PROVABLE)).isOne();
    assertThat(result.count(Status.FAIL)).isZero();
  }

  @Test
  void laterRowsAndFactsAreNotInIt() {
    List<ProofRow> rows = new ArrayList<>();
    List<ObservedFact> facts = new ArrayList<>();
    ProofResult result = new ProofResult(rows, facts);
    rows.add(row(Status.FAIL));
    facts.add(ObservedFact.none("F19", "reason"));
    assertThat(result).isEqualTo(new ProofResult(List.of(), List.of()));
  }
}
