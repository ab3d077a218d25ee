package initialkeys.lambda;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.run.IncompleteRunException;
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
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * Each fault on each call, over the real SDK and HTTP: either every result is right, or the
 * invocation fails in words and what could be reported was. The clients are the function's own, but
 * for their waits between tries and a shorter patience with a silent server.
 */
class FaultsTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final Instant LONG_AGO = Instant.parse("2025-02-03T08:30:00Z");
  private static final Instant JUST_NOW = NOW.minusSeconds(120);
  private static final String THROTTLED = "Rate exceeded";

  /** What a run without any fault says: of everybody. */
  private static final Map<String, String> RIGHT =
      new TreeMap<>(
          Map.of(
              id("clean"), "COMPLIANT",
              id("used"), "COMPLIANT",
              id("guilty"), "NON_COMPLIANT",
              id("young"), "NON_COMPLIANT",
              id("gone"), "NOT_APPLICABLE"));

  private final FakeIam iam =
      new FakeIam(
              List.of(
                  user("clean", LONG_AGO, List.of()),
                  user("used", LONG_AGO, List.of(key("used", LONG_AGO, LONG_AGO))),
                  user("guilty", LONG_AGO, List.of(key("guilty", LONG_AGO, null))),
                  user("young", JUST_NOW, List.of(key("young", JUST_NOW, null)))))
          .withReport(ReportStateType.COMPLETE, NOW.minus(Duration.ofHours(1)), report());
  private final FakeConfig config =
      new FakeConfig(
          Stream.of("gone", "guilty")
              .map(name -> new Account.Stored(id(name), "COMPLIANT", "from earlier"))
              .toList());
  private final List<String> log = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private Duration patience = Duration.ofSeconds(20);
  private InstantSource clock = InstantSource.fixed(NOW);
  private FakeAwsServer wire;

  private static String id(String name) {
    return "AIDA" + name.toUpperCase(Locale.ROOT) + "0000000000";
  }

  private static Account.User user(String name, Instant created, List<Account.Key> keys) {
    return new Account.User(
        name, id(name), "/", created, true, keys, new Account.Expected("-", "-"));
  }

  private static Account.Key key(String name, Instant created, Instant used) {
    return new Account.Key("AKIA" + name.toUpperCase(Locale.ROOT), created, null, used);
  }

  /** Of an hour ago, so that it knows nothing of the young one. */
  private static String report() {
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

  private Optional<Throwable> run(String event) {
    return run(event, () -> 900_000);
  }

  /** How the invocation failed, if it did. */
  private Optional<Throwable> run(String event, IntSupplier remainingMillis) {
    return run(event, remainingMillis, clients -> clients);
  }

  private Optional<Throwable> run(
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

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C impatient(
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

  private static String schedule() {
    return Events.schedule("123456789012", NOW, Map.of(), "s3cr3t-result-token");
  }

  private static String change(String name) {
    return Events.change("123456789012", NOW, Map.of(), "s3cr3t-result-token", id(name), name);
  }

  private Map<String, String> sent() {
    return config.evaluations().stream()
        .collect(
            toMap(
                Evaluation::complianceResourceId,
                Evaluation::complianceTypeAsString,
                (first, again) -> again,
                TreeMap::new));
  }

  private static Map<String, String> allBut(String... names) {
    Map<String, String> others = new TreeMap<>(RIGHT);
    for (String name : names) assertThat(others.remove(id(name))).isNotNull();
    return others;
  }

  /** Faults that pass: the SDK tries again, up to six times. */
  enum Passing {
    THROTTLED_ONCE(1),
    THROTTLED_OFTEN(6),
    ERROR_500(1),
    ERROR_503(6),
    CONNECTION_RESET(1),
    CUT_OFF(1),
    HEADERS_ALONE(6),
    EMPTY(6),
    SILENT(1);

    private final int times;

    Passing(int times) {
      this.times = times;
    }

    private Answer answer(FakeAwsServer wire, String operation) {
      return switch (this) {
        case THROTTLED_ONCE, THROTTLED_OFTEN -> refusal(operation, 400, "Throttling", THROTTLED);
        case ERROR_500 -> Answer.of(500, "");
        case ERROR_503 -> Answer.of(503, "");
        case CONNECTION_RESET -> Answer.reset();
        case CUT_OFF -> cutOff(operation);
        case HEADERS_ALONE -> Answer.headersAlone();
        case EMPTY -> Answer.of(200, "");
        case SILENT -> wire.silence();
      };
    }
  }

  private static Answer refusal(String operation, int status, String code, String message) {
    return isOfConfig(operation)
        ? FakeAws.configError(status, code + "Exception", message)
        : FakeAws.iamError(status, code, message);
  }

  private static Answer cutOff(String operation) {
    return Answer.cutOff(isOfConfig(operation) ? "{\"Eval" : "<" + operation);
  }

  /** Short, where it is what the test waits for; everywhere else a busy machine is no fault. */
  private void expectSilence(boolean isExpected) {
    if (isExpected) patience = Duration.ofMillis(150);
  }

  private static boolean isOfConfig(String operation) {
    return List.of("PutEvaluations", "GetComplianceDetailsByConfigRule").contains(operation);
  }

  private static final List<String> OPERATIONS =
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

  static Stream<Arguments> passingFaults() {
    return OPERATIONS.stream()
        .flatMap(
            operation ->
                Arrays.stream(Passing.values()).map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void a_fault_that_passes_changes_no_result(String operation, Passing fault) {
    expectSilence(fault == Passing.SILENT);
    wire.failFirst(
        operation,
        IntStream.range(0, fault.times)
            .mapToObj(i -> fault.answer(wire, operation))
            .toArray(Answer[]::new));

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
    assertThat(wire.drain())
        .filteredOn(request -> request.operation().equals(operation))
        .as("it was met")
        .hasSizeGreaterThan(fault.times);
  }

  /** Faults that do not pass, and what the SDK's words for them hold. */
  enum Lasting {
    THROTTLED(FaultsTest.THROTTLED),
    ERROR_500("Status Code: 500"),
    ERROR_503("Status Code: 503"),
    CONNECTION_RESET("Unexpected end of file"),
    SILENT("Read timed out"),
    CUT_OFF(""),
    HEADERS_ALONE("The response of AWS ended early"),
    EMPTY("The response of AWS is empty"),
    FOREIGN(""),
    DENIED("Request ID: 11111111-2222-3333-4444-555555555555");

    private final String words;

    Lasting(String words) {
      this.words = words;
    }

    private Answer answer(FakeAwsServer wire, String operation) {
      return switch (this) {
        case THROTTLED -> refusal(operation, 400, "Throttling", FaultsTest.THROTTLED);
        case ERROR_500 -> Answer.of(500, "");
        case ERROR_503 -> Answer.of(503, "");
        case CONNECTION_RESET -> Answer.reset();
        case SILENT -> wire.silence();
        case CUT_OFF -> cutOff(operation);
        case HEADERS_ALONE -> Answer.headersAlone();
        case EMPTY -> Answer.of(200, "");
        case FOREIGN -> Answer.of(200, "text/html", "<html/>");
        case DENIED -> refusal(operation, isOfConfig(operation) ? 400 : 403, "AccessDenied", "no");
      };
    }
  }

  /** Of whom nothing is said when a call fails for good, and which call the error names. */
  private static final Map<String, List<String>> UNKNOWN_WITHOUT =
      Map.of(
          "GetComplianceDetailsByConfigRule", List.of("gone"),
          "ListUsers", List.of("clean", "used", "guilty", "young", "gone"),
          "PutEvaluations", List.of("clean", "used", "guilty", "young", "gone"),
          "ListAccessKeys", List.of("guilty", "young"),
          "GetLoginProfile", List.of("guilty", "young"),
          "GetAccessKeyLastUsed", List.of("guilty", "young"),
          "GetUser", List.of("young"));

  static Stream<Arguments> lastingFaults() {
    return UNKNOWN_WITHOUT.keySet().stream()
        .sorted()
        .flatMap(
            operation ->
                Arrays.stream(Lasting.values()).map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("lastingFaults")
  void a_fault_that_lasts_costs_the_results_that_rest_on_it_and_is_told(
      String operation, Lasting fault) {
    expectSilence(fault == Lasting.SILENT);
    wire.failAlways(operation, fault.answer(wire, operation));

    Optional<Throwable> failure = run(schedule());

    assertThat(sent()).isEqualTo(allBut(UNKNOWN_WITHOUT.get(operation).toArray(String[]::new)));
    assertThat(failure).get().isExactlyInstanceOf(IncompleteRunException.class);
    String service = isOfConfig(operation) ? "config" : "iam";
    assertThat(failure.orElseThrow().getMessage())
        .contains("%s:%s for ".formatted(service, operation))
        .contains(fault.words)
        .doesNotContain("s3cr3t");
    assertThat(log).hasSizeGreaterThan(1).noneMatch(line -> line.contains("s3cr3t"));
  }

  @ParameterizedTest
  @MethodSource("lastingFaultsOfTheReport")
  void without_a_report_everybody_is_asked_and_the_log_says_why(String operation, Lasting fault) {
    expectSilence(fault == Lasting.SILENT);
    wire.failAlways(operation, fault.answer(wire, operation));

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(log)
        .singleElement()
        .asString()
        .contains("\"RunsWithoutReport\":1", "\"report\":\"none: iam:" + operation, fault.words);
  }

  static Stream<Arguments> lastingFaultsOfTheReport() {
    return Stream.of("GenerateCredentialReport", "GetCredentialReport")
        .flatMap(
            operation ->
                Arrays.stream(Lasting.values()).map(fault -> Arguments.of(operation, fault)))
        .filter(row -> !List.of(row.get()).equals(A_STATE_THAT_IS_MISSING));
  }

  /** It only means that the report may not be ours. */
  private static final List<?> A_STATE_THAT_IS_MISSING =
      List.of("GenerateCredentialReport", Lasting.FOREIGN);

  @Test
  void a_report_whose_state_is_missing_is_taken_for_an_earlier_one() {
    wire.failAlways("GenerateCredentialReport", Answer.of(200, "text/xml", "<html/>"));

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(log).singleElement().asString().contains("\"report\":\"earlier, made ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GenerateCredentialReport | 409 | LimitExceeded                   | 0  | no
          GenerateCredentialReport | 500 | ServiceFailure                  | 0  | no
          GetCredentialReport      | 410 | ReportNotPresent                | 60 | not ready in time: no
          GetCredentialReport      | 410 | ReportExpired                   | 60 | not ready in time: no
          GetCredentialReport      | 404 | ReportInProgress                | 60 | not ready in time: no
          GetCredentialReport      | 500 | ServiceFailure                  | 0  | no
          """)
  void a_report_that_iam_does_not_give_is_waited_for_at_most_a_minute(
      String operation, int status, String code, int seconds, String words) {
    wire.failAlways(operation, FakeAws.iamError(status, code, "no"));

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(waits.stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(seconds);
    assertThat(log).singleElement().asString().contains("none: iam:" + operation, words);
  }

  @Test
  void a_report_that_is_ready_after_a_while_is_used() {
    Answer notYet = FakeAws.iamError(404, "ReportInProgress", "wait");
    wire.failFirst("GetCredentialReport", notYet, notYet);

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(log).singleElement().asString().contains("\"report\":\"earlier, made ");
  }

  static Stream<Arguments> strangeReports() {
    String whole = report();
    return Stream.of(
        Arguments.of("empty", "", "none: iam:GetCredentialReport"),
        Arguments.of("garbage", "\u0000\uFFFF<html>\"no report", "none: iam:GetCredentialReport"),
        Arguments.of(
            "its header alone", whole.lines().findFirst().orElseThrow(), "speaks of 0 users"),
        Arguments.of(
            "truncated in the middle of a row",
            whole.substring(0, whole.length() - 60),
            "speaks of 2 users"),
        Arguments.of(
            "truncated in the header", whole.substring(0, 40), "none: iam:GetCredentialReport"),
        Arguments.of("truncated within quotes", whole + "\n\"clean,arn", "speaks of 3 users"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangeReports")
  void a_report_that_is_not_whole_changes_no_result(String what, String csv, String said) {
    iam.withReport(ReportStateType.COMPLETE, NOW.minus(Duration.ofHours(1)), csv);

    assertThat(run(schedule())).as(what).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(log).singleElement().asString().contains(said);
  }

  @Test
  void half_a_roster_is_reported_and_nobody_is_cleared() throws IOException {
    iam.withPagesOf(3);
    answerFirst(
        request ->
            request.body().contains("Marker=")
                ? Optional.of(FakeAws.iamError(403, "AccessDenied", "no further"))
                : Optional.empty());

    Optional<Throwable> failure = run(schedule());

    assertThat(sent()).isEqualTo(allBut("young", "gone"));
    assertThat(failure)
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("iam:ListUsers for the users after the first 3: no further");
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", "no further");
  }

  @Test
  void stored_results_that_break_off_clear_nobody_though_the_first_pages_were_read()
      throws IOException {
    FakeConfig much =
        new FakeConfig(
            IntStream.range(0, 150)
                .mapToObj(i -> new Account.Stored(id("gone" + i), "COMPLIANT", "from earlier"))
                .toList());
    wire.close();
    FakeAws aws = new FakeAws(iam, much);
    wire =
        new FakeAwsServer(
            request ->
                request.body().contains("NextToken")
                    ? FakeAws.configError(400, "AccessDeniedException", "no further")
                    : aws.answer(request));

    Optional<Throwable> failure = run(schedule());

    assertThat(much.evaluations())
        .extracting(Evaluation::complianceTypeAsString)
        .containsExactlyInAnyOrder("COMPLIANT", "COMPLIANT", "NON_COMPLIANT", "NON_COMPLIANT");
    assertThat(failure.orElseThrow().getMessage())
        .contains("config:GetComplianceDetailsByConfigRule for rule ", "no further");
  }

  /** Some requests are answered otherwise. */
  private void answerFirst(Function<Sent, Optional<Answer>> otherwise) throws IOException {
    wire.close();
    FakeAws aws = new FakeAws(iam, config);
    wire =
        new FakeAwsServer(request -> otherwise.apply(request).orElseGet(() -> aws.answer(request)));
  }

  @ParameterizedTest
  @CsvSource({
    "ListAccessKeys young, user young",
    "GetLoginProfile young, user young",
    "GetAccessKeyLastUsed AKIAYOUNG, key AKIAYOUNG of user young",
    "GetUser young, user young"
  })
  void a_user_that_cannot_be_read_costs_its_own_result_alone(String call, String subject) {
    iam.instead(
        call,
        () -> {
          throw IamException.builder().statusCode(403).message("not this one").build();
        });

    Optional<Throwable> failure = run(schedule());

    assertThat(sent()).isEqualTo(allBut("young"));
    assertThat(failure.orElseThrow().getMessage())
        .startsWith(
            "1 failed, and all that this leaves is reported: iam:%s for %s (%s): not this one"
                .formatted(call.substring(0, call.indexOf(' ')), subject, id("young")));
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", id("young"));
  }

  @Test
  void a_user_that_goes_in_the_middle_is_told_as_gone() {
    iam.before("ListAccessKeys guilty", () -> iam.remove("guilty"));

    assertThat(run(schedule())).isEmpty();

    Map<String, String> expected = new TreeMap<>(RIGHT);
    expected.put(id("guilty"), "NOT_APPLICABLE");
    assertThat(sent()).isEqualTo(expected);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
  }

  @Test
  void a_user_that_is_made_again_in_the_middle_inherits_no_guilt() {
    Account.User again =
        new Account.User(
            "young",
            "AIDAAGAIN00000000000",
            "/",
            NOW,
            true,
            List.of(key("again", NOW, null)),
            new Account.Expected("-", "-"));
    iam.before("ListAccessKeys young", () -> iam.add(again));

    assertThat(run(schedule())).isEmpty();

    Map<String, String> expected = new TreeMap<>(RIGHT);
    expected.put(id("young"), "NOT_APPLICABLE");
    expected.put(again.id(), "NON_COMPLIANT");
    assertThat(sent()).as("the new one has its own").isEqualTo(expected);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, no",
    "InvalidResultTokenException, The result token s3cr3t-result-token is invalid",
    "NoSuchConfigRuleException, no such rule"
  })
  void evaluations_that_are_refused_are_named_and_the_token_is_not(String code, String words) {
    wire.failAlways("PutEvaluations", FakeAws.configError(400, code, words));

    Optional<Throwable> failure = run(schedule());

    assertThat(sent()).isEmpty();
    assertThat(failure.orElseThrow().getMessage())
        .contains("config:PutEvaluations for " + id("clean"))
        .contains("Request ID: 11111111-2222-3333-4444-555555555555")
        .doesNotContain("s3cr3t");
    assertThat(log).hasSize(3).noneMatch(line -> line.contains("s3cr3t"));
  }

  @Test
  void evaluations_that_fail_once_are_sent_again() {
    boolean[] failed = new boolean[1];
    config.failing(
        batch -> {
          if (failed[0]) return List.of();
          failed[0] = true;
          return batch.subList(0, 2);
        });

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(4, 2, 1);
    assertThat(log).singleElement().asString().contains("\"sent\":5,", "\"failures\":0");
  }

  @Test
  void evaluations_that_always_fail_are_named() {
    config.failing(
        batch ->
            batch.stream()
                .filter(evaluation -> evaluation.complianceResourceId().equals(id("used")))
                .toList());

    Optional<Throwable> failure = run(schedule());

    assertThat(failure).get().isExactlyInstanceOf(IncompleteRunException.class);
    assertThat(failure.orElseThrow().getMessage())
        .contains(
            "config:PutEvaluations for %s: not taken in 3 attempts (Request ID: %s)"
                .formatted(id("used"), FakeAws.REQUEST_ID));
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(4, 1, 1, 1);
    assertThat(log.getFirst()).contains("\"sent\":4");
  }

  @Test
  void near_the_deadline_what_is_known_is_reported() {
    Optional<Throwable> failure =
        run(schedule(), () -> iam.calls().contains("ListUsers") ? 60_000 : 900_000);

    assertThat(sent()).isEqualTo(allBut("guilty", "young", "gone"));
    assertThat(failure.orElseThrow().getMessage())
        .contains("2 users are left: the deadline came near")
        .contains("iam:ListUsers for the users after the first 0: the deadline came near");
    assertThat(log).hasSize(3).first().asString().contains("\"UndecidedUsers\":2");
  }

  @Test
  void the_line_of_counts_counts_every_request_and_what_came_of_it() {
    Iterator<Instant> ticks = Stream.iterate(NOW, tick -> tick.plusMillis(700)).iterator();
    clock = ticks::next;
    wire.failFirst("ListUsers", refusal("ListUsers", 400, "Throttling", THROTTLED));

    assertThat(run(schedule())).isEmpty();

    assertThat(log)
        .singleElement()
        .asString()
        .endsWith(
            "\"RuleName\":\"%s\",\"UsersEvaluated\":4,\"NonCompliantUsers\":2,\"UndecidedUsers\":0,"
                    .formatted(Events.RULE_NAME)
                + "\"RunsWithoutReport\":0,\"ApiCallCounter\":15,\"account\":\"123456789012\","
                + "\"trigger\":\"Schedule\",\"decided\":{\"COMPLIANT\":2,\"NON_COMPLIANT\":2,"
                + "\"NOT_APPLICABLE\":1},\"sent\":5,\"report\":\"earlier, made"
                + " 2026-01-15T11:00:00Z, speaks of 3 users\",\"failures\":0,"
                + "\"awsCallsByOperation\":{\"GenerateCredentialReport\":1,"
                + "\"GetAccessKeyLastUsed\":2,\"GetComplianceDetailsByConfigRule\":1,"
                + "\"GetCredentialReport\":1,\"GetLoginProfile\":2,\"GetUser\":1,"
                + "\"ListAccessKeys\":2,\"ListUsers\":3,\"PutEvaluations\":2},\"liveReads\":7,"
                + "\"durationMillis\":1400,\"requestId\":\"request-1\"}");
  }

  @Test
  void what_an_invocation_that_was_cut_off_has_asked_is_not_counted_again() {
    assertThat(
            run(
                change("clean"),
                () -> 900_000,
                clients -> {
                  clients.iam().getUser(it -> it.userName("clean"));
                  throw new IllegalStateException("cut off");
                }))
        .isPresent();
    log.clear();

    assertThat(run(change("clean"))).isEmpty();

    assertThat(log).singleElement().asString().contains("\"ApiCallCounter\":3");
  }

  /** Eight wait for each other; a ninth that came before one of them is answered would be seen. */
  @Test
  void eight_users_are_asked_about_at_once_and_no_more() throws IOException {
    IntStream.range(0, 40)
        .mapToObj(i -> user("u" + i, LONG_AGO, List.of(key("u" + i, LONG_AGO, null))))
        .forEach(iam::add);
    CountDownLatch eight = new CountDownLatch(8);
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    answerFirst(
        request -> {
          if (!request.operation().equals("ListAccessKeys")) return Optional.empty();
          most.accumulateAndGet(under.incrementAndGet(), Math::max);
          eight.countDown();
          awaitAtMost(eight);
          under.decrementAndGet();
          return Optional.empty();
        });

    assertThat(run(schedule())).isEmpty();

    assertThat(most).hasValue(8);
  }

  private static void awaitAtMost(CountDownLatch latch) {
    try {
      assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_change_whose_evaluation_is_refused_fails_in_words() {
    wire.failAlways("PutEvaluations", FakeAws.configError(400, "AccessDeniedException", "no"));

    Optional<Throwable> failure = run(change("guilty"));

    assertThat(failure.orElseThrow().getMessage())
        .contains("config:PutEvaluations for " + id("guilty"), FakeAws.REQUEST_ID);
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", id("guilty"));
  }

  @ParameterizedTest
  @CsvSource({"GetUser", "ListAccessKeys", "GetLoginProfile", "GetAccessKeyLastUsed"})
  void a_change_whose_user_cannot_be_read_reports_nothing(String operation) {
    wire.failAlways(operation, FakeAws.iamError(403, "AccessDenied", "no"));

    Optional<Throwable> failure = run(change("guilty"));

    assertThat(config.requests()).isEmpty();
    assertThat(failure.orElseThrow().getMessage()).contains("iam:%s for ".formatted(operation));
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", operation);
  }

  @Test
  void the_functions_own_patience_is_a_minute_and_seven_tries() {
    ClientOverrideConfiguration configuration =
        AwsClients.configured(
                IamClient.builder(), AnonymousCredentialsProvider.create(), new ApiCallCounter())
            .overrideConfiguration();

    assertThat(configuration.apiCallTimeout()).contains(Duration.ofSeconds(60));
    assertThat(configuration.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(7);
    assertThat(AwsClients.HTTP_TIMEOUTS.get(SdkHttpConfigurationOption.CONNECTION_TIMEOUT))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(AwsClients.HTTP_TIMEOUTS.get(SdkHttpConfigurationOption.READ_TIMEOUT))
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void many_throttled_users_do_not_use_up_the_tries_of_others() throws IOException {
    List<Account.User> users =
        IntStream.range(0, 200)
            .mapToObj(i -> user("u" + i, LONG_AGO, List.of(key("u" + i, LONG_AGO, null))))
            .toList();
    users.forEach(iam::add);
    Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
    answerFirst(
        request -> {
          if (!request.operation().equals("ListAccessKeys")) return Optional.empty();
          int before =
              tries.computeIfAbsent(request.body(), it -> new AtomicInteger()).getAndIncrement();
          return before < 6
              ? Optional.of(FakeAws.iamError(400, "Throttling", THROTTLED))
              : Optional.empty();
        });

    Optional<Throwable> failure = run(schedule());

    assertThat(failure).isEmpty();
    assertThat(tries).hasSize(202).allSatisfy((user, count) -> assertThat(count).hasValue(7));
    assertThat(sent()).hasSize(205);
  }
}
