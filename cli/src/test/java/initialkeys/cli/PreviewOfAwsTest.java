package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, over HTTP, with a server in place of AWS. */
class PreviewOfAwsTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "command-line.md");
  private static final Pattern ACTION = Pattern.compile("\"([a-z]+):([A-Za-z]+)\"");

  @TempDir private Path folder;

  @Test
  void accountIsThatOfCredentials() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.of(SimulatedCloud.sample()))) {
      Printed printed = Program.calling(server, folder).run("preview", "--aws");
      assertThat(printed.err()).isEmpty();
      assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
      assertThat(printed.lines()).first().isEqualTo("Account 123456789012 (read just now)");
      assertThat(printed.summary()).startsWith("6 of 13 users are NON_COMPLIANT.");
    }
  }

  @Test
  void parametersAreThoseOfDeployedRule() throws Exception {
    SimulatedCloud cloud =
        SimulatedCloud.of(SimulatedCloud.sample())
            .withRule("{\"exemptUsers\":\"bo\",\"creationWindowMinutes\":\"4\"}");
    try (FakeAwsServer server = new FakeAwsServer(cloud)) {
      Printed printed =
          Program.calling(server, folder)
              .run(
                  "preview",
                  "--aws",
                  "--parameters-of-rule",
                  "--parameter",
                  "creationWindowMinutes=6",
                  "--format",
                  "json");
      assertThat(printed.err()).isEmpty();
      JsonNode parameters = Fixtures.tree(printed.out()).at("/accounts/0/parameters");
      assertThat(parameters.path("exemptUsers").textValue()).isEqualTo("bo");
      assertThat(parameters.path("creationWindowMinutes").textValue()).isEqualTo("6");
    }
  }

  @Test
  void missingRuleIsNamedInOneLine() throws Exception {
    try (FakeAwsServer server =
        new FakeAwsServer(SimulatedCloud.of(SimulatedCloud.sample()).withRule("{}"))) {
      assertThat(
              Program.calling(server, folder)
                  .run("preview", "--aws", "--region", "eu-west-3", "--parameters-of-rule=mine"))
          .isEqualTo(
              new Printed(
                  ExitCode.BAD_USAGE,
                  "",
                  List.of(
                      "initial-keys: --parameters-of-rule is 'mine'; it must be the name of a rule"
                          + " in eu-west-3; set the rule's Region with --region.")));
    }
  }

  @Test
  void parametersThatRuleRejectsAreRejected() throws Exception {
    SimulatedCloud cloud =
        SimulatedCloud.of(SimulatedCloud.sample()).withRule("{\"unusedKeysOnly\":\"yes\"}");
    try (FakeAwsServer server = new FakeAwsServer(cloud)) {
      assertThat(Program.calling(server, folder).run("preview", "--aws", "--parameters-of-rule"))
          .isEqualTo(
              new Printed(
                  ExitCode.BAD_USAGE,
                  "",
                  List.of(
                      "initial-keys: Rule parameter unusedKeysOnly is 'yes'; it must be true or"
                          + " false, as text.")));
    }
  }

  @Test
  void throttledCallsChangeNothing() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.of(SimulatedCloud.sample()))) {
      server.failFirst("ListAccessKeys", FakeAws.iamError(400, "Throttling", "Rate exceeded"));
      Printed printed = Program.calling(server, folder).run("preview", "--aws");
      assertThat(printed.err()).isEmpty();
      assertThat(printed.summary()).startsWith("6 of 13 users are NON_COMPLIANT.");
    }
  }

  @Test
  void deniedListOfUsersMeansNothingIsRead() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.of(SimulatedCloud.sample()))) {
      server.failAlways("ListUsers", FakeAws.iamError(403, "AccessDenied", "not authorized"));
      Printed printed =
          Program.calling(server, folder).run("preview", "--aws", "--fail-on-findings");
      assertThat(printed.code()).isEqualTo(ExitCode.FAILED);
      assertThat(printed.summary())
          .isEqualTo("0 of 0 users are NON_COMPLIANT; the list of users is incomplete.");
      assertThat(printed.err())
          .containsExactly(
              "iam:ListUsers for the users after the first 0: not authorized (Service: Iam, Status"
                  + " Code: 403, Request ID: %s) (SDK Attempt Count: 1)"
                      .formatted(FakeAws.REQUEST_ID),
              "The policy in docs/command-line.md allows every call.");
    }
  }

  @Test
  void failuresBeforeAnythingIsReadAreOneLine() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.of(SimulatedCloud.sample()))) {
      Program program = Program.calling(server, folder);
      server.failAlways(
          "GetCallerIdentity", FakeAws.iamError(403, "ExpiredToken", "The token is expired"));
      assertThat(program.run("preview", "--aws"))
          .isEqualTo(
              failed(
                  "The AWS credentials have expired. Sign in again with `aws sso login` or `aws"
                      + " login`, or set new credentials."));
      assertThat(program.without("AWS_ACCESS_KEY_ID").run("preview", "--aws"))
          .isEqualTo(
              failed(
                  "No AWS credentials found. Run `aws configure`, `aws sso login` or `aws login`,"
                      + " or set AWS_PROFILE."));
      assertThat(program.with("HTTPS_PROXY", ":::").run("preview", "--aws"))
          .isEqualTo(
              failed(
                  "HTTPS_PROXY is not the URL of a proxy, such as http://proxy.example.com:3128"));
      assertThat(program.run("preview", "--aws", "--profile", "audit"))
          .isEqualTo(
              failed(
                  "AWS profile 'audit' is not in the configuration files; `aws configure"
                      + " list-profiles` lists them."));
    }
  }

  @Test
  void missingNetworkIsOneLine() throws Exception {
    FakeAwsServer closed = new FakeAwsServer(SimulatedCloud.of(SimulatedCloud.sample()));
    closed.close();
    Printed printed = Program.calling(closed, folder).run("preview", "--aws");
    assertThat(printed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(printed.err())
        .containsExactly(
            "initial-keys: No connection to AWS (java.net.ConnectException: Connection refused)."
                + " Check the network, AWS_REGION, HTTPS_PROXY and AWS_CA_BUNDLE.");
  }

  /** A proxy that issues certificates of its own is trusted by AWS_CA_BUNDLE, and only then. */
  @Test
  void authoritiesAreThoseOfAwsCaBundle() throws Exception {
    try (TlsServer server = TlsServer.start(folder)) {
      Program program =
          Program.in(folder)
              .with("AWS_ACCESS_KEY_ID", SimulatedCloud.KEY_ID)
              .with("AWS_SECRET_ACCESS_KEY", "secret")
              .at(server.address());
      assertThat(program.run("preview", "--aws").err())
          .singleElement()
          .asString()
          .startsWith("initial-keys: No connection to AWS (javax.net.ssl.SSLHandshakeException: ")
          .endsWith("Check the network, AWS_REGION, HTTPS_PROXY and AWS_CA_BUNDLE.");
      assertThat(
              program
                  .with("AWS_CA_BUNDLE", server.certificate().toString())
                  .run("preview", "--aws")
                  .err())
          .singleElement()
          .asString()
          .startsWith("initial-keys: The AWS credentials have expired.");
    }
  }

  /** As for the AWS CLI, a profile that is named goes before the keys of the environment. */
  @Test
  void profileThatIsNamedGoesBeforeEnvironment() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config"),
            """
            [profile audit]
            region = eu-central-1
            aws_access_key_id = %s
            aws_secret_access_key = secret
            """
                .formatted(SimulatedCloud.KEY_ID));
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.of(SimulatedCloud.sample()))) {
      Printed printed =
          Program.calling(server, folder)
              .with("AWS_ACCESS_KEY_ID", "AKIAOTHER00000000000")
              .with("AWS_CONFIG_FILE", config.toString())
              .run("preview", "--aws", "--profile", "audit");
      assertThat(printed.err()).isEmpty();
      assertThat(printed.summary()).startsWith("6 of 13 users are NON_COMPLIANT.");
      assertThat(server.takeRequests())
          .allSatisfy(
              request -> assertThat(request.accessKeyId()).isEqualTo(SimulatedCloud.KEY_ID));
    }
  }

  @Test
  void organizationIsOneTableAndUnreadAccountsAreNamed() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.organizationOfSample())) {
      Printed printed =
          Program.calling(server, folder)
              .run("preview", "--organization", "--role", "Audit", "--fail-on-findings");
      assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(printed.lines().getFirst()).isEqualTo("Organization, 2 accounts read");
      assertThat(printed.summary())
          .startsWith("7 of 15 users are NON_COMPLIANT; 3 accounts could not be read.");
      assertThat(printed.rows().subList(0, 4))
          .satisfiesExactly(
              row ->
                  assertThat(row)
                      .startsWith("333333333333  -               NOT READ        ")
                      .contains("The role cannot be assumed: not authorized")
                      .endsWith("It must exist in the account and trust your identity."),
              row ->
                  assertThat(row)
                      .startsWith("444444444444  -               NOT READ        ")
                      .endsWith("The account is not active."),
              row ->
                  assertThat(row)
                      .startsWith("555555555555  -               NOT READ        ")
                      .contains("iam:ListUsers"),
              row -> assertThat(row).startsWith("123456789012  bo              NON_COMPLIANT "));
      assertThat(printed.rows())
          .last()
          .asString()
          .startsWith("222222222222  new-hire        NON_COMPLIANT ");
      assertThat(printed.err())
          .hasSize(4)
          .anyMatch(line -> line.startsWith("account 333333333333 (without role): "));
    }
  }

  /** Named in every format, and neither read nor counted as clean. */
  @Test
  void excludedAccountsAreNamed() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.organizationOfSample())) {
      for (String format : List.of("table", "csv", "json", "html")) {
        Printed printed =
            Program.calling(server, folder)
                .run(
                    ("preview --organization --role Audit --fail-on-findings --format %s"
                            + " --exclude-account 333333333333 --exclude-account 444444444444"
                            + " --exclude-account 555555555555")
                        .formatted(format)
                        .split(" ", -1));
        assertThat(printed.err()).isEmpty();
        assertThat(printed.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(printed.out()).contains("333333333333", "444444444444", "555555555555");
        assertThat(printed.out())
            .containsPattern("EXCLUDED|\"isExcluded\" *: *true|3 accounts excluded");
      }
      assertThat(server.takeRequests())
          .noneMatch(request -> request.body().contains("333333333333"));
    }
  }

  @Test
  void misspeltExclusionIsRejected() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.organizationOfSample())) {
      Program program = Program.calling(server, folder);
      assertThat(
              program.run("preview", "--organization", "--role", "Audit", "--exclude-account", "3"))
          .isEqualTo(
              new Printed(
                  ExitCode.BAD_USAGE,
                  "",
                  List.of(
                      "initial-keys: --exclude-account is '3'; it must be the id of an account of"
                          + " the Organization.")));
    }
  }

  @Test
  void roleSessionsAreLimitedToReadActions() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.organizationOfSample())) {
      Program.calling(server, folder).run("preview", "--organization", "--role", "Audit");
      List<RecordedRequest> requests =
          server.takeRequests().stream()
              .filter(request -> request.operation().equals("AssumeRole"))
              .toList();
      assertThat(requests).isNotEmpty();
      assertThat(requests)
          .allSatisfy(
              request -> {
                String body = URLDecoder.decode(request.body(), StandardCharsets.UTF_8);
                assertThat(body).contains(":role/Audit").doesNotContain("123456789012:role");
                assertThat(actions(body)).isEqualTo(withService("iam", documented()));
              });
    }
  }

  /** Both ways: nothing is called that the policy lacks, and it allows nothing that is not. */
  @Test
  void callsAreThoseOfDocumentedPolicy() throws Exception {
    SimulatedCloud cloud = SimulatedCloud.organizationOfSample().withRule("{}");
    try (FakeAwsServer server = new FakeAwsServer(cloud)) {
      Program program = Program.calling(server, folder);
      program.run("preview", "--aws", "--parameters-of-rule");
      program.run("preview", "--organization", "--role", "Audit");
      Set<String> called =
          server.takeRequests().stream()
              .map(RecordedRequest::operation)
              .collect(Collectors.toCollection(TreeSet::new));
      // Everybody may call it.
      assertThat(called.remove("GetCallerIdentity")).isTrue();
      assertThat(called)
          .isEqualTo(
              documented().stream()
                  .map(action -> action.replaceFirst("^[a-z]+:", ""))
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void everyFormatNamesUnreadAccounts() throws Exception {
    try (FakeAwsServer server = new FakeAwsServer(SimulatedCloud.organizationOfSample())) {
      Program program = Program.calling(server, folder);
      for (String format : List.of("csv", "html")) {
        Printed printed =
            program.run("preview", "--organization", "--role", "Audit", "--format", format);
        assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(printed.out()).contains("333333333333", "444444444444", "555555555555");
      }
      JsonNode json =
          Fixtures.tree(
              program
                  .run("preview", "--organization", "--role", "Audit", "--format", "json")
                  .out());
      assertThat(json.path("isComplete").booleanValue()).isFalse();
      assertThat(
              StreamSupport.stream(json.path("accountsNotRead").spliterator(), false)
                  .map(account -> account.path("name").textValue()))
          .containsExactly("without role", "closed", "denied");
    }
  }

  private static Printed failed(String message) {
    return new Printed(ExitCode.FAILED, "", List.of("initial-keys: " + message));
  }

  private static Set<String> documented() throws IOException {
    return actions(Files.readString(DOCUMENT).replaceFirst("(?s)\\R## Doctor\\R.*", ""));
  }

  private static Set<String> withService(String service, Set<String> actions) {
    return actions.stream()
        .filter(action -> action.startsWith(service + ":"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> actions(String text) {
    return ACTION
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(action -> action.replace("\"", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
