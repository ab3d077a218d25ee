package initialkeys.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.lambda.RemediationHandler;
import initialkeys.lambda.RuleHandler;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** The packaged function against moto: flagged, deactivated, compliant, undone. */
class RemediationIT {

  private static final String ACCOUNT = "123456789012";
  private static final String RULE = "initial-keys";
  private static final Map<String, String> PARAMETERS = Map.of("activeKeysOnly", "true");
  private static final Pattern UNDO =
      Pattern.compile(
          "aws iam update-access-key --user-name=(\\S+) --access-key-id=(\\S+) --status=(\\S+)");

  private static final List<AutoCloseable> resources = new ArrayList<>();
  private static FakeAwsServer server;
  private static PackagedFunction rule;
  private static PackagedFunction remediation;
  private static PackagedFunction dryRun;
  private static MotoUsers users;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        MotoServer.command().isPresent(), "moto_server is not installed: " + MotoServer.INSTALL);
    Path logs = Files.createDirectories(Path.of("target", "end-to-end"));
    MotoServer moto =
        closeAtEnd(
            MotoServer.start(MotoServer.command().get(), logs.resolve("moto-remediation.log")));
    users = closeAtEnd(new MotoUsers(moto.address()));
    MotoAws aws = closeAtEnd(new MotoAws(moto.address()));
    aws.deployRule(RULE, Events.json(PARAMETERS));
    server = closeAtEnd(new FakeAwsServer(aws));
    rule = function(RuleHandler.class, Map.of(), logs.resolve("rule.log"));
    remediation = function(RemediationHandler.class, policy("false"), logs.resolve("fix.log"));
    dryRun = function(RemediationHandler.class, policy("true"), logs.resolve("dry-run.log"));
  }

  /** Without a grace: moto creates every key now. */
  private static Map<String, String> policy(String isDryRun) {
    return Map.of(
        "RULE_NAME", RULE,
        "REMEDIATION_GRACE_HOURS", "0",
        "REMEDIATION_DRY_RUN", isDryRun);
  }

  private static PackagedFunction function(Class<?> handler, Map<String, String> more, Path log)
      throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "AWS_ENDPOINT_URL", server.address().toString(),
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIAFUNCTION00000000",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", "session"));
    environment.putAll(more);
    return closeAtEnd(
            new PackagedFunction(
                Path.of("target", "rule.jar"), handler.getName(), environment, log))
        .awaitStart();
  }

  private static <T extends AutoCloseable> T closeAtEnd(T resource) {
    resources.addFirst(resource);
    return resource;
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable resource : resources) resource.close();
  }

  @BeforeEach
  void discardRequests() {
    server.takeRequests();
  }

  private static JsonNode remediate(PackagedFunction function, String name) throws Exception {
    Result result = function.invoke("{\"userId\":\"%s\"}".formatted(users.id(name)));
    assertThat(result.isSuccess()).as(result.body()).isTrue();
    return Fixtures.tree(result.body());
  }

  private static List<String> writes() {
    return server.takeRequests().stream()
        .map(RecordedRequest::operation)
        .filter("UpdateAccessKey"::equals)
        .toList();
  }

  private static String status(String name) {
    return users
        .iam()
        .listAccessKeys(it -> it.userName(name))
        .accessKeyMetadata()
        .getFirst()
        .statusAsString();
  }

  /** The compliance type that a change of the user gives. */
  private static String evaluated(String name) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Result result =
        rule.invoke(Events.change(ACCOUNT, now, PARAMETERS, "TESTMODE", users.id(name), name));
    assertThat(result.isSuccess()).as(result.body()).isTrue();
    return server.takeRequests().stream()
        .filter(request -> request.operation().equals("PutEvaluations"))
        .map(request -> Fixtures.tree(request.body()).at("/Evaluations/0/ComplianceType"))
        .map(JsonNode::textValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void flaggedKeyIsDeactivatedAndCanBeUndone() throws Exception {
    AccessKey key = users.create("flagged", true, 1).getFirst();
    assertThat(evaluated("flagged")).isEqualTo("NON_COMPLIANT");

    JsonNode record = remediate(remediation, "flagged");

    assertThat(record.get("outcome").textValue()).isEqualTo("outcome:deactivated");
    assertThat(writes()).hasSize(1);
    assertThat(status("flagged")).isEqualTo("Inactive");
    assertThat(evaluated("flagged")).isEqualTo("COMPLIANT");
    assertThat(remediate(remediation, "flagged").get("outcome").textValue())
        .isEqualTo("outcome:nothing-to-do");
    assertThat(writes()).isEmpty();
    undo(record.at("/undo/0").textValue(), key);
    assertThat(status("flagged")).isEqualTo("Active");
  }

  /** Makes the call of the printed command. */
  private static void undo(String command, AccessKey key) {
    Matcher undo = UNDO.matcher(command);
    assertThat(undo.matches()).as(command).isTrue();
    assertThat(undo.group(2)).isEqualTo(key.accessKeyId());
    users
        .iam()
        .updateAccessKey(
            it -> it.userName(undo.group(1)).accessKeyId(undo.group(2)).status(undo.group(3)));
  }

  @Test
  void keyThatSignedACallIsUntouched() throws Exception {
    AccessKey key = users.create("uses", true, 1).getFirst();
    assertThat(evaluated("uses")).isEqualTo("NON_COMPLIANT");
    users.use(key);

    assertThat(remediate(remediation, "uses").get("outcome").textValue())
        .isEqualTo("outcome:nothing-to-do");

    assertThat(writes()).isEmpty();
    assertThat(status("uses")).isEqualTo("Active");
  }

  @Test
  void dryRunNamesTheKeyAndChangesNothing() throws Exception {
    AccessKey key = users.create("dry", true, 1).getFirst();

    JsonNode record = remediate(dryRun, "dry");

    assertThat(record.get("outcome").textValue()).isEqualTo("outcome:dry-run");
    assertThat(record.at("/keys/0/keyId").textValue()).isEqualTo(key.accessKeyId());
    assertThat(writes()).isEmpty();
    assertThat(status("dry")).isEqualTo("Active");
  }

  @Test
  void userIsFoundOnAnyPage() throws Exception {
    for (int i = 0; i < 150; i++) users.create("page-" + i, false, 0);
    users.create("zz-last", true, 1);

    assertThat(remediate(remediation, "zz-last").get("outcome").textValue())
        .isEqualTo("outcome:deactivated");
  }
}
