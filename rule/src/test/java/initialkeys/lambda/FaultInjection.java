package initialkeys.lambda;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.run.RunContext;
import initialkeys.simulation.Account;
import initialkeys.simulation.CredentialReportCsv;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeAws;
import initialkeys.simulation.FakeAwsServer;
import initialkeys.simulation.FakeAwsServer.Answer;
import initialkeys.simulation.FakeAwsServer.Sent;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.InvocationContext;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * Each fault on each call, over the real SDK and HTTP: either every result is right, or the
 * invocation fails in words and what could be reported was. The clients are the function's own, but
 * for their waits between tries and a shorter patience with a silent server.
 */
abstract class FaultInjection {

  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  static final Instant LONG_AGO = Instant.parse("2025-02-03T08:30:00Z");

  static final Instant JUST_NOW = NOW.minusSeconds(120);

  static final String THROTTLED = "Rate exceeded";

  /** What a run without any fault says: of everybody. */
  static final Map<String, String> RIGHT =
      new TreeMap<>(
          Map.of(
              id("clean"), "COMPLIANT",
              id("used"), "COMPLIANT",
              id("guilty"), "NON_COMPLIANT",
              id("young"), "NON_COMPLIANT",
              id("gone"), "NOT_APPLICABLE"));

  static final List<String> OPERATIONS =
      List.of(
          "GetComplianceDetailsByConfigRule",
          "GenerateCredentialReport",
          "GetCredentialReport",
          "ListUsers",
          "ListAccessKeys",
          "GetLoginProfile",
          "GetAccessKeyLastUsed",
          "GetUser",
          "PutEvaluations");

  final FakeIam iam =
      new FakeIam(
              List.of(
                  user("clean", LONG_AGO, List.of()),
                  user("used", LONG_AGO, List.of(key("used", LONG_AGO, LONG_AGO))),
                  user("guilty", LONG_AGO, List.of(key("guilty", LONG_AGO, null))),
                  user("young", JUST_NOW, List.of(key("young", JUST_NOW, null)))))
          .withReport(ReportStateType.COMPLETE, NOW.minus(Duration.ofHours(1)), report());

  final FakeConfig config =
      new FakeConfig(
          Stream.of("gone", "guilty")
              .map(name -> new Account.Stored(id(name), "COMPLIANT", "from earlier"))
              .toList());

  final List<String> log = new ArrayList<>();

  final List<Duration> waits = new ArrayList<>();

  Duration patience = Duration.ofSeconds(20);

  InstantSource clock = InstantSource.fixed(NOW);

  FakeAwsServer wire;

  static String id(String name) {
    return "AIDA" + name.toUpperCase(Locale.ROOT) + "0000000000";
  }

  static Account.User user(String name, Instant created, List<Account.Key> keys) {
    return new Account.User(
        name, id(name), "/", created, true, keys, new Account.Expected("-", "-"));
  }

  static Account.Key key(String name, Instant created, Instant used) {
    return new Account.Key("AKIA" + name.toUpperCase(Locale.ROOT), created, null, used);
  }

  /** Of an hour ago, so that it knows nothing of the young one. */
  static String report() {
    return CredentialReportCsv.of(
        List.of(
            user("clean", LONG_AGO, List.of()),
            user("used", LONG_AGO, List.of(key("used", LONG_AGO, LONG_AGO))),
            user("guilty", LONG_AGO, List.of(key("guilty", LONG_AGO, null)))),
        List.of(),
        new Random(0));
  }

  @BeforeEach
  void open() throws IOException {
    wire = new FakeAwsServer(new FakeAws(iam, config));
  }

  @AfterEach
  void close() {
    wire.close();
  }

  Optional<Throwable> run(String event) {
    return run(event, () -> 900_000);
  }

  /** How the invocation failed, if it did. */
  Optional<Throwable> run(String event, IntSupplier remainingMillis) {
    return run(event, remainingMillis, clients -> clients);
  }

  Optional<Throwable> run(
      String event, IntSupplier remainingMillis, UnaryOperator<AccountClients> letIn) {
    ApiCallCounter calls = new ApiCallCounter();
    try (IamClient iamClient = impatient(IamClient.builder(), calls);
        ConfigClient configClient = impatient(ConfigClient.builder(), calls)) {
      AccountClients.Provider accounts =
          (accountId, function) -> letIn.apply(new AccountClients(iamClient, configClient));
      RuleHandler handler =
          new RuleHandler(
              accounts,
              Optional.empty(),
              calls,
              deadline -> new RunContext(deadline, clock, waits::add),
              log::add);
      return Optional.ofNullable(
          catchThrowable(
              () ->
                  handler.handleRequest(
                      Events.stream(event),
                      OutputStream.nullOutputStream(),
                      new InvocationContext("request-1", remainingMillis))));
    }
  }

  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C impatient(
      B builder, ApiCallCounter calls) {
    B ours =
        AwsClients.configured(
            builder,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAFUNCTION", "secret")),
            calls);
    ClientOverrideConfiguration configuration = ours.overrideConfiguration();
    StandardRetryStrategy patient =
        (StandardRetryStrategy) configuration.retryStrategy().orElseThrow();
    return ours.endpointOverride(wire.address())
        .region(Region.EU_WEST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(patience))
        .overrideConfiguration(
            configuration.toBuilder()
                .retryStrategy(
                    patient.toBuilder()
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .build())
                .build())
        .build();
  }

  static String schedule() {
    return Events.schedule("123456789012", NOW, Map.of(), "s3cr3t-result-token");
  }

  static String change(String name) {
    return Events.change("123456789012", NOW, Map.of(), "s3cr3t-result-token", id(name), name);
  }

  Map<String, String> sent() {
    return config.evaluations().stream()
        .collect(
            toMap(
                Evaluation::complianceResourceId,
                Evaluation::complianceTypeAsString,
                (first, again) -> again,
                TreeMap::new));
  }

  static Map<String, String> allBut(String... names) {
    Map<String, String> others = new TreeMap<>(RIGHT);
    for (String name : names) assertThat(others.remove(id(name))).isNotNull();
    return others;
  }

  /** Some requests are answered otherwise. */
  void answerFirst(Function<Sent, Optional<Answer>> otherwise) throws IOException {
    wire.close();
    FakeAws aws = new FakeAws(iam, config);
    wire =
        new FakeAwsServer(request -> otherwise.apply(request).orElseGet(() -> aws.answer(request)));
  }

  static Answer refusal(String operation, int status, String code, String message) {
    return isOfConfig(operation)
        ? FakeAws.configError(status, code + "Exception", message)
        : FakeAws.iamError(status, code, message);
  }

  static Answer cutOff(String operation) {
    return Answer.cutOff(isOfConfig(operation) ? "{\"Eval" : "<" + operation);
  }

  /** Short, where it is what the test waits for; everywhere else a busy machine is no fault. */
  void expectSilence(boolean isExpected) {
    if (isExpected) patience = Duration.ofMillis(150);
  }

  static boolean isOfConfig(String operation) {
    return List.of("PutEvaluations", "GetComplianceDetailsByConfigRule").contains(operation);
  }
}
