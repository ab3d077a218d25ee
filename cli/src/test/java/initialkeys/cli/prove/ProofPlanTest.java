package initialkeys.cli.prove;

import static initialkeys.cli.prove.user.ProofCase.COMMA;
import static initialkeys.cli.prove.user.ProofCase.DELETED;
import static initialkeys.cli.prove.user.ProofCase.EXEMPT;
import static initialkeys.cli.prove.user.ProofCase.INACTIVE_KEY;
import static initialkeys.cli.prove.user.ProofCase.LATER_KEY;
import static initialkeys.cli.prove.user.ProofCase.NO_PASSWORD;
import static initialkeys.cli.prove.user.ProofCase.UNUSED_KEY;
import static initialkeys.cli.prove.user.ProofCase.USED_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.prove.user.ProofCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofPlanTest {

  @Test
  void withDefaultsEverythingIsProvableButExemption() {
    assertThat(ProofPlan.of(Map.of()).notProvable())
        .isEqualTo(
            Map.of(
                EXEMPT,
                "The rule exempts no such user: with initial-keys-proof-*-exempt in exemptUsers it"
                    + " would."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "creationWindowMinutes | 11 | LATER_KEY | the default 5",
        "consolePasswordOnly | false | NO_PASSWORD | the default true",
        "unusedKeysOnly | false | USED_KEY | the default true",
        "activeKeysOnly | true | INACTIVE_KEY | the default false",
        "exemptUsers | *-no-key | NO_KEY | none",
      })
  void parameterInTheWayIsNamed(String name, String value, ProofCase inTheWay, String otherwise) {
    ProofPlan plan = ProofPlan.of(Map.of(name, value));
    assertThat(plan.notProvable())
        .containsOnlyKeys(inTheWay, EXEMPT)
        .containsEntry(
            inTheWay, "Not with %s=%s: with %s it could be.".formatted(name, value, otherwise));
  }

  /** Every key of a proof is younger than a grace period. */
  @Test
  void withGracePeriodNothingIsNoncompliant() {
    assertThat(ProofPlan.of(Map.of("gracePeriodHours", "1")).notProvable())
        .containsOnlyKeys(LATER_KEY, USED_KEY, NO_PASSWORD, UNUSED_KEY, INACTIVE_KEY, COMMA, EXEMPT)
        .containsEntry(UNUSED_KEY, "Not with gracePeriodHours=1: with the default 0 it could be.");
  }

  @Test
  void severalParametersInTheWayAreNamed() {
    assertThat(
            ProofPlan.of(Map.of("gracePeriodHours", "1", "exemptUsers", "initial-keys-proof-*"))
                .notProvable())
        .containsEntry(
            UNUSED_KEY,
            "Not with these rule parameters: exemptUsers=initial-keys-proof-*,"
                + " gracePeriodHours=1.");
  }

  @Test
  void ruleThatExemptsEverybodyProvesOnlyThat() {
    assertThat(ProofPlan.of(Map.of("exemptUsers", "/initial-keys-proof/*")).provable())
        .containsExactly(EXEMPT, DELETED);
  }

  @Test
  void windowOfTenMinutesIsWaitedFor() {
    assertThat(ProofPlan.of(Map.of("creationWindowMinutes", "10")).notProvable())
        .doesNotContainKey(LATER_KEY);
  }

  @Test
  void linesAreThoseOfReadme() throws IOException {
    List<String> lines =
        Files.readString(Path.of("..", "README.md"))
            .replaceFirst("(?s).*\\| the user \\| result \\|\\R", "")
            .lines()
            .skip(1)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split(" *\\| *", -1)[1])
            .toList();
    assertThat(lines).hasSize(8);
    List<String> cases = Arrays.stream(ProofCase.values()).map(ProofCase::line).toList();
    assertThat(cases).containsAll(lines.subList(0, 6));
    assertThat(lines.get(6)).startsWith(DELETED.line());
    assertThat(cases).hasSize(9);
  }
}
