package initialkeys.lambda;

import static initialkeys.simulation.account.UserBuilder.CREATED;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.FunctionEnvironment;
import initialkeys.run.Deadline;
import initialkeys.run.IncompleteRunException;
import initialkeys.run.RunContext;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeOrganization;
import initialkeys.simulation.process.InvocationContext;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * The function as Lambda constructs it, with its own clients, clock and log. Only the environment
 * and the endpoint of AWS are the test's.
 */
class RuleHandlerTest {

  private static final String OWN = "123456789012";
  private static final String MEMBER = "222222222222";
  private static final String OWN_KEY = "AKIAFUNCTION00000000";
  private static final Instant NOTIFIED = Instant.parse("2026-01-15T12:00:00Z");
  private static final Map<String, String> ORGANIZATION =
      Map.of(
          FunctionEnvironment.MEMBER_ROLE_NAME, "member-role",
          FunctionEnvironment.RULE_NAME, "deployed-name");

  private final FakeIam iam = new FakeIam(List.of(withUnusedKey("flagged"), withoutKeys("ann")));
  private final FakeConfig config = new FakeConfig(List.of());
  private final FakeOrganization organization =
      new FakeOrganization(OWN_KEY, OWN, Map.of(OWN, new FakeAws(iam, config)));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream standardOutput = System.out;
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(organization);
    System.setProperty("aws.region", "eu-west-1");
    System.setProperty("aws.endpointUrl", server.address().toString());
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    System.setOut(standardOutput);
    System.clearProperty("aws.region");
    System.clearProperty("aws.endpointUrl");
    server.close();
  }

  private static RuleHandler function(Map<String, String> environment) {
    return new RuleHandler(
        environment,
        StaticCredentialsProvider.create(AwsBasicCredentials.create(OWN_KEY, "secret")));
  }

  private static void invoke(RuleHandler function, String event) {
    invoke(function, event, () -> 900_000);
  }

  private static void invoke(RuleHandler function, String event, IntSupplier remainingMillis) {
    function.handleRequest(
        Events.stream(event),
        OutputStream.nullOutputStream(),
        new InvocationContext("request-1", remainingMillis));
  }

  private static String schedule(String accountId) {
    return Events.schedule(accountId, NOTIFIED, Map.of(), "s3cr3t");
  }

  private List<String> log() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void flaggedUserIsNonCompliantAndTheCountsAreLogged() {
    invoke(function(Map.of()), schedule(OWN));

    assertThat(config.currentEvaluation(idOf("flagged")).complianceTypeAsString())
        .isEqualTo("NON_COMPLIANT");
    assertThat(config.currentEvaluation(idOf("ann")).complianceTypeAsString())
        .isEqualTo("COMPLIANT");
    assertThat(log())
        .singleElement()
        .asString()
        .contains("\"RuleName\":\"%s\"".formatted(Events.RULE_NAME), "\"requestId\":\"request-1\"");
  }

  /**
   * IAM says that it generates a credential report, and still gives the old one, in which the user
   * has no password. Only with the right time is it known to be old. It is awaited until half of
   * the time is used up, which here is at once.
   */
  @Test
  void earlierCredentialReportClearsNoUser() {
    Account.User before =
        named("flagged").password(false).keys(withUnusedKey("flagged").keys()).build();
    iam.withCredentialReport(
        ReportStateType.STARTED,
        CREATED.plus(Duration.ofMinutes(1)),
        CredentialReportCsv.of(List.of(before), List.of(), new Random(0)));

    invoke(
        function(Map.of()),
        schedule(OWN),
        () -> iam.calls().contains("GetCredentialReport") ? 300_000 : 900_000);

    assertThat(config.currentEvaluation(idOf("flagged")).complianceTypeAsString())
        .isEqualTo("NON_COMPLIANT");
  }

  /**
   * IAM gives the old credential report, in which the user has no password, until just before the
   * function's first wait is over. The only test that waits: one second.
   */
  @Test
  void freshCredentialReportIsAwaited() {
    Account.User before =
        named("flagged").password(false).keys(withUnusedKey("flagged").keys()).build();
    AtomicLong firstRequest = new AtomicLong();
    iam.before(
        "GetCredentialReport",
        () -> {
          firstRequest.compareAndSet(0, System.nanoTime());
          boolean isReady = System.nanoTime() - firstRequest.get() > 900_000_000;
          iam.withCredentialReport(
              ReportStateType.STARTED,
              isReady ? Instant.now() : Instant.now().minus(Duration.ofHours(1)),
              CredentialReportCsv.of(
                  List.of(isReady ? withUnusedKey("flagged") : before), List.of(), new Random(0)));
        });
    iam.withCredentialReport(ReportStateType.STARTED, Instant.EPOCH, "");

    invoke(function(Map.of()), schedule(OWN));

    assertThat(config.currentEvaluation(idOf("flagged")).complianceTypeAsString())
        .isEqualTo("NON_COMPLIANT");
    assertThat(log())
        .singleElement()
        .asString()
        .contains("\"credentialReport\":{\"status\":\"FRESH\"", "\"GetCredentialReport\":2");
  }

  @Test
  void timeIsThatOfTheMachineAndWaitsLast() {
    RunContext context = RuleHandler.systemContext(new Deadline(() -> 0));
    assertThat(context.clock()).isEqualTo(InstantSource.system());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> context.sleeper().sleep(Duration.ofSeconds(1)))
        .as("a wait that can be interrupted is one")
        .isExactlyInstanceOf(InterruptedException.class);
  }

  @Test
  void callsOfAnAbortedInvocationAreNotCountedLater() {
    RuleHandler function = function(ORGANIZATION);
    organization.removeRoleFrom(MEMBER);
    assertThatThrownBy(() -> invoke(function, schedule(MEMBER)))
        .isExactlyInstanceOf(IncompleteRunException.class);
    assertThat(server.takeRequests())
        .extracting(RecordedRequest::operation)
        .containsExactly("AssumeRole");

    invoke(function, schedule(OWN));

    assertThat(log()).hasSize(2).last().asString().doesNotContain("AssumeRole");
    assertThat(log().getLast()).contains("\"ListUsers\":1");
  }

  @Test
  void warningIsLoggedAndDoesNotFailTheRun() {
    server.failAlways(
        "DescribeConfigRules", FakeAws.configError(400, "AccessDeniedException", "denied"));
    invoke(function(Map.of(FunctionEnvironment.ANSWER_PROCESS_CHECKS, "true")), schedule(OWN));
    assertThat(log())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("{\"level\":\"WARN\",\"message\":\"config:DescribeConfigRules for account");
  }

  @Test
  void metricsInAnOrganizationHaveTheDeployedName() {
    invoke(function(ORGANIZATION), schedule(OWN));
    assertThat(log()).singleElement().asString().contains("\"RuleName\":\"deployed-name\"");
  }

  /** Each & in a path is an entity reference, in Path and in Arn (the parser's limit: 100,000). */
  @ParameterizedTest
  @ValueSource(ints = {99, 1000})
  void usersWithManyAmpersandsInTheirPathsAreEvaluated(int users) throws IOException {
    String path = "/" + "&".repeat(510) + "/";
    FakeIam many =
        new FakeIam(
            IntStream.range(0, users)
                .mapToObj(i -> i == users - 1 ? withUnusedKey("flagged") : withoutKeys("u" + i))
                .map(user -> withPath(user, path))
                .toList());
    server.close();
    server = new FakeAwsServer(new FakeAws(many, config));
    System.setProperty("aws.endpointUrl", server.address().toString());

    invoke(function(Map.of()), schedule(OWN));

    assertThat(config.evaluations())
        .extracting(Evaluation::complianceResourceId)
        .hasSize(users)
        .doesNotHaveDuplicates();
    assertThat(config.currentEvaluation(idOf("flagged")).complianceTypeAsString())
        .isEqualTo("NON_COMPLIANT");
    assertThat(many.calls()).as("one page").containsOnlyOnce("ListUsers");
  }

  private static Account.User withPath(Account.User user, String path) {
    return new Account.User(
        user.name(),
        user.id(),
        path,
        user.created(),
        user.password(),
        user.keys(),
        user.expected());
  }

  private static IamException denied() {
    return (IamException)
        IamException.builder().statusCode(403).message("flagged is denied by an SCP").build();
  }

  /** All that Lambda and X-Ray can keep of it: with every cause and every suppressed exception. */
  private static String textOf(Throwable left) {
    StringWriter text = new StringWriter();
    left.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  static Stream<String> detailsOfFailures() {
    return Stream.of("ListUsers", "ListAccessKeys flagged", "GetAccessKeyLastUsed AKIAFLAGGED");
  }

  @ParameterizedTest
  @MethodSource("detailsOfFailures")
  void exceptionOfAFailedRunNamesNoUserOrKey(String call) {
    iam.instead(
        call,
        () -> {
          throw denied();
        });

    Throwable left = catchThrowable(() -> invoke(function(Map.of()), schedule(OWN)));

    assertThat(left)
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessage(
            "1 failure; all other results were sent. The log of the function has a line for each"
                + " (request id request-1).");
    assertThat(textOf(left)).doesNotContain("flagged", "AKIA", "AIDA", "denied", OWN, "s3cr3t");
    assertThat(log()).last().asString().contains("\"level\":\"ERROR\"", "denied by an SCP");
  }

  @Test
  void exceptionOfARejectedEventHasNoValue() {
    String event = Events.schedule(OWN, NOTIFIED, Map.of("exemptUsers", "/break-glass"), "s3cr3t");

    Throwable left = catchThrowable(() -> invoke(function(Map.of()), event));

    assertThat(left)
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessage(
            "InvalidInputException: the run was aborted. The log of the function has the details"
                + " (request id request-1).");
    assertThat(textOf(left)).doesNotContain("break-glass", "exemptUsers", "s3cr3t");
    assertThat(log()).singleElement().asString().contains("exemptUsers", "/break-glass");
    assertThat(server.takeRequests()).isEmpty();
  }

  @Test
  void exceptionOfARoleNotAssumedHasNoAccount() {
    organization.removeRoleFrom(MEMBER);

    Throwable left = catchThrowable(() -> invoke(function(ORGANIZATION), schedule(MEMBER)));

    assertThat(left).hasMessageStartingWith("AssumeRoleException: the run was aborted.");
    assertThat(textOf(left)).doesNotContain(MEMBER, "member-role", "not authorized");
    assertThat(log())
        .singleElement()
        .asString()
        .contains("arn:aws:iam::%s:role/member-role".formatted(MEMBER), "deployed-name");
  }

  static Stream<AccountClients.Provider> unforeseenFailures() {
    IamException denied =
        (IamException)
            IamException.builder().message("arn:aws:iam::%s:user/flagged".formatted(OWN)).build();
    denied.addSuppressed(new IllegalStateException("user flagged"));
    return Stream.of(
        (accountId, function) -> {
          throw denied;
        },
        (accountId, function) -> {
          throw new IllegalStateException("user flagged of " + accountId, denied);
        });
  }

  @ParameterizedTest
  @MethodSource("unforeseenFailures")
  void exceptionOfAnUnforeseenFailureHasItsKindAlone(AccountClients.Provider accounts) {
    assertLeavesWithoutDetails(
        accounts, deadline -> new RunContext(deadline, InstantSource.system(), Thread::sleep));
  }

  @Test
  void exceptionOutsideTheRunHasItsKindAlone() {
    assertLeavesWithoutDetails(
        (accountId, function) -> new AccountClients(iam, config),
        deadline -> {
          throw new IllegalStateException("user flagged");
        });
  }

  private static void assertLeavesWithoutDetails(
      AccountClients.Provider accounts, Function<Deadline, RunContext> runContext) {
    List<String> lines = new ArrayList<>();
    RuleHandler function =
        new RuleHandler(accounts, Optional.empty(), new ApiCallCounter(), runContext, lines::add);

    Throwable left = catchThrowable(() -> invoke(function, schedule(OWN)));

    assertThat(left)
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessageMatching(
            "(Iam|IllegalState)Exception: the run was aborted\\. The log of the function has the"
                + " details \\(request id request-1\\)\\.");
    assertThat(textOf(left)).doesNotContain("flagged", "arn:", OWN);
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("user", "flagged", "\"account\":\"%s\"".formatted(OWN));
  }
}
