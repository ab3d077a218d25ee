package initialkeys.simulation.manyaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.manyaccounts.ManyAccounts.Seconds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from the seconds of a run; the documents' tables are tested in module rule. */
class ManyAccountsTest {

  /** Runs of milliseconds, plus the wait for the credential report. */
  private static final List<String> ROWS =
      ManyAccounts.rows(new Seconds(0.002, 0.001, 0, 0.1, 2000));

  /** Events, concurrency, and the seconds of all runs divided by it; a change for each user. */
  @Test
  void rowsHaveTheWorkOfTheirEvents() {
    assertThat(ROWS.stream().map(row -> row.replaceFirst(" [0-9,]+ [|] [0-9,]+ [|]$", "")))
        .containsExactly(
            "| 10,000 schedules | 10,000 | 10 | 7,002 |",
            "| 10,000 schedules | 10,000 | 100 | 700 |",
            "| 10,000 schedules | 10,000 | 1,000 | 70 |",
            "| 10,000 schedules; STS throttles every member account | 10,000 | 1,000 | 71 |",
            "| 10,000 schedules; IAM throttles one member account | 10,000 | 100 | 720 |",
            "| 10,000 schedules; the first run of every member account fails | 10,000 | 100 | 700"
                + " |",
            "| 10,000 schedules; one member account has no role | 10,000 | 100 | 700 |",
            "| first deployment, 2,000 member accounts | 202,000 | 10 | 1,420 |",
            "| first deployment, 2,000 member accounts | 202,000 | 100 | 142 |",
            "| first deployment, 2,000 member accounts | 202,000 | 1,000 | 14 |",
            "| first deployment, 10,000 member accounts | 1,010,000 | 10 | 7,102 |",
            "| first deployment, 10,000 member accounts | 1,010,000 | 20 | 3,551 |",
            "| first deployment, 10,000 member accounts | 1,010,000 | 30 | 2,367 |",
            "| first deployment, 10,000 member accounts | 1,010,000 | 100 | 710 |",
            "| first deployment, 10,000 member accounts | 1,010,000 | 1,000 | 71 |");
  }

  @Test
  void onlyTheAccountWithoutRoleIsInTheFailureQueue() {
    assertThat(ROWS)
        .filteredOn(row -> !row.endsWith("| 0 |"))
        .singleElement()
        .asString()
        .startsWith("| 10,000 schedules; one member account has no role |")
        .endsWith("| 1 |");
  }

  /** It runs for 2,007 s, and no other member account waits for it. */
  @Test
  void accountThatIamThrottlesIsTheLastOfItsRow() {
    assertThat(ROWS.get(4)).endsWith("| 720 | 2,007 | 0 |");
  }

  /** Lambda keeps an event for 21,600 s; half of that is left for what goes wrong. */
  @ParameterizedTest
  @CsvSource({"1, 100, 1", "100, 99, 1", "101, 99, 2", "10000, 100, 101"})
  void concurrencyLeavesHalfOfTheTime(int members, int users, long concurrency) {
    assertThat(ManyAccounts.concurrencyFor(members, users, new Seconds(2, 1, 0, 0, 0)))
        .isEqualTo(concurrency);
  }
}
