package initialkeys;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import initialkeys.fixtures.FakeConfig;
import initialkeys.fixtures.FakeIam;
import initialkeys.fixtures.SimulatedAccount;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * A scheduled run of the real handler on simulated accounts, beside the way that asks IAM about
 * each user: the same handler without a credential report, which asks nothing needless either.
 */
final class Benchmark {

  /** What a call takes here. */
  private static final Duration LATENCY = Duration.ofMillis(5);

  private Benchmark() {}

  private record Measured(Map<String, Long> calls, double seconds, long peakMebibytes) {

    long total() {
      return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    String byOperation() {
      return calls.entrySet().stream()
          .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
          .collect(joining(", "));
    }
  }

  /** Prints the README's table, and the calls by operation below it. */
  public static void main(String[] arguments) {
    SimulatedAccount first = SimulatedAccount.mixed(500);
    measure(first, first.iam(ReportStateType.STARTED)); // Else the first row would tell the start.
    StringBuilder operations = new StringBuilder();
    System.out.printf(
        "| account | report | calls | per user | of the per-user way's calls | of its time | peak"
            + " heap |%n|---|---|---|---|---|---|---|%n");
    for (int users : List.of(500, 5_000, 20_000)) {
      for (String kind : List.of("mixed", "clean")) {
        String name = "%,d users, %s".formatted(users, kind);
        SimulatedAccount account =
            kind.equals("mixed") ? SimulatedAccount.mixed(users) : SimulatedAccount.clean(users);
        Measured perUser = measure(account, account.iamWithoutReport());
        print(name, "none: the per-user way", perUser, perUser);
        operations.append("%s, none: %s%n".formatted(name, perUser.byOperation()));
        for (ReportStateType state : List.of(ReportStateType.STARTED, ReportStateType.COMPLETE)) {
          String report = state == ReportStateType.STARTED ? "of this run" : "earlier";
          Measured measured = measure(account, account.iam(state));
          print(name, report, measured, perUser);
          operations.append("%s, %s: %s%n".formatted(name, report, measured.byOperation()));
        }
      }
    }
    System.out.printf("%nCalls by operation%n%n%s", operations);
  }

  private static void print(String account, String report, Measured measured, Measured perUser) {
    System.out.printf(
        "| %s | %s | %,d | %.3f | %.3f | %.3f | %d MiB |%n",
        account,
        report,
        measured.total(),
        (double) measured.total() / Integer.parseInt(account.replaceAll("\\D", "")),
        (double) measured.total() / perUser.total(),
        measured.seconds() / perUser.seconds(),
        measured.peakMebibytes());
  }

  private static Measured measure(SimulatedAccount account, FakeIam iam) {
    FakeConfig config = account.config().withLatency(LATENCY);
    System.gc();
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    Invocation.of(iam.withLatency(LATENCY), config).run(account.event());
    double seconds = (System.nanoTime() - start) / 1e9;
    long peak = heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    Map<String, Long> calls =
        iam.calls().stream()
            .collect(groupingBy(call -> call.split(" ", 2)[0], TreeMap::new, counting()));
    calls.put("PutEvaluations", (long) config.requests().size());
    calls.put("GetComplianceDetailsByConfigRule", (long) config.reads());
    return new Measured(calls, seconds, peak >> 20);
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
