package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.DeployedAccount;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.MotoAws;
import initialkeys.simulation.process.MotoServer;
import initialkeys.simulation.process.PackagedFunction;
import initialkeys.simulation.process.PackagedFunction.Result;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedConfig;
import initialkeys.simulation.service.SimulatedConfig.Reevaluation;
import initialkeys.simulation.service.SimulatedTime;
import initialkeys.simulation.service.WritableIam;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.model.SourceDetail;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The commands against the IAM and AWS STS of moto. AWS Config, which moto has only in part, is
 * simulated: it invokes the packaged function and keeps its results.
 */
class CommandLineIT {

  /** AWS Config, and what moto lacks of IAM. */
  private static final Set<String> SIMULATED =
      Set.of(
          "DescribeConfigRules",
          "DescribeConfigurationRecorders",
          "DescribeConfigRuleEvaluationStatus",
          "GetComplianceDetailsByConfigRule",
          "ListServiceSpecificCredentials",
          "PutEvaluations",
          "StartConfigRulesEvaluation");

  /** A key after this window would be waited for too long. */
  private static final Map<String, String> PARAMETERS = Map.of("creationWindowMinutes", "60");

  private final SimulatedTime time = new SimulatedTime(Instant.now());
  private final List<AutoCloseable> resources = new ArrayList<>();
  private final List<Result> invocations = new ArrayList<>();
  private FakeAwsServer server;
  private PackagedFunction function;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        MotoServer.command().isPresent(), "moto_server is not installed: " + MotoServer.INSTALL);
    Path logs = Files.createDirectories(Path.of("target", "end-to-end"));
    MotoServer moto =
        closeAtEnd(MotoServer.start(MotoServer.command().get(), logs.resolve("moto.log")));
    MotoAws forwarding = closeAtEnd(new MotoAws(moto.address()));
    SimulatedConfig config =
        new SimulatedConfig("123456789012", time, Reevaluation.SCHEDULE, this::invoke);
    config.putConfigRule(
        request ->
            request.configRule(
                rule ->
                    rule.configRuleName(Events.RULE_NAME)
                        .configRuleState("ACTIVE")
                        .inputParameters(Events.json(PARAMETERS))
                        .source(
                            source ->
                                source
                                    .owner("CUSTOM_LAMBDA")
                                    .sourceIdentifier(
                                        "arn:aws:lambda:eu-west-1:123456789012:function:rule")
                                    .sourceDetails(
                                        SourceDetail.builder()
                                            .messageType("ScheduledNotification")
                                            .build()))));
    DeployedAccount simulated =
        new DeployedAccount(
            "123456789012", new WritableIam(new FakeIam(List.of()), time, new Random(1)), config);
    server =
        closeAtEnd(
            new FakeAwsServer(
                request ->
                    SIMULATED.contains(request.operation())
                        ? simulated.respond(request)
                        : forwarding.respond(request)));
    function =
        closeAtEnd(
            new PackagedFunction(
                Path.of("..", "rule", "target", "rule.jar"),
                "initialkeys.lambda.RuleHandler",
                Map.of(
                    "AWS_ENDPOINT_URL", server.address().toString(),
                    "AWS_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "AKIAFUNCTION00000000",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_SESSION_TOKEN", "session"),
                logs.resolve("function.log")));
  }

  private <T extends AutoCloseable> T closeAtEnd(T resource) {
    resources.addFirst(resource);
    return resource;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : resources) resource.close();
  }

  private void invoke(String event) {
    try {
      invocations.add(function.invoke(event));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command in this process, whose waits move the clock; its clients are the usual ones. */
  private Printed prove() {
    String endpoint = "aws.endpointUrl";
    Map<String, String> environment =
        Map.of("AWS_ACCESS_KEY_ID", SimulatedCloud.KEY_ID, "AWS_SECRET_ACCESS_KEY", "secret");
    System.setProperty(endpoint, server.address().toString());
    try {
      return Printed.by(
          () -> Caller.of(environment, Optional.empty(), Optional.of("eu-west-1")),
          new ProofContext(time, time::pass, question -> Optional.empty()),
          "prove",
          "--yes");
    } finally {
      System.clearProperty(endpoint);
    }
  }

  @Test
  void proveComparesResultsOfPackagedFunction() throws Exception {
    Printed printed = prove();
    assertThat(printed.err()).isEmpty();
    assertThat(invocations).isNotEmpty().allMatch(Result::isSuccess);
    assertThat(printed.out()).contains("9 lines: 7 PASS, 0 FAIL, 2 not proven.");
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(server.takeRequests())
        .extracting(RecordedRequest::operation)
        .contains("CreateUser", "DeleteUser", "PutEvaluations");
    Printed cleaned = Program.calling(server, folder).run("prove", "--clean", "--yes");
    assertThat(cleaned.out())
        .isEqualTo("Account 123456789012 has no user of a proof.%n".formatted());
  }

  @Test
  void previewShowsUsersOfMoto() throws Exception {
    try (IamClient iam = iam()) {
      iam.createUser(it -> it.userName("without-keys"));
      iam.createUser(it -> it.userName("unused"));
      iam.createLoginProfile(it -> it.userName("unused").password("C0rrect-horse"));
      iam.createAccessKey(it -> it.userName("unused"));
    }
    Printed printed = Program.calling(server, folder).run("preview", "--aws", "--fail-on-findings");
    assertThat(printed.err()).isEmpty();
    assertThat(printed.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(printed.rows())
        .singleElement()
        .asString()
        .startsWith("unused  NON_COMPLIANT   User unused: delete access key AKIA")
        .endsWith(", never used.");
    assertThat(printed.summary()).startsWith("1 of 2 users is NON_COMPLIANT.");
  }

  private IamClient iam() {
    return IamClient.builder()
        .endpointOverride(server.address())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(SimulatedCloud.KEY_ID, "secret")))
        .build();
  }

  /** Moto has neither the function nor every call: what cannot be checked is never OK. */
  @Test
  void doctorInspectsWhatMotoHas() throws Exception {
    Printed printed = Program.calling(server, folder).run("doctor", "--region", "eu-west-1");
    assertThat(printed.err()).isEmpty();
    assertThat(printed.code()).isIn(ExitCode.FINDINGS, ExitCode.INCOMPLETE);
    assertThat(printed.lines().getFirst())
        .isEqualTo("Account 123456789012, eu-west-1, rule " + Events.RULE_NAME);
    assertThat(printed.out())
        .contains("OK           Rule               is active, with a schedule every 24 h")
        .contains("OK           Parameters         creationWindowMinutes=60")
        .contains(
            "ERROR        Function           arn:aws:lambda:eu-west-1:123456789012:function:rule")
        .contains("13 checks: ");
  }
}
