package initialkeys.documents;

import static initialkeys.simulation.manyaccounts.AsynchronousQueue.copies;
import static initialkeys.simulation.manyaccounts.AsynchronousQueue.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import initialkeys.aws.AwsClients;
import initialkeys.lambda.EntryPoints;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.AssumeRoleCalls;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.Event;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.Function;
import initialkeys.simulation.manyaccounts.ManyAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What follows for many accounts from the seconds that were measured, compared with documents. */
class ManyAccountsDocumentTest {

  private static final Path PERFORMANCE = Path.of("../docs/performance.md");
  private static final Path ORGANIZATION = Path.of("../docs/organization.md");

  private static final int EVENTS = 1;
  private static final int CONCURRENCY = 2;
  private static final int WORK = 3;
  private static final int LOST = 5;

  private static final Pattern FIRST_DEPLOYMENT =
      Pattern.compile("first deployment, ([0-9,]+) member accounts");

  /** The number of users of each member account in these rows. */
  private static final int USERS = 100;

  @Test
  void tableFollowsFromTheMeasuredSeconds() throws IOException {
    assertThat(table())
        .extracting(row -> "| %s |".formatted(String.join(" | ", row)))
        .hasSize(15)
        .containsExactlyElementsOf(ManyAccounts.rows(measured()));
  }

  /** The member account whose every run fails, and what does not fit into 6 hours. */
  @Test
  void eventsAreLostInThreeCases() throws IOException {
    assertThat(table())
        .filteredOn(row -> !row.get(LOST).equals("0"))
        .extracting(List::getFirst, row -> number(row.get(CONCURRENCY)), row -> row.get(LOST))
        .containsExactly(
            tuple("10,000 schedules; one member account has no role", 100, "1"),
            tuple("first deployment, 10,000 member accounts", 10, "497,432"),
            tuple("first deployment, 10,000 member accounts", 20, "11"));
  }

  @Test
  void nothingIsLostWithConcurrencyOfFormula() throws IOException {
    ManyAccounts.Seconds seconds = measured();
    int rows = 0;
    for (List<String> row : table()) {
      Matcher first = FIRST_DEPLOYMENT.matcher(row.getFirst());
      if (!first.matches()) continue;
      rows++;
      int members = number(first.group(1));
      assertThat(number(row.get(EVENTS))).isEqualTo(members * (1 + USERS));
      double work =
          members * (seconds.change() * USERS + seconds.schedule() + ManyAccounts.REPORT_WAIT);
      assertThat(row.get(WORK))
          .isEqualTo(String.format(Locale.ROOT, "%,.0f", work / number(row.get(CONCURRENCY))));
      if (number(row.get(CONCURRENCY)) < ManyAccounts.concurrencyFor(members, USERS, seconds)) {
        assertThat(number(row.get(WORK))).isGreaterThan((int) ManyAccounts.MAXIMUM_AGE / 2);
      } else {
        assertThat(row.get(LOST)).isEqualTo("0");
      }
    }
    assertThat(rows).isEqualTo(8);
  }

  /** As many as STS lets begin while an event is processed. */
  @Test
  void moreConcurrencyThanStsAllowsGainsNothing() throws IOException {
    ManyAccounts.Seconds seconds = measured();
    double mean =
        (seconds.change() * USERS + seconds.schedule() + ManyAccounts.REPORT_WAIT) / (USERS + 1);
    String most =
        String.format(
            Locale.ROOT,
            "more than about %d executions",
            10 * Math.round(mean * ManyAccounts.STS.perSecond() / 10));
    for (Path document : List.of(PERFORMANCE, ORGANIZATION)) {
      assertThat(Files.readString(document)).containsIgnoringCase(most);
    }
  }

  @Test
  void singleCallOfAssumeRoleLosesEvents() throws IOException {
    ManyAccounts.Seconds seconds = measured();
    List<Event> events = new ArrayList<>(copies(2_000 * USERS, new Event(seconds.change(), 0)));
    events.addAll(copies(2_000, new Event(seconds.schedule() + ManyAccounts.REPORT_WAIT, 0)));
    AssumeRoleCalls single =
        new AssumeRoleCalls(ManyAccounts.STS.perSecond(), 1, ManyAccounts.STS.attempts());
    int lost =
        process(
                events,
                new Function(1_000, seconds.coldStart(), ManyAccounts.MAXIMUM_AGE, 1, single))
            .inFailureQueue();
    assertThat(Files.readString(PERFORMANCE)).contains(lost + " of the 202,000 events");
    assertThat(Files.readString(Path.of("../docs/decisions/organization.md")))
        .contains(lost + " of 202,000 events");
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

  private static List<List<String>> table() throws IOException {
    return DocumentTable.cells(
        PERFORMANCE,
        "| what arrives at once | events | concurrent executions | runs × seconds ÷"
            + " concurrent | seconds until the last is processed | in the failure queue |");
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
