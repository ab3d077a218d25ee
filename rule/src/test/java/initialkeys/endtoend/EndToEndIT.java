package initialkeys.endtoend;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeAwsServer;
import initialkeys.simulation.FakeAwsServer.Answer;
import initialkeys.simulation.FakeAwsServer.Sent;
import initialkeys.simulation.Fixtures;
import initialkeys.simulation.PackagedFunction;
import initialkeys.simulation.PackagedFunction.Ending;
import java.net.URI;
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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

class EndToEndIT {

  private static final String ACCOUNT = "123456789012";
  private static final String GONE = "AIDAGONEGONEGONEGONE";
  private static final String CLEAR =
      "No unused access key made within 5 min of the user, or no console password.";
  private static final Map<String, String> PARAMETERS = Map.of("exemptUsers", "break-glass-*");

  private static final List<AutoCloseable> opened = new ArrayList<>();
  private static final Map<String, String> ids = new HashMap<>();
  private static final Map<String, String> expected = new HashMap<>();
  private static FakeAwsServer wire;
  private static PackagedFunction function;
  private static IamClient iam;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(MotoServer.command().isPresent(), "moto_server is not there: " + MotoServer.INSTALL);
    Path logs = Files.createDirectories(Path.of("target", "end-to-end"));
    MotoServer moto =
        opened(MotoServer.start(MotoServer.command().get(), logs.resolve("moto.log")));
    iam = opened(iam(moto.address(), "AKIAADMINISTRATOR000"));
    makeUsers(moto.address());
    MotoAws aws = opened(new MotoAws(moto.address()));
    aws.hold(Stream.concat(Stream.of(GONE), ids.values().stream()).toList());
    wire = opened(new FakeAwsServer(aws));
    function =
        opened(
            new PackagedFunction(
                Path.of("target", "rule.jar"),
                "initialkeys.RuleHandler",
                Map.of(
                    "AWS_ENDPOINT_URL", wire.address().toString(),
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "AKIAFUNCTION00000000",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_SESSION_TOKEN", "session"),
                logs.resolve("function.log")));
  }

