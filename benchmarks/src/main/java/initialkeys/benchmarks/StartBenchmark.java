package initialkeys.benchmarks;

import static java.util.stream.Collectors.joining;

import initialkeys.lambda.RuleHandler;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.process.PackagedFunction;
import initialkeys.simulation.service.SimulatedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * How long it takes from a process's start to the first PutEvaluations, as a cold Lambda function
 * goes through it: this rule, and the same rule by stock means, each with and without the flags
 * that the template sets. All take turns in every round, so that a slow moment meets all.
 */
public final class StartBenchmark {

  private static final String FLAGS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";
  private static final int USERS = 100;

  private StartBenchmark() {}

  /** A function that is started in every round. */
  record Variant(String name, Path jar, String handler, String flags, List<Double> seconds) {

    /** The median of what the rounds give: a slow moment slows both. */
    double ratioTo(Variant other) {
      double[] ratios =
          IntStream.range(0, seconds.size())
              .mapToDouble(round -> seconds.get(round) / other.seconds().get(round))
              .sorted()
              .toArray();
      return ratios[ratios.length / 2];
    }
  }

  /**
   * Prints the README's table.
   *
   * @param arguments rule.jar, stock.jar, how many rounds
   */
  public static void main(String[] arguments) throws Exception {
    // Else the JDK's server waits 40 ms before the second half of every response.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Path rule = Path.of(arguments[0]);
    Path stock = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    SimulatedAccount account = SimulatedAccount.mixed(USERS);
    compare("a change of a user", account, account.change(), rule, stock, rounds);
    compare("the schedule", account, account.event(), rule, stock, rounds);
  }

  private static void compare(
      String trigger, SimulatedAccount account, String event, Path rule, Path stock, int rounds)
      throws Exception {
    List<Variant> variants =
        List.of(
            variant("stock, no flags", stock, StockHandler.class.getName(), ""),
            variant("stock, the template's flags", stock, StockHandler.class.getName(), FLAGS),
            variant("this rule, no flags", rule, RuleHandler.class.getName(), ""),
            variant("this rule, the template's flags", rule, RuleHandler.class.getName(), FLAGS));
    for (Variant variant : variants) measure(variant, account, event); // Warms the simulated AWS.
    for (int round = 0; round < rounds; round++) {
      for (Variant variant : variants) variant.seconds().add(measure(variant, account, event));
    }
    System.out.printf(Locale.ROOT, "%nStarted by %s, %d rounds%n%n", trigger, rounds);
    print(variants);
  }

  private static Variant variant(String name, Path jar, String handler, String flags) {
    return new Variant(name, jar, handler, flags, new ArrayList<>());
  }

  private static void print(List<Variant> variants) throws IOException {
    Variant none = variants.get(0);
    Variant equal = variants.get(1);
    System.out.println(
        "| function | jar | of stock, no flags | of stock, the template's flags |\n"
            + "|---|---|---|---|");
    for (Variant variant : variants) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f MB | %.2f | %.2f |%n",
          variant.name(),
          Files.size(variant.jar()) / 1e6,
          variant.ratioTo(none),
          variant.ratioTo(equal));
    }
    System.out.println("\nSeconds, every round:");
    for (Variant variant : variants) {
      System.out.println(
          variant.seconds().stream()
              .map(seconds -> String.format(Locale.ROOT, "%.2f", seconds))
              .collect(joining(" ", variant.name() + ": ", "")));
    }
  }

  private static double measure(Variant variant, SimulatedAccount account, String event)
      throws Exception {
    FakeAws aws =
        new FakeAws(account.iam(ReportStateType.STARTED, Instant.now()), account.config());
    AtomicLong received = new AtomicLong();
    try (FakeAwsServer wire =
        new FakeAwsServer(
            request -> {
              if (request.operation().equals("PutEvaluations")) {
                received.compareAndSet(0, System.nanoTime());
              }
              return aws.respond(request);
            })) {
      Path log = Files.createTempFile("start-benchmark", ".log");
      long started = System.nanoTime();
      try (PackagedFunction function =
          new PackagedFunction(
              variant.jar(), variant.handler(), environment(wire, variant.flags()), log)) {
        PackagedFunction.Result result = function.invoke(event);
        if (!result.isSuccess()) throw new IllegalStateException(result.body());
      } finally {
        Files.delete(log);
      }
      return (received.get() - started) / 1e9;
    }
  }

  private static Map<String, String> environment(FakeAwsServer wire, String flags) {
    return Map.of(
        "AWS_ENDPOINT_URL", wire.address().toString(),
        "AWS_REGION", "eu-west-1",
        "AWS_ACCESS_KEY_ID", "AKIAFUNCTION00000000",
        "AWS_SECRET_ACCESS_KEY", "secret",
        "AWS_SESSION_TOKEN", "session",
        "JAVA_TOOL_OPTIONS", flags);
  }
}
