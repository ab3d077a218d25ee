package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the AWS CLI would refuse, the program does not read the account of another identity. */
class CredentialsOfProgramTest {

  private static final String KEYS =
      """
      [default]
      aws_access_key_id = AKIADEFAULT000000000
      aws_secret_access_key = secret
      """;

  @TempDir private Path folder;
  private FakeAwsServer server;
  private HttpServer container;
  private Program program;

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(SimulatedCloud.of(SimulatedCloud.sample()));
    container = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    container.createContext(
        "/",
        exchange -> {
          byte[] credentials =
              """
              {"AccessKeyId":"%s","SecretAccessKey":"secret","Token":"token",
               "Expiration":"2999-01-01T00:00:00Z"}
              """
                  .formatted(SimulatedCloud.KEY_ID)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, credentials.length);
          exchange.getResponseBody().write(credentials);
          exchange.close();
        });
    container.start();
    program =
        Program.in(folder)
            .at(server.address())
            .with("AWS_CONFIG_FILE", folder.resolve("config").toString())
            .with(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://127.0.0.1:%s/".formatted(container.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    server.close();
    container.stop(0);
  }

  @Test
  void containerIsReadWhereProfileHasNoSource() throws Exception {
    configure("[default]\nregion = eu-west-1");
    assertThat(program.run("preview", "--aws").summary())
        .startsWith("6 of 13 users are NON_COMPLIANT.");
    assertThat(server.takeRequests())
        .allSatisfy(request -> assertThat(request.accessKeyId()).isEqualTo(SimulatedCloud.KEY_ID));
  }

  @Test
  void expiredSignInIsNotReplacedByContainer() throws Exception {
    configure(
        """
        [default]
        sso_start_url = https://example.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 123456789012
        sso_role_name = Audit
        """);
    assertRefuses(
        program,
        "The IAM Identity Center session of AWS profile 'default' has expired. Run `aws sso login"
            + " --profile default`.");
  }

  @Test
  void missingProfileIsNotReplacedByEnvironment() throws Exception {
    configure(KEYS);
    assertRefuses(
        program
            .with("AWS_PROFILE", "audti")
            .with("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT00000")
            .with("AWS_SECRET_ACCESS_KEY", "secret"),
        "AWS profile 'audti' is not in the configuration files; `aws configure list-profiles`"
            + " lists them.");
  }

  @Test
  void missingTokenFileOfProfileIsNamed() throws Exception {
    configure(
        """
        [default]
        role_arn = arn:aws:iam::123456789012:role/Audit
        web_identity_token_file = /nonexist
        """);
    assertRefuses(
        program,
        "The token file '/nonexist' cannot be read. Correct web_identity_token_file in AWS profile"
            + " 'default'.");
  }

  @Test
  void malformedFileIsNotReplacedByEnvironment() throws Exception {
    configure("[default]\nregion = eu-west-1\n[profile audit");
    assertRefuses(
        program.with("AWS_ACCESS_KEY_ID", "AKIA").with("AWS_SECRET_ACCESS_KEY", "secret"),
        "The AWS configuration file '%s' cannot be read: correct line 3."
            .formatted(folder.resolve("config")));
  }

  @Test
  void tokenOfContainerWithLineBreakIsNotShown() throws Exception {
    configure("[default]\nregion = eu-west-1");
    Path token = Files.writeString(folder.resolve("token"), "hidden\n");
    assertRefuses(
        program.with("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.toString()),
        "The credentials of the container cannot be loaded: A key or token has a line break or"
            + " another control character; remove it.");
  }

  @Test
  void cachedSignInThatIsNoJsonIsNotShown() throws Exception {
    configure("[default]\nregion = eu-west-1\nlogin_session = session");
    Path cache = Files.createDirectories(folder.resolve(".aws/login/cache"));
    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest("session".getBytes(StandardCharsets.UTF_8)));
    Files.writeString(cache.resolve(hash + ".json"), "{\"accessToken\":hidden}");
    assertRefuses(
        program,
        "The credentials of AWS profile 'default' cannot be loaded (What was read is not valid"
            + " JSON). Sign in again, or correct the profile.");
  }

  /** The SDK, which reads the file too, accepts neither of these lines. */
  @Test
  void fileMayBeWrittenInEveryWayOfAwsCli() throws Exception {
    configure(
        """
        [profile  "my audit"]
          aws_access_key_id: %s
        aws_secret_access_key = a # secret ; key
        [other section]
        output: json
        """
            .formatted(SimulatedCloud.KEY_ID));
    assertThat(program.run("preview", "--aws", "--profile", "my audit").summary())
        .startsWith("6 of 13 users are NON_COMPLIANT.");
    assertThat(
            program
                .with("AWS_CONFIG_FILE", "$FOLDER/config")
                .with("FOLDER", folder.toString())
                .run("preview", "--aws", "--profile", "my audit")
                .summary())
        .startsWith("6 of 13 users are NON_COMPLIANT.");
  }

  @Test
  void malformedRegionOfProfileIsNamed() throws Exception {
    configure(KEYS + "region = EU West");
    Printed printed = program.run("preview", "--aws");
    assertThat(server.takeRequests()).isEmpty();
    assertThat(printed)
        .isEqualTo(
            new Printed(
                ExitCode.BAD_USAGE,
                "",
                List.of(
                    "initial-keys: region in AWS profile 'default' is 'EU West'; it must be the"
                        + " name of a Region, such as eu-west-1.")));
  }

  private void configure(String configuration) throws IOException {
    Files.writeString(folder.resolve("config"), configuration);
  }

  private void assertRefuses(Program program, String message) throws Exception {
    Printed printed = program.run("preview", "--aws");
    assertThat(server.takeRequests()).extracting(RecordedRequest::accessKeyId).isEmpty();
    assertThat(printed)
        .isEqualTo(new Printed(ExitCode.FAILED, "", List.of("initial-keys: " + message)));
  }
}
