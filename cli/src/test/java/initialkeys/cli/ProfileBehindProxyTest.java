package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SDK's own clients, which a profile needs, behind a proxy that rejects every request. */
class ProfileBehindProxyTest {

  private static final List<String> REJECTED =
      List.of(
          "initial-keys: The credentials of AWS profile 'audit' cannot be loaded: The proxy"
              + " rejected the connection to AWS (Unable to tunnel through proxy. Proxy returns"
              + " \"HTTP/1.1 403 no\"). Check HTTPS_PROXY and NO_PROXY; the proxy must allow the"
              + " hosts of AWS without a password.");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> requestsOfHttp = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private ServerSocket proxy;
  private ServerSocket httpProxy;
  private Program program;

  @BeforeEach
  void open() throws IOException {
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    httpProxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(proxy, requests));
    Thread.ofVirtual().start(() -> serve(httpProxy, requestsOfHttp));
    Path config =
        Files.writeString(
            folder.resolve("config"),
            """
            [profile base]
            aws_access_key_id = AKIAIOSFODNN7EXAMPLE
            aws_secret_access_key = secret
            [profile audit]
            role_arn = arn:aws:iam::123456789012:role/Audit
            source_profile = base
            region = eu-west-1
            [profile keys]
            aws_access_key_id = AKIAIOSFODNN7EXAMPLE
            aws_secret_access_key = secret
            region = eu-west-1
            [profile sso]
            sso_start_url = https://example.awsapps.com/start
            sso_region = eu-west-1
            sso_account_id = 123456789012
            sso_role_name = Audit
            region = eu-west-1
            [profile "my sso"]
            sso_session: my corp
            sso_account_id = 123456789012
            sso_role_name = Audit
            [sso-session "my corp"]
            sso_start_url = https://corp.awsapps.com/start
            sso_region = eu-central-1
            """);
    program =
        Program.in(folder)
            .with("AWS_CONFIG_FILE", config.toString())
            .with("HTTPS_PROXY", address(proxy));
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    httpProxy.close();
  }

  private static void serve(ServerSocket proxy, List<String> requests) {
    while (!proxy.isClosed()) {
      try (Socket client = proxy.accept()) {
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        requests.add(request.readLine());
        while (!request.readLine().isEmpty()) {
          // The headers are of no interest.
        }
        client
            .getOutputStream()
            .write("HTTP/1.1 403 no\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException closed) {
        // The test is over, or the client is.
      }
    }
  }

  @Test
  void roleOfProfileIsAssumedThroughProxy() throws Exception {
    Printed printed = program.run("preview", "--aws", "--profile", "audit");
    assertThat(printed).isEqualTo(new Printed(ExitCode.FAILED, "", REJECTED));
    assertThat(requests)
        .isNotEmpty()
        .allMatch(line -> line.startsWith("CONNECT sts.eu-west-1.amazonaws.com:443 "));
  }

  private static String address(ServerSocket proxy) {
    return "http://127.0.0.1:" + proxy.getLocalPort();
  }

  /** The clients of the SDK for a role and for single sign-on, and those of the program. */
  @ParameterizedTest
  @CsvSource({
    "audit, sts.eu-west-1.amazonaws.com",
    "sso, portal.sso.eu-west-1.amazonaws.com",
    "my sso, portal.sso.eu-central-1.amazonaws.com",
    "keys, sts.eu-west-1.amazonaws.com"
  })
  void callsGoThroughHttpsProxyWhereHttpProxyDiffers(String profile, String host) throws Exception {
    signInTo("https://example.awsapps.com/start");
    signInTo("my corp");
    Printed printed =
        program
            .with("HTTP_PROXY", address(httpProxy))
            .run("preview", "--aws", "--profile", profile);
    assertThat(printed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(requestsOfHttp).isEmpty();
    assertThat(requests)
        .isNotEmpty()
        .allMatch(line -> line.startsWith("CONNECT %s:443 ".formatted(host)));
  }

  /** Leaves the token that `aws sso login` would leave for a start URL or an sso-session. */
  private void signInTo(String name) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        Files.createDirectories(folder.resolve(".aws/sso/cache"))
            .resolve(HexFormat.of().formatHex(hash) + ".json"),
        """
        {"region":"eu-west-1","accessToken":"token","expiresAt":"2999-01-01T00:00:00Z"}
        """);
  }

  /** As for the AWS CLI, the older variable names the profile when the other one does not. */
  @Test
  void profileOfOlderVariableIsUsed() throws Exception {
    assertThat(program.with("AWS_DEFAULT_PROFILE", "audit").run("preview", "--aws").err())
        .isEqualTo(REJECTED);
    assertThat(
            program
                .with("AWS_DEFAULT_PROFILE", "audit")
                .with("AWS_PROFILE", "nobody")
                .run("preview", "--aws")
                .err())
        .containsExactly(
            "initial-keys: AWS profile 'nobody' is not in the configuration files; `aws configure"
                + " list-profiles` lists them.");
  }
}
