package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.aws.SignedHttpClient;
import initialkeys.invocation.FailedInvocation;
import initialkeys.lambda.RuleHandler;
import initialkeys.run.ResultDestinations;
import initialkeys.run.RunContext;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeSecurityHub;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
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
 * Runs the handler with the real SDK clients against an HTTP server that injects faults. The
 * clients are those of the function, except that they retry immediately and can have a shorter
 * timeout.
 */
abstract class FaultInjection {

  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  static final Instant LONG_AGO = UserBuilder.CREATED;
  static final Instant JUST_NOW = NOW.minusSeconds(120);
  static final String THROTTLING_MESSAGE = "Rate exceeded";

  /** The result of each user, by id, when there is no fault. */
  static final Map<String, String> EXPECTED =
      new TreeMap<>(
          Map.of(
              idOf("keyless"), "COMPLIANT",
              idOf("used"), "COMPLIANT",
              idOf("unused"), "NON_COMPLIANT",
              idOf("recent"), "NON_COMPLIANT",
              idOf("deleted"), "NOT_APPLICABLE"));

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
                  withoutKeys("keyless"),
                  named("used").keys(key("used", LONG_AGO, LONG_AGO)).build(),
                  withUnusedKey("unused"),
                  named("recent").created(JUST_NOW).keys(key("recent", JUST_NOW, null)).build()))
          .withCredentialReport(
              ReportStateType.COMPLETE, NOW.minus(Duration.ofHours(1)), credentialReport());

  final FakeConfig config =
      new FakeConfig(
          Stream.of("deleted", "unused")
              .map(name -> new Account.Stored(idOf(name), "COMPLIANT", "from earlier"))
              .toList());

  final FakeSecurityHub securityHub = new FakeSecurityHub();
  final List<String> log = new ArrayList<>();
  final List<Duration> waits = new ArrayList<>();
  InstantSource clock = InstantSource.fixed(NOW);
  Duration socketTimeout = Duration.ofSeconds(20);
  ResultDestinations destinations = ResultDestinations.NONE;
  FakeAwsServer server;

  /** A credential report of one hour ago, without the user created since. */
  static String credentialReport() {
    return CredentialReportCsv.of(
        List.of(
            withoutKeys("keyless"),
            named("used").keys(key("used", LONG_AGO, LONG_AGO)).build(),
            withUnusedKey("unused")),
        List.of(),
        new Random(0));
  }

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(new FakeAws(iam, config, securityHub));
  }

  @AfterEach
  void close() {
    server.close();
  }

  Optional<Throwable> run(String event) {
    return run(event, () -> 900_000);
  }

  /** Runs one invocation and returns its failure, if any. */
  Optional<Throwable> run(String event, IntSupplier remainingMillis) {
    ApiCallCounter calls = new ApiCallCounter();
    try (IamClient iamClient = client(IamClient.builder(), calls);
        ConfigClient configClient = client(ConfigClient.builder(), calls)) {
      AccountClients.Provider accounts =
          (accountId, function) ->
              new AccountClients(
                  iamClient,
                  configClient,
                  () -> securityHub(configClient.serviceClientConfiguration(), calls));
      RuleHandler handler =
          new RuleHandler(
              accounts,
              Optional.empty(),
              destinations,
              calls,
              deadline -> new RunContext(deadline, () -> clock.instant(), waits::add),
              log::add);
      return Optional.ofNullable(
          catchThrowable(() -> FailedInvocation.invoke(handler, event, remainingMillis, log)));
    }
  }

  /** With the retries of another client. */
  private SignedHttpClient securityHub(SdkServiceClientConfiguration other, ApiCallCounter calls) {
    return new SignedHttpClient(
        new SignedHttpClient.Endpoint("securityhub", "eu-west-1", server.address()),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAFUNCTION", "secret")),
        UrlConnectionHttpClient.builder().socketTimeout(socketTimeout).build(),
        other.overrideConfiguration().retryStrategy().orElseThrow(),
        calls);
  }

  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, ApiCallCounter calls) {
    B configured =
        AwsClients.configured(
            builder,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAFUNCTION", "secret")),
            calls);
    ClientOverrideConfiguration configuration = configured.overrideConfiguration();
    StandardRetryStrategy retryStrategy =
        (StandardRetryStrategy) configuration.retryStrategy().orElseThrow();
    return configured
        .endpointOverride(server.address())
        .region(Region.EU_WEST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(socketTimeout))
        .overrideConfiguration(
            configuration.toBuilder()
                .retryStrategy(
                    retryStrategy.toBuilder()
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
    return Events.change("123456789012", NOW, Map.of(), "s3cr3t-result-token", idOf(name), name);
  }

  static String deletion(String name) {
    return change(name).replace("\\\"OK\\\"", "\\\"ResourceDeleted\\\"");
  }

  Map<String, String> results() {
    return config.evaluations().stream()
        .collect(
            toMap(
                Evaluation::complianceResourceId,
                Evaluation::complianceTypeAsString,
                (first, again) -> again,
                TreeMap::new));
  }

  static Map<String, String> expectedWithout(String... names) {
    Map<String, String> expected = new TreeMap<>(EXPECTED);
    for (String name : names) assertThat(expected.remove(idOf(name))).isNotNull();
    return expected;
  }

  /** Restarts the server with a function that responds to some of the requests. */
  void respondFirst(Function<RecordedRequest, Optional<Response>> first) throws IOException {
    server.close();
    FakeAws aws = new FakeAws(iam, config, securityHub);
    server =
        new FakeAwsServer(request -> first.apply(request).orElseGet(() -> aws.respond(request)));
  }

  static Response error(String operation, int status, String code, String message) {
    if (operation.equals("BatchImportFindings")) {
      return FakeSecurityHub.error(status, code + "Exception", message);
    }
    return isConfigOperation(operation)
        ? FakeAws.configError(status, code + "Exception", message)
        : FakeAws.iamError(status, code, message);
  }

  static Response truncated(String operation) {
    return Response.truncated(isConfigOperation(operation) ? "{\"Eval" : "<" + operation);
  }

  /** Shortens the timeout where the test waits for it; elsewhere a busy machine must not fail. */
  void expectNoResponse(boolean isExpected) {
    if (isExpected) socketTimeout = Duration.ofMillis(150);
  }

  static boolean isConfigOperation(String operation) {
    return List.of(
            "PutEvaluations",
            "GetComplianceDetailsByConfigRule",
            "GetComplianceDetailsByResource",
            "DescribeConfigRules",
            "PutExternalEvaluation")
        .contains(operation);
  }
}
