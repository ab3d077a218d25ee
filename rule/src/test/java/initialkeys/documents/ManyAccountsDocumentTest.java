package initialkeys.documents;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.aws.AwsClients;
import initialkeys.lambda.EntryPoints;
import initialkeys.simulation.manyaccounts.ManyAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows for many accounts from the seconds that were measured, compared with documents. */
class ManyAccountsDocumentTest {

  private static final Path PERFORMANCE = Path.of("../docs/performance.md");
  private static final Path ORGANIZATION = Path.of("../docs/organization.md");

  @Test
  void tableFollowsFromTheMeasuredSeconds() throws IOException {
    List<String> rows = ManyAccounts.rows(measured());
    assertThat(
            DocumentTable.cells(
                PERFORMANCE,
                "| what arrives at once | events | concurrent executions | runs × seconds ÷"
                    + " concurrent | seconds until the last is processed | in the failure queue |"))
        .extracting(row -> "| %s |".formatted(String.join(" | ", row)))
        .hasSize(12)
        .containsExactlyElementsOf(rows);
    assertThat(rows)
        .as("nothing is lost but for the one member account whose every run fails")
        .filteredOn(row -> !row.endsWith("| 0 |"))
        .singleElement()
        .satisfies(
            row -> assertThat(row).contains("one member account has no role").endsWith("| 1 |"));
  }

  @Test
  void concurrencyFollowsFromTheFormula() throws IOException {
    ManyAccounts.Seconds seconds = measured();
    List<List<String>> rows =
        DocumentTable.cells(
            ORGANIZATION, "| member accounts | users in each | concurrent executions |");
    assertThat(rows).hasSize(4);
    for (List<String> row : rows) {
      assertThat(row.get(2))
          .isEqualTo(
              String.format(
                  Locale.ROOT,
                  "%,d",
                  ManyAccounts.concurrencyFor(number(row.get(0)), number(row.get(1)), seconds)));
    }
    assertThat(Files.readString(ORGANIZATION))
        .contains(
            String.format(
                Locale.ROOT,
                "(%.2f s × users + %.2f s)",
                seconds.change(),
                seconds.schedule() + ManyAccounts.REPORT_WAIT));
  }

  @Test
  void simulatedAttemptsAreThoseOfTheFunction() {
    assertThat(ManyAccounts.STS.calls()).isEqualTo(EntryPoints.assumeRoleCalls());
    assertThat(ManyAccounts.STS.attempts()).isEqualTo(AwsClients.MAX_ATTEMPTS);
  }

  private static ManyAccounts.Seconds measured() throws IOException {
    Map<String, String> rows = DocumentTable.rows(PERFORMANCE, "| run | seconds |");
    double[] seconds = rows.values().stream().mapToDouble(Double::parseDouble).toArray();
    assertThat(seconds).hasSize(5);
    return new ManyAccounts.Seconds(seconds[0], seconds[1], seconds[2], seconds[3], seconds[4]);
  }

  private static int number(String cell) {
    return Integer.parseInt(cell.replace(",", ""));
  }
}
