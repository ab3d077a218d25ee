package initialkeys.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.benchmarks.Benchmark.Measured;
import initialkeys.simulation.service.SimulatedAccount;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** What is counted, and how the table shows it. */
class BenchmarkTest {

  private static final SimulatedAccount ACCOUNT = SimulatedAccount.mixed(100);

  /** With a credential report, only the 7 with a password and an unused key are read live. */
  @Test
  void callsOfRunAreCountedByOperation() {
    Measured perUser = Benchmark.measure(ACCOUNT, ACCOUNT.iamWithoutReport());
    assertThat(perUser.calls())
        .containsEntry("ListUsers", 1L)
        .containsEntry("ListAccessKeys", 100L)
        .containsEntry("GetComplianceDetailsByConfigRule", 1L)
        .containsEntry("DescribeConfigurationRecorders", 1L);
    Measured measured = Benchmark.measure(ACCOUNT, ACCOUNT.iam(ReportStateType.STARTED));
    assertThat(measured.calls())
        .containsEntry("GenerateCredentialReport", 1L)
        .containsEntry("ListAccessKeys", 7L);
    assertThat(measured.total()).isLessThan(perUser.total() / 5);
    assertThat(measured.seconds()).isPositive();
  }

  @Test
  void rowComparesRunWithThePerUserWay() {
    Measured perUser = new Measured(Map.of("A", 1_500L, "B", 500L), 4, 90);
    Measured measured = new Measured(Map.of("A", 1_000L), 1, 64);
    assertThat(Benchmark.row("some account", 4, "earlier", measured, perUser))
        .isEqualTo("| some account | earlier | 1,000 | 250.000 | 0.500 | 0.250 | 64 MiB |");
  }

  @Test
  void operationsAreListedWithTheirCalls() {
    assertThat(
            new Measured(new TreeMap<>(Map.of("ListUsers", 20L, "GetUser", 1_234L)), 1, 1)
                .byOperation())
        .isEqualTo("GetUser 1,234, ListUsers 20");
  }
}
