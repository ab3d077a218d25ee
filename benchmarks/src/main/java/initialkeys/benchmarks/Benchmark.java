package initialkeys.benchmarks;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.lambda.RuleHandler;
import initialkeys.run.RunContext;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.process.InvocationContext;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedAccount;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * A scheduled run of the real handler on simulated accounts, beside the way that asks IAM about
 * each user: the same handler without a credential report, which makes no unnecessary calls either.
 */
public final class Benchmark {

  /** What a call takes here. */
  private static final Duration LATENCY = Duration.ofMillis(5);

  private Benchmark() {}

  /** A run: its calls by operation, how long it took, and the most heap that it used. */
  record Measured(Map<String, Long> calls, double seconds, long peakMebibytes) {

    long total() {
      return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    String byOperation() {
      return calls.entrySet().stream()
          .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
          .collect(joining(", "));
    }
  }

  /** Prints the README's table, and the calls by operation below it. */
  public static void main(String[] arguments) {
    SimulatedAccount first = SimulatedAccount.mixed(500);
    measure(
        first, first.iam(ReportStateType.STARTED)); // Else the first row would include the start.
    StringBuilder operations = new StringBuilder();
    System.out.printf(
        "| account | credential report | calls | per user | of the per-user way's calls | of its"
            + " time | peak heap |%n|---|---|---|---|---|---|---|%n");
    for (int users : List.of(500, 5_000, 20_000)) {
      for (String kind : List.of("mixed", "clean")) {
        String name = String.format(Locale.ROOT, "%,d users, %s", users, kind);
        SimulatedAccount account =
            kind.equals("mixed") ? SimulatedAccount.mixed(users) : SimulatedAccount.clean(users);
        Measured perUser = measure(account, account.iamWithoutReport());
        System.out.println(row(name, users, "none: the per-user way", perUser, perUser));
        operations.append("%s, none: %s%n".formatted(name, perUser.byOperation()));
        for (ReportStateType state : List.of(ReportStateType.STARTED, ReportStateType.COMPLETE)) {
          String report = state == ReportStateType.STARTED ? "of this run" : "earlier";
          Measured measured = measure(account, account.iam(state));
          System.out.println(row(name, users, report, measured, perUser));
          operations.append("%s, %s: %s%n".formatted(name, report, measured.byOperation()));
        }
      }
    }
    System.out.printf("%nCalls by operation%n%n%s", operations);
  }

  /** A row of the table. */
  static String row(String account, int users, String report, Measured measured, Measured perUser) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,d | %.3f | %.3f | %.3f | %d MiB |",
        account,
        report,
        measured.total(),
        (double) measured.total() / users,
        (double) measured.total() / perUser.total(),
        measured.seconds() / perUser.seconds(),
        measured.peakMebibytes());
  }

  /** One scheduled run. */
  static Measured measure(SimulatedAccount account, FakeIam iam) {
    FakeConfig config = account.config().withLatency(LATENCY);
    System.gc();
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    run(iam.withLatency(LATENCY), config, account.event());
    double seconds = (System.nanoTime() - start) / 1e9;
    long peak = heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    Map<String, Long> calls =
        iam.calls().stream()
            .collect(groupingBy(call -> call.split(" ", 2)[0], TreeMap::new, counting()));
    calls.put("PutEvaluations", (long) config.requests().size());
    calls.put("GetComplianceDetailsByConfigRule", (long) config.reads());
    calls.put("DescribeConfigurationRecorders", (long) config.recorderReads());
    return new Measured(calls, seconds, peak >> 20);
  }

  /** The clock is long before the credential report, so that the report can be of this run. */
  private static void run(FakeIam iam, FakeConfig config, String event) {
    new RuleHandler(
            (accountId, function) -> new AccountClients(iam, config),
            Optional.empty(),
            new ApiCallCounter(),
            deadline -> new RunContext(deadline, InstantSource.fixed(Instant.EPOCH), length -> {}),
            line -> {})
        .handleRequest(
            Events.stream(event),
            OutputStream.nullOutputStream(),
            new InvocationContext("benchmark", () -> 900_000));
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
