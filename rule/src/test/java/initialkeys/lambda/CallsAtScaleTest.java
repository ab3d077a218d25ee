package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.iam.model.ReportStateType.COMPLETE;
import static software.amazon.awssdk.services.iam.model.ReportStateType.STARTED;

import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.SimulatedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.model.ComplianceType;

/** How many calls a scheduled run makes, of IAM and AWS Config together. */
class CallsAtScaleTest {

  @ParameterizedTest
  @ValueSource(ints = {1_000, 5_000, 20_000})
  void with_a_report_of_this_run_a_seventh_of_a_call_for_a_user(int users) {
    SimulatedAccount account = SimulatedAccount.mixed(users);
    assertThat(calls(account, account.iam(STARTED), users / 20))
        .isLessThanOrEqualTo(users * 15 / 100 + 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 5_000, 20_000})
  void with_an_earlier_report_a_quarter_of_a_call_for_a_user(int users) {
    SimulatedAccount account = SimulatedAccount.mixed(users);
    assertThat(calls(account, account.iam(COMPLETE), users / 20))
        .isLessThanOrEqualTo(users * 27 / 100 + 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 5_000, 20_000})
  void a_clean_account_costs_next_to_nothing_either_way(int users) {
    SimulatedAccount account = SimulatedAccount.clean(users);
    int most = users * 3 / 100 + 10;
    assertThat(calls(account, account.iam(STARTED), 0)).isLessThanOrEqualTo(most);
    assertThat(calls(account, account.iam(COMPLETE), 0)).isLessThanOrEqualTo(most);
  }

  /**
   * The limit is 123 for this account: each of 50 guilty users has to be proven live by two calls.
   */
  @Test
  void a_thousand_users_cost_twenty_calls_more_than_the_least_there_can_be() {
    SimulatedAccount account = SimulatedAccount.mixed(1_000);
    assertThat(calls(account, account.iam(STARTED), 50)).isEqualTo(143);
    assertThat(calls(account, account.iam(COMPLETE), 50)).isEqualTo(253);
  }

  /** "500 users, mixed | of this run | 73 | 0.146 | …" */
  private static final Pattern TOLD =
      Pattern.compile(
          "^\\| ([0-9,]+) users, (mixed|clean) \\| (none|of this run|earlier)[^|]* \\|"
              + " ([0-9,]+) \\| ([0-9.]+) \\| ([0-9.]+) \\|",
          Pattern.MULTILINE);

  @Test
  void the_readmes_table_tells_these_numbers() throws IOException {
    int perUserWay = 0;
    int rows = 0;
    Matcher told = TOLD.matcher(Files.readString(Path.of("..", "README.md")));
    for (; told.find(); rows++) {
      int users = number(told.group(1));
      boolean isMixed = told.group(2).equals("mixed");
      SimulatedAccount account =
          isMixed ? SimulatedAccount.mixed(users) : SimulatedAccount.clean(users);
      FakeIam iam =
          switch (told.group(3)) {
            case "none" -> account.iamWithoutReport();
            case "of this run" -> account.iam(STARTED);
            default -> account.iam(COMPLETE);
          };
      int calls = calls(account, iam, isMixed ? users / 20 : 0);
      if (told.group(3).equals("none")) perUserWay = calls;
      assertThat(number(told.group(4))).as(told.group()).isEqualTo(calls);
      assertThat(told.group(5))
          .isEqualTo(String.format(Locale.ROOT, "%.3f", (double) calls / users));
      assertThat(told.group(6))
          .isEqualTo(String.format(Locale.ROOT, "%.3f", (double) calls / perUserWay));
    }
    assertThat(rows).isEqualTo(18);
  }

  private static int number(String told) {
    return Integer.parseInt(told.replace(",", ""));
  }

  private static int calls(SimulatedAccount account, FakeIam iam, long guilty) {
    FakeConfig config = account.config();
    Invocation.of(iam, config).run(account.event());
    assertThat(config.evaluations()).hasSize(account.users().size());
    assertThat(config.evaluations())
        .filteredOn(it -> it.complianceType() == ComplianceType.NON_COMPLIANT)
        .hasSize((int) guilty);
    return iam.calls().size() + config.requests().size() + config.reads();
  }
}
