package initialkeys.benchmarks;

import initialkeys.aws.FunctionEnvironment;
import initialkeys.lambda.RuleHandler;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeOrganization;
import initialkeys.simulation.manyaccounts.ManyAccounts;
import initialkeys.simulation.process.PackagedFunction;
import initialkeys.simulation.service.SimulatedAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * How long the packaged function takes for member accounts of 100 users, over HTTP, and what
 * follows for many of them: the seconds are measured, and the queue of Lambda is simulated with
 * them.
 */
public final class ManyAccountsBenchmark {

  private static final String OWN = "123456789012";
  private static final String OWN_KEY = "AKIAFUNCTION00000000";
  private static final String MEMBER_ROLE = "InitialKeysMember";

  /** The latency of every call, in addition to the processing. */
  private static final Duration LATENCY = Duration.ofMillis(50);

  /** More than the function keeps sessions of, so that it assumes the role in every run. */
  private static final int MEMBERS = 20;

  private static final int USERS = 100;

  /** While it throttles, a service rejects this share of the calls. */
  private static final int EVERY = 3;

  private final FakeOrganization organization =
      new FakeOrganization(
          OWN_KEY,
          OWN,
          IntStream.range(0, MEMBERS)
              .mapToObj(ManyAccountsBenchmark::member)
              .collect(Collectors.toMap(id -> id, id -> account())));
  private final SimulatedAccount users = SimulatedAccount.mixed(USERS);
  private final AtomicInteger calls = new AtomicInteger();
  private volatile List<String> throttled = List.of();

  ManyAccountsBenchmark() {}

  /**
   * Prints the two tables.
   *
   * @param arguments rule.jar
   */
  public static void main(String[] arguments) throws Exception {
    // Else the JDK's server waits 40 ms before the second half of every response.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    ManyAccounts.Seconds seconds = new ManyAccountsBenchmark().measure(Path.of(arguments[0]));
    System.out.printf(
        Locale.ROOT,
        """
        | run | seconds |
        |---|---|
        | a scheduled run | %.2f |
        | a change of one user | %.2f |
        | the first run of an environment, in addition | %.2f |
        | a scheduled run, every third AssumeRole throttled | %.2f |
        | a scheduled run, every third call to IAM throttled | %.2f |

        | what arrives at once | events | concurrent executions | runs × seconds ÷ concurrent | seconds until the last is processed | in the failure queue |
        |---|---|---|---|---|---|
        """,
        seconds.schedule(),
        seconds.change(),
        seconds.coldStart(),
        seconds.stsThrottled(),
        seconds.iamThrottled());
    ManyAccounts.rows(seconds).forEach(System.out::println);
  }

  private static String member(int i) {
    return String.format(Locale.ROOT, "4444444444%02d", i);
  }

  /** The credential report is of the run: its time is after every request for it. */
  private static FakeAws account() {
    SimulatedAccount account = SimulatedAccount.mixed(USERS);
    Instant later = Instant.now().plus(Duration.ofHours(1));
    return new FakeAws(account.iam(ReportStateType.STARTED, later), account.config());
  }

  private ManyAccounts.Seconds measure(Path jar) throws Exception {
    Path log = Files.createTempFile("many-accounts", ".log");
    try (FakeAwsServer server = new FakeAwsServer(this::respond)) {
      double first;
      double schedule;
      double change;
      double stsThrottled;
      double iamThrottled;
      long started = System.nanoTime();
      try (PackagedFunction function =
          new PackagedFunction(jar, RuleHandler.class.getName(), environment(server), log)) {
        run(function, schedule(0));
        first = (System.nanoTime() - started) / 1e9;
        mean(function, this::schedule); // Else the first runs would include how the JVM warms up.
        schedule = mean(function, this::schedule);
        change = mean(function, this::change);
        throttle(List.of("AssumeRole"));
        stsThrottled = mean(function, this::schedule);
        throttle(
            List.of(
                "ListUsers",
                "GenerateCredentialReport",
                "GetCredentialReport",
                "ListAccessKeys",
                "GetLoginProfile",
                "GetAccessKeyLastUsed"));
        iamThrottled = mean(function, this::schedule);
      }
      return rounded(schedule, change, first - schedule, stsThrottled, iamThrottled);
    } finally {
      Files.delete(log);
    }
  }

  /** As the table shows them, so that the second table follows from the first. */
  static ManyAccounts.Seconds rounded(double... seconds) {
    double[] shown = DoubleStream.of(seconds).map(it -> Math.round(it * 100) / 100.0).toArray();
    return new ManyAccounts.Seconds(shown[0], shown[1], shown[2], shown[3], shown[4]);
  }

  private interface EventOfMember {
    String of(int member);
  }

  private double mean(PackagedFunction function, EventOfMember event) throws Exception {
    long started = System.nanoTime();
    for (int i = 0; i < MEMBERS; i++) run(function, event.of(i));
    return (System.nanoTime() - started) / 1e9 / MEMBERS;
  }

  private static void run(PackagedFunction function, String event) throws InterruptedException {
    PackagedFunction.Result result = function.invoke(event);
    if (!result.isSuccess()) throw new IllegalStateException(result.body());
  }

  private String schedule(int member) {
    return Events.schedule(member(member), SimulatedAccount.NOW, Map.of(), "a-result-token");
  }

  private String change(int member) {
    var user = users.users().getFirst();
    return Events.change(
        member(member), SimulatedAccount.NOW, Map.of(), "a-result-token", user.id(), user.name());
  }

  /** From now on, every third of these calls is rejected. */
  void throttle(List<String> operations) {
    throttled = operations;
  }

  Response respond(RecordedRequest request) {
    try {
      Thread.sleep(LATENCY);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return throttled.contains(request.operation()) && calls.incrementAndGet() % EVERY == 0
        ? FakeAws.iamError(400, "Throttling", "Rate exceeded")
        : organization.respond(request);
  }

  private static Map<String, String> environment(FakeAwsServer server) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        server.address().toString(),
        "AWS_REGION",
        "eu-west-1",
        "AWS_ACCESS_KEY_ID",
        OWN_KEY,
        "AWS_SECRET_ACCESS_KEY",
        "secret",
        "AWS_SESSION_TOKEN",
        "session",
        FunctionEnvironment.MEMBER_ROLE_NAME,
        MEMBER_ROLE,
        FunctionEnvironment.RULE_NAME,
        "initial-keys",
        "JAVA_TOOL_OPTIONS",
        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
  }
}
