package initialkeys.endtoend;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.decision.InvalidInputException;
import initialkeys.lambda.RuleHandler;
import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.MotoAws;
import initialkeys.simulation.process.MotoServer;
import initialkeys.simulation.process.PackagedFunction;
import initialkeys.simulation.process.PackagedFunction.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** One scheduled run and changes of users against the IAM and AWS Config of moto. */
class EndToEndIT {

  private static final String ACCOUNT = "123456789012";
  private static final String DELETED = "AIDADELETEDDELETED00";
  private static final String COMPLIANT_ANNOTATION =
      "No unused access key created within 5 min of the user, or no console password.";
  private static final Map<String, String> PARAMETERS = Map.of("exemptUsers", "break-glass-*");

  private static final Path LOADED_CLASSES =
      Path.of("target", "end-to-end", "classes.log").toAbsolutePath();

  private static final List<AutoCloseable> resources = new ArrayList<>();
  private static final Map<String, String> expected = new HashMap<>();
  private static FakeAwsServer server;
  private static PackagedFunction function;
  private static MotoUsers users;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        MotoServer.command().isPresent(), "moto_server is not installed: " + MotoServer.INSTALL);
    Path logs = Files.createDirectories(Path.of("target", "end-to-end"));
    MotoServer moto =
        closeAtEnd(MotoServer.start(MotoServer.command().get(), logs.resolve("moto.log")));
    users = closeAtEnd(new MotoUsers(moto.address()));
    createUsers();
    MotoAws aws = closeAtEnd(new MotoAws(moto.address()));
    aws.store(Stream.concat(Stream.of(DELETED), users.ids()).toList());
    server = closeAtEnd(new FakeAwsServer(aws));
    function =
        closeAtEnd(
            new PackagedFunction(
                Path.of("target", "rule.jar"),
                RuleHandler.class.getName(),
                Map.of(
                    "AWS_ENDPOINT_URL", server.address().toString(),
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "AKIAFUNCTION00000000",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_SESSION_TOKEN", "session",
                    "JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + LOADED_CLASSES),
                logs.resolve("function.log")));
  }

  private static <T extends AutoCloseable> T closeAtEnd(T resource) {
    resources.addFirst(resource);
    return resource;
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable resource : resources) resource.close();
  }

  /** Creates users, passwords and keys in moto; every key is created with its user. */
  private static void createUsers() {
    users.create("no-key", true, 0);
    expected.put("no-key", "COMPLIANT " + COMPLIANT_ANNOTATION);
    users.create("no-password", false, 1);
    expected.put("no-password", "COMPLIANT " + COMPLIANT_ANNOTATION);
    users.create("break-glass-1", true, 1);
    expected.put("break-glass-1", "COMPLIANT Exempt by the rule parameter exemptUsers.");

    AccessKey used = users.create("used", true, 1).getFirst();
    users.use(used);
    expected.put("used", "COMPLIANT " + COMPLIANT_ANNOTATION);

    expected.put(
        "unused", "NON_COMPLIANT " + deleteAnnotation("unused", users.create("unused", true, 1)));
    expected.put(
        "comma,name",
        "NON_COMPLIANT " + deleteAnnotation("comma,name", users.create("comma,name", true, 1)));

    List<AccessKey> two = users.create("one-of-two-used", true, 2);
    users.use(two.getFirst());
    expected.put(
        "one-of-two-used",
        "NON_COMPLIANT " + deleteAnnotation("one-of-two-used", two.subList(1, 2)));

    List<AccessKey> inactive = users.create("inactive", true, 1);
    users
        .iam()
        .updateAccessKey(
            update ->
                update
                    .userName("inactive")
                    .accessKeyId(inactive.getFirst().accessKeyId())
                    .status("Inactive"));
    expected.put("inactive", "NON_COMPLIANT " + deleteAnnotation("inactive", inactive));
  }

  private static String deleteAnnotation(String name, List<AccessKey> keys) {
    return "User %s: delete access key %s: created in the same second as the user, never used."
        .formatted(name, keys.getFirst().accessKeyId());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @BeforeEach
  void discardRequests() {
    server.takeRequests();
  }

  /** So the time of a start is as if they did not exist. */
  @Test
  void classesOfServicesThatAreOffAreNotLoaded() throws Exception {
    function.invoke(Events.schedule(ACCOUNT, now(), PARAMETERS, "TESTMODE"));
    String id = users.ids().findFirst().orElseThrow();
    function.invoke(Events.change(ACCOUNT, now(), PARAMETERS, "TESTMODE", id, "no-key"));
    assertThat(Files.readString(LOADED_CLASSES))
        .contains("initialkeys.run.ScheduledRun ", "initialkeys.config.ConfigSender ")
        .doesNotContain("initialkeys.securityhub.", "initialkeys.processcheck.");
  }

  @Test
  void scheduledRunEvaluatesEveryUserAndClearsTheDeletedOne() throws Exception {
    Instant now = now();
    Result result = function.invoke(Events.schedule(ACCOUNT, now, PARAMETERS, "TESTMODE"));

    assertThat(result.isSuccess()).as(result.body()).isTrue();
    List<RecordedRequest> requests = server.takeRequests();
    Map<String, String> all = new HashMap<>();
    expected.forEach((name, evaluation) -> all.put(users.id(name), evaluation));
    all.put(DELETED, "NOT_APPLICABLE The user is deleted.");
    assertThat(evaluations(requests)).isEqualTo(all);
    assertThat(putRequests(requests)).hasSize(2).allSatisfy(put -> assertIsTestOf(put, now));
    assertThat(function.logLines().getLast())
        .contains("\"UsersEvaluated\":8,\"NonCompliantUsers\":4,\"UsersNotEvaluated\":0")
        .contains("\"RunsWithoutCredentialReport\":0")
        .contains("\"ApiCalls\":%s".formatted(requests.size()));
  }

  private static void assertIsTestOf(JsonNode put, Instant now) {
    assertThat(put.get("TestMode").booleanValue()).isTrue();
    assertThat(put.get("ResultToken").textValue()).isEqualTo("TESTMODE");
    JsonNode first = put.get("Evaluations").get(0);
    assertThat(first.get("ComplianceResourceType").textValue()).isEqualTo("AWS::IAM::User");
    assertThat(first.get("OrderingTimestamp").decimalValue().movePointRight(3).longValueExact())
        .isEqualTo(now.toEpochMilli());
  }

  @Test
  void changeEvaluatesItsUserAlone() throws Exception {
    Result result = function.invoke(change("comma,name"));

    assertThat(result.isSuccess()).as(result.body()).isTrue();
    List<RecordedRequest> requests = server.takeRequests();
    assertThat(evaluations(requests))
        .isEqualTo(Map.of(users.id("comma,name"), expected.get("comma,name")));
    assertThat(requests)
        .extracting(RecordedRequest::operation)
        .containsExactly(
            "GetUser",
            "ListAccessKeys",
            "GetLoginProfile",
            "GetAccessKeyLastUsed",
            "GetUser",
            "PutEvaluations");
  }

  private static String change(String name) {
    return Events.change(ACCOUNT, now(), PARAMETERS, "TESTMODE", users.id(name), name);
  }

  @Test
  void throttlingAndServerErrorsAreRetried() throws Exception {
    Response throttled =
        Response.of(
            400,
            "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>"
                + "<Message>Rate exceeded</Message></Error></ErrorResponse>");
    server.failFirst("ListUsers", throttled);
    server.failFirst("GetLoginProfile", throttled, Response.of(503, ""));
    server.failFirst("ListAccessKeys", Response.of(500, ""));
    server.failFirst("PutEvaluations", Response.of(400, "{\"__type\":\"ThrottlingException\"}"));
    server.failFirst("GetComplianceDetailsByConfigRule", Response.of(503, ""));

    Result result = function.invoke(Events.schedule(ACCOUNT, now(), PARAMETERS, "TESTMODE"));

    assertThat(result.isSuccess()).as(result.body()).isTrue();
    List<RecordedRequest> requests = server.takeRequests();
    assertThat(evaluations(requests)).hasSize(expected.size() + 1);
    assertThat(requests)
        .as("throttled, successful, and again before a result is cleared")
        .filteredOn(it -> it.operation().equals("ListUsers"))
        .hasSize(3);
    assertThat(putRequests(requests))
        .as("throttled, successful, and the cleared result")
        .hasSize(3);
  }

  @Test
  void deniedCallFailsTheInvocationAndAffectsNoOtherUser() throws Exception {
    server.failFirst(
        "GetAccessKeyLastUsed",
        Response.of(
            403,
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                + "<Message>an SCP says no</Message></Error>"
                + "<RequestId>request-of-iam</RequestId></ErrorResponse>"));

    Result result = function.invoke(Events.schedule(ACCOUNT, now(), PARAMETERS, "TESTMODE"));

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.body())
        .contains(IncompleteRunException.class.getName())
        .contains(
            "1 failure; all other results were sent. The log of the function has a line for each"
                + " (request id request-1).")
        .doesNotContain("AKIA", "AIDA", "an SCP says no", "request-of-iam");
    assertThat(function.logLines().getLast())
        .contains("iam:GetAccessKeyLastUsed for key AKIA", "an SCP says no", "request-of-iam");
    assertThat(evaluations(server.takeRequests())).hasSize(expected.size());
  }

  @Test
  void invalidEventFailsTheInvocationAndSendsNothing() throws Exception {
    Result result =
        function.invoke(
            Events.schedule(ACCOUNT, now(), Map.of("creationWindowMinutes", "0"), "s3cr3t"));

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.body())
        .contains(IncompleteRunException.class.getName())
        .contains("InvalidInputException: the run was aborted.")
        .doesNotContain("creationWindowMinutes");
    assertThat(function.logLines().getLast())
        .contains(
            InvalidInputException.class.getName(),
            "Rule parameter creationWindowMinutes is '0'; it must be a whole number from 1 to 1440,"
                + " as text.");
    assertThat(server.takeRequests()).isEmpty();
    assertThat(function.output()).doesNotContain("s3cr3t");
  }

  private static List<JsonNode> putRequests(List<RecordedRequest> requests) {
    return requests.stream()
        .filter(it -> it.operation().equals("PutEvaluations"))
        .map(it -> Fixtures.tree(it.body()))
        .toList();
  }

  private static Map<String, String> evaluations(List<RecordedRequest> requests) {
    return putRequests(requests).stream()
        .flatMap(put -> put.get("Evaluations").valueStream())
        .collect(
            toMap(
                it -> it.get("ComplianceResourceId").textValue(),
                it -> it.get("ComplianceType").textValue() + " " + it.get("Annotation").textValue(),
                (first, again) -> again));
  }
}