  private static <T extends AutoCloseable> T opened(T resource) {
    opened.addFirst(resource);
    return resource;
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable resource : opened) resource.close();
  }

  private static IamClient iam(URI moto, String accessKeyId) {
    return IamClient.builder()
        .endpointOverride(moto)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "secret")))
        .build();
  }

  /** Real users, passwords and keys, made through moto's IAM: every key with its user. */
  private static void makeUsers(URI moto) {
    make("no-key", true, 0);
    expected.put("no-key", "COMPLIANT " + CLEAR);
    make("no-password", false, 1);
    expected.put("no-password", "COMPLIANT " + CLEAR);
    make("break-glass-1", true, 1);
    expected.put("break-glass-1", "COMPLIANT Exempt by the rule parameter exemptUsers.");

    AccessKey used = make("used", true, 1).getFirst();
    use(moto, used);
    expected.put("used", "COMPLIANT " + CLEAR);

    expected.put("guilty", "NON_COMPLIANT " + delete(make("guilty", true, 1)));
    expected.put("comma,name", "NON_COMPLIANT " + delete(make("comma,name", true, 1)));

    List<AccessKey> two = make("one-of-two-used", true, 2);
    use(moto, two.getFirst());
    expected.put("one-of-two-used", "NON_COMPLIANT " + delete(two.subList(1, 2)));

    List<AccessKey> inactive = make("inactive", true, 1);
    iam.updateAccessKey(
        update ->
            update
                .userName("inactive")
                .accessKeyId(inactive.getFirst().accessKeyId())
                .status("Inactive"));
    expected.put("inactive", "NON_COMPLIANT " + delete(inactive));
  }

  private static List<AccessKey> make(String name, boolean password, int keys) {
    String id = iam.createUser(user -> user.userName(name)).user().userId();
    ids.put(name, MotoAws.idOfAws(id));
    if (password) iam.createLoginProfile(login -> login.userName(name).password("C0rrect-horse"));
    return Stream.generate(() -> iam.createAccessKey(key -> key.userName(name)).accessKey())
        .limit(keys)
        .toList();
  }

  /** A call that is signed with the key. */
  private static void use(URI moto, AccessKey key) {
    try (IamClient user = iam(moto, key.accessKeyId())) {
      user.listUsers();
    }
  }

  private static String delete(List<AccessKey> keys) {
    String id = keys.getFirst().accessKeyId();
    return "Delete access key %s...%s (made in the same second as the user): never used."
        .formatted(id.substring(0, 4), id.substring(16));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @BeforeEach
  void forgetWhatWasSent() {
    wire.drain();
  }

  @Test
  void a_scheduled_run_reports_every_user_and_clears_the_one_that_is_gone() throws Exception {
    Instant now = now();
    Ending ending = function.invoke(Events.schedule(ACCOUNT, now, PARAMETERS, "TESTMODE"));

    assertThat(ending.isResponse()).as(ending.body()).isTrue();
    List<Sent> sent = wire.drain();
    Map<String, String> all = new HashMap<>();
    expected.forEach((name, result) -> all.put(ids.get(name), result));
    all.put(GONE, "NOT_APPLICABLE The user is deleted.");
    assertThat(evaluations(sent)).isEqualTo(all);
    assertThat(puts(sent)).hasSize(2).allSatisfy(put -> assertIsTestOf(put, now));
    assertThat(function.logLines().getLast())
        .contains("\"UsersEvaluated\":8,\"NonCompliantUsers\":4,\"UndecidedUsers\":0")
        .contains("\"RunsWithoutReport\":0")
        .contains("\"ApiCallCounter\":%s".formatted(sent.size()));
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
  void a_change_reports_its_user_alone() throws Exception {
    Ending ending = function.invoke(change("comma,name"));

    assertThat(ending.isResponse()).as(ending.body()).isTrue();
    List<Sent> sent = wire.drain();
    assertThat(evaluations(sent))
        .isEqualTo(Map.of(ids.get("comma,name"), expected.get("comma,name")));
    assertThat(sent)
        .extracting(Sent::operation)
        .containsExactly(
            "GetUser",
            "ListAccessKeys",
            "GetLoginProfile",
            "GetAccessKeyLastUsed",
            "GetUser",
            "PutEvaluations");
  }

  private static String change(String name) {
    return Events.change(ACCOUNT, now(), PARAMETERS, "TESTMODE", ids.get(name), name);
  }

  @Test
  void throttling_and_server_errors_are_retried_and_the_run_still_ends_right() throws Exception {
    Answer throttled =
        Answer.of(
            400,
            "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>"
                + "<Message>Rate exceeded</Message></Error></ErrorResponse>");
    wire.failFirst("ListUsers", throttled);
    wire.failFirst("GetLoginProfile", throttled, Answer.of(503, ""));
    wire.failFirst("ListAccessKeys", Answer.of(500, ""));
    wire.failFirst("PutEvaluations", Answer.of(400, "{\"__type\":\"ThrottlingException\"}"));
    wire.failFirst("GetComplianceDetailsByConfigRule", Answer.of(503, ""));

    Ending ending = function.invoke(Events.schedule(ACCOUNT, now(), PARAMETERS, "TESTMODE"));

    assertThat(ending.isResponse()).as(ending.body()).isTrue();
    List<Sent> sent = wire.drain();
    assertThat(evaluations(sent)).hasSize(expected.size() + 1);
    assertThat(sent)
        .as("throttled, answered, and once more before a result is cleared")
        .filteredOn(it -> it.operation().equals("ListUsers"))
        .hasSize(3);
    assertThat(puts(sent)).as("refused, taken, and the cleared result").hasSize(3);
  }

  @Test
  void a_refused_call_fails_the_invocation_in_words_and_costs_no_other_user() throws Exception {
    wire.failFirst(
        "GetAccessKeyLastUsed",
        Answer.of(
            403,
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                + "<Message>an SCP says no</Message></Error>"
                + "<RequestId>request-of-iam</RequestId></ErrorResponse>"));

    Ending ending = function.invoke(Events.schedule(ACCOUNT, now(), PARAMETERS, "TESTMODE"));

    assertThat(ending.isResponse()).isFalse();
    assertThat(ending.body())
        .contains("initialkeys.IncompleteRunException")
        .contains(
            "1 failed, and all that this leaves is reported: iam:GetAccessKeyLastUsed for key AKIA")
        .contains("an SCP says no")
        .contains("request-of-iam");
    assertThat(evaluations(wire.drain())).hasSize(expected.size());
  }

  @Test
  void a_bad_event_fails_the_invocation_in_words_and_sends_nothing() throws Exception {
    Ending ending =
        function.invoke(
            Events.schedule(ACCOUNT, now(), Map.of("creationWindowMinutes", "0"), "s3cr3t"));

    assertThat(ending.isResponse()).isFalse();
    assertThat(ending.body())
        .contains("initialkeys.decision.InvalidInputException")
        .contains(
            "Rule parameter creationWindowMinutes is '0'; it must be a whole number from 1 to 1440,"
                + " as text.");
    assertThat(wire.drain()).isEmpty();
    assertThat(function.output()).doesNotContain("s3cr3t");
  }

  private static List<JsonNode> puts(List<Sent> sent) {
    return sent.stream()
        .filter(it -> it.operation().equals("PutEvaluations"))
        .map(it -> Fixtures.tree(it.body()))
        .toList();
  }

  private static Map<String, String> evaluations(List<Sent> sent) {
    return puts(sent).stream()
        .flatMap(put -> put.get("Evaluations").valueStream())
        .collect(
            toMap(
                it -> it.get("ComplianceResourceId").textValue(),
                it -> it.get("ComplianceType").textValue() + " " + it.get("Annotation").textValue(),
                (first, again) -> again));
  }
}
