package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeSecurityHub;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** Requests to a service that has no client of the SDK in the jar. */
class SignedHttpClientTest {

  private static final String OPERATION = "BatchImportFindings";
  private static final String PATH = "/findings/import";

  private final ApiCallCounter calls = new ApiCallCounter();
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(request -> Response.of(200, "{\"SuccessCount\":1}"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Map<String, Object> post() {
    return client(server.address()).post(OPERATION, PATH, Map.of("Findings", "é"));
  }

  private SignedHttpClient client(URI address) {
    return AwsClients.securityHub(
        new SignedHttpClient.Endpoint("securityhub", "eu-west-1", address),
        WireClients.CREDENTIALS,
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(3)
            .backoffStrategy(BackoffStrategy.retryImmediately())
            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
            .build(),
        calls);
  }

  @Test
  void requestIsSignedForTheServiceAndCounted() {
    assertThat(post()).isEqualTo(Map.of("SuccessCount", 1));
    assertThat(server.takeRequests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("POST");
              assertThat(request.path()).isEqualTo(PATH);
              assertThat(request.body()).isEqualTo("{\"Findings\":\"é\"}");
              assertThat(request.headers().get("content-type")).isEqualTo("application/json");
              assertThat(request.headers().get("authorization"))
                  .startsWith("AWS4-HMAC-SHA256 Credential=AKIAFUNCTION00000000/")
                  .contains("/eu-west-1/securityhub/aws4_request");
            });
    assertThat(calls.drain()).isEqualTo(Map.of(OPERATION, 1));
  }

  static Stream<Response> transientFaults() {
    return Stream.of(
        FakeSecurityHub.error(400, "ThrottlingException", "slow down"),
        FakeSecurityHub.error(429, "TooManyRequestsException", "slow down"),
        FakeSecurityHub.error(429, "LimitExceededException", "slow down"),
        Response.of(500, ""),
        Response.of(503, "<html/>"),
        Response.of(200, ""),
        Response.of(200, " \n"),
        Response.truncated("{\"Succ"),
        Response.headersOnly(),
        Response.connectionReset());
  }

  @ParameterizedTest
  @MethodSource("transientFaults")
  void transientFaultIsRetried(Response fault) {
    server.failFirst(OPERATION, fault, fault);
    assertThat(post()).isEqualTo(Map.of("SuccessCount", 1));
    assertThat(server.takeRequests()).hasSize(3);
    assertThat(calls.drain()).isEqualTo(Map.of(OPERATION, 3));
  }

  @Test
  void lastAttemptsFailureIsThrown() {
    server.failAlways(OPERATION, FakeSecurityHub.error(503, "Unavailable", "not now"));
    assertThatThrownBy(this::post)
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContainingAll("not now", "Status Code: 503", "Request ID: 11111111");
    assertThat(server.takeRequests()).hasSize(3);
  }

  /** 401 too, which the JDK's HTTP client treats in its own way. */
  @Test
  void rejectionHasItsCodeAndIsNotRetried() {
    server.failAlways(OPERATION, FakeSecurityHub.error(401, "InvalidAccessException", "no"));
    assertThatThrownBy(this::post)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            rejected -> {
              assertThat(rejected.awsErrorDetails().errorCode())
                  .isEqualTo("InvalidAccessException");
              assertThat(rejected.statusCode()).isEqualTo(401);
            });
    assertThat(server.takeRequests()).extracting(RecordedRequest::operation).hasSize(1);
  }

  @Test
  void codeMayBeInTheBodyOrNowhere() {
    server.failFirst(
        OPERATION,
        Response.of(403, "{\"__type\":\"com.amazon#AccessDeniedException\",\"message\":\"no\"}"),
        Response.of(403, "{\"Code\":\"Forbidden\"}"),
        Response.of(403, "<html/>"));
    for (String code : new String[] {"AccessDeniedException", "Forbidden", "HTTP 403"}) {
      assertThatThrownBy(this::post)
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              it -> assertThat(it.awsErrorDetails().errorCode()).isEqualTo(code));
    }
  }

  @Test
  void bodyThatIsNoJsonObjectIsNoSuccess() {
    for (String body : new String[] {"<html/>", "[]", "{\"message\":\"denied\"}"}) {
      server.failFirst(OPERATION, Response.of(200, body));
      assertThatThrownBy(this::post).isInstanceOf(SdkClientException.class);
    }
  }

  /** A call has a minute; the attempt after a second wait could end after it. */
  @Test
  void retriesEndWithTheTimeOfTheCall() {
    server.failAlways(OPERATION, FakeSecurityHub.error(503, "Unavailable", "not now"));
    List<Duration> waits = new ArrayList<>();
    Instant[] now = {Instant.EPOCH};
    SignedHttpClient slow =
        withClock(
            () -> now[0],
            delay -> {
              waits.add(delay);
              now[0] = now[0].plus(delay);
              return true;
            });
    assertThatThrownBy(() -> slow.post(OPERATION, PATH, Map.of()))
        .isInstanceOf(AwsServiceException.class);
    assertThat(waits).containsExactly(Duration.ofSeconds(20));
    assertThat(server.takeRequests()).hasSize(2);
  }

  @Test
  void interruptedWaitEndsTheCall() {
    server.failAlways(OPERATION, FakeSecurityHub.error(503, "Unavailable", "not now"));
    SignedHttpClient interrupted = withClock(InstantSource.system(), delay -> false);
    assertThatThrownBy(() -> interrupted.post(OPERATION, PATH, Map.of()))
        .isInstanceOf(AwsServiceException.class);
    assertThat(server.takeRequests()).hasSize(1);
  }

  @Test
  void waitSaysWhetherItWasInterrupted() {
    assertThat(SignedHttpClient.sleep(Duration.ZERO)).isTrue();
    Thread.currentThread().interrupt();
    assertThat(SignedHttpClient.sleep(Duration.ofSeconds(1))).isFalse();
    assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
  }

  private SignedHttpClient withClock(InstantSource clock, Predicate<Duration> wait) {
    return new SignedHttpClient(
        new SignedHttpClient.Endpoint("securityhub", "eu-west-1", server.address()),
        WireClients.CREDENTIALS,
        AwsClients.http(Map.of()),
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(9)
            .circuitBreakerEnabled(false)
            .backoffStrategy(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofSeconds(20)))
            .build(),
        calls,
        clock,
        wait);
  }

  @Test
  void regionIsThatOfTheEndpoint() {
    assertThat(client(URI.create("https://localhost")).region()).isEqualTo("eu-west-1");
  }
}
