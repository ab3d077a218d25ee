package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;

/** A proxy on the loopback interface rejects every request and keeps its first line and headers. */
class ProxyEnvironmentTest {

  private final List<String> received = new CopyOnWriteArrayList<>();
  private ServerSocket proxy;

  @Test
  void systemPropertiesNameTheHttpsProxy() {
    assertThat(
            new ProxyEnvironment(
                    Map.of(
                        "HTTPS_PROXY", "https://proxy.example.com",
                        "http_proxy", "plain.example.com:3128",
                        "NO_PROXY", ".internal, Example.com:443,10.0.0.1"))
                .systemProperties())
        .isEqualTo(
            Map.of(
                "https.proxyHost", "proxy.example.com",
                "https.proxyPort", "443",
                "http.nonProxyHosts",
                    "localhost|127.*|[::1]|internal|*.internal|example.com|*.example.com"
                        + "|10.0.0.1|*.10.0.0.1"));
  }

  /** The SDK's own clients would take the variable for https too. */
  @Test
  void httpProxyIsHiddenByListOfHosts() {
    assertThat(new ProxyEnvironment(Map.of("HTTP_PROXY", "proxy:1")).systemProperties())
        .isEqualTo(Map.of("http.nonProxyHosts", "localhost|127.*|[::1]"));
  }

  @Test
  void withoutProxyThereAreNoSystemProperties() {
    assertThat(new ProxyEnvironment(Map.of("NO_PROXY", "*")).systemProperties()).isEmpty();
    assertThat(
            new ProxyEnvironment(Map.of("HTTPS_PROXY", "proxy:1", "NO_PROXY", "*"))
                .systemProperties())
        .containsEntry("http.nonProxyHosts", "localhost|127.*|[::1]|*");
  }

  @BeforeEach
  void open() throws IOException {
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  private void serve() {
    while (!proxy.isClosed()) {
      try (Socket client = proxy.accept()) {
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
          received.add(line);
        }
        client
            .getOutputStream()
            .write("HTTP/1.1 403 no\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException closed) {
        // The test is over, or the client is.
      }
    }
  }

  private String address() {
    return "127.0.0.1:" + proxy.getLocalPort();
  }

  private Map<String, String> environment(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }

  /** The host names end in .invalid, which no name server knows (RFC 6761). */
  private void send(Map<String, String> environment, String endpoint) {
    try (IamClient iam =
        WireClients.withoutWaits(IamClient.builder(), new ApiCallCounter())
            .endpointOverride(URI.create(endpoint))
            .httpClientBuilder(defaults -> AwsClients.http(environment))
            .build()) {
      assertThatThrownBy(iam::listUsers).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
  void httpsGoesThroughATunnelOfTheHttpsProxy(String name) {
    send(
        environment(name, "http://" + address(), "HTTP_PROXY", "http://nowhere.invalid:1"),
        "https://iam.invalid");
    assertThat(received).first().isEqualTo("CONNECT iam.invalid:443 HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_PROXY", "http_proxy"})
  void httpGoesThroughTheHttpProxy(String name) {
    send(
        environment(name, "http://" + address(), "HTTPS_PROXY", "http://nowhere.invalid:1"),
        "http://iam.invalid");
    assertThat(received).first().isEqualTo("POST http://iam.invalid HTTP/1.1");
  }

  @Test
  void proxyNeedsNoScheme() {
    send(environment("HTTPS_PROXY", address()), "https://iam.invalid");
    assertThat(received).first().isEqualTo("CONNECT iam.invalid:443 HTTP/1.1");
  }

  @Test
  void userAndAPasswordAreSentToTheProxy() {
    send(environment("HTTP_PROXY", "http://user:pass@" + address()), "http://iam.invalid");
    assertThat(received)
        .anyMatch(line -> line.equalsIgnoreCase("proxy-authorization: Basic dXNlcjpwYXNz"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iam.invalid",
        ".invalid",
        "invalid",
        "*.invalid",
        "IAM.Invalid",
        "iam.invalid:443",
        "other.example, .invalid",
        "*"
      })
  void hostOfNoProxyIsCalledDirectly(String noProxy) {
    send(environment("HTTPS_PROXY", address(), "NO_PROXY", noProxy), "https://iam.invalid");
    send(environment("HTTP_PROXY", address(), "no_proxy", noProxy), "http://iam.invalid");
    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"am.invalid", "invalid.example", "iam", "other.invalid", " ,", "iamxinvalid"})
  void anyOtherHostIsCalledThroughTheProxy(String noProxy) {
    send(environment("HTTPS_PROXY", address(), "NO_PROXY", noProxy), "https://iam.invalid");
    assertThat(received).isNotEmpty();
  }

  /** Where tests and local tools listen; Java's own default is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"})
  void machineItselfIsCalledDirectly(String endpoint) {
    send(environment("HTTP_PROXY", address()), endpoint);
    assertThat(received).isEmpty();
  }

  @Test
  void withoutAVariableThereIsNoProxy() {
    send(environment("HTTPS_PROXY", " "), "https://iam.invalid");
    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http, HTTP_PROXY, http://proxy.invalid, 80",
    "https, HTTPS_PROXY, http://proxy.invalid, 80",
    "https, HTTPS_PROXY, https://proxy.invalid, 443",
    "https, HTTPS_PROXY, http://proxy.invalid:0, 0",
    "https, HTTPS_PROXY, proxy.invalid:3128, 3128"
  })
  void proxyWithoutAPortHasItsSchemes(String scheme, String name, String value, int port) {
    var proxy = new ProxyEnvironment(environment(name, value)).forScheme(scheme);
    assertThat(proxy.host()).isEqualTo("proxy.invalid");
    assertThat(proxy.port()).isEqualTo(port);
    assertThat(proxy.username()).isNull();
  }

  @Test
  void userMayHaveNoPassword() {
    var proxy =
        new ProxyEnvironment(environment("HTTPS_PROXY", "http://user@proxy.invalid"))
            .forScheme("https");
    assertThat(proxy.username()).isEqualTo("user");
    assertThat(proxy.password()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:s3cr3t@", "http://user:s3cr3t@a b", "http:///s3cr3t"})
  void valueThatIsNoUrlIsRejectedAndNotShown(String value) {
    assertThatThrownBy(
            () -> new ProxyEnvironment(environment("HTTPS_PROXY", value)).forScheme("https"))
        .hasMessage("HTTPS_PROXY is not the URL of a proxy, such as http://proxy.example.com:3128");
  }
}
