package initialkeys.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Calls a service in the REST JSON protocol with the SDK's signer, HTTP client and retries. It is
 * for a service of which one operation is needed, and whose own client would make the jar twice as
 * large. Safe for use by several threads.
 */
public final class SignedHttpClient {

  /**
   * Which service, and where.
   *
   * @param signingName the service's name in signatures
   */
  public record Endpoint(String signingName, String region, URI address) {}

  /** The most that one attempt takes while the response arrives without a pause. */
  private static final Duration ATTEMPT =
      AwsClients.HTTP_TIMEOUTS
          .get(SdkHttpConfigurationOption.CONNECTION_TIMEOUT)
          .plus(AwsClients.HTTP_TIMEOUTS.get(SdkHttpConfigurationOption.READ_TIMEOUT));

  private final Endpoint endpoint;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http;
  private final RetryStrategy retries;
  private final ApiCallCounter calls;
  private final InstantSource clock;
  private final Predicate<Duration> wait;

  /**
   * A client that stays open as long as its HTTP client does.
   *
   * @param calls counts every request
   */
  public SignedHttpClient(
      Endpoint endpoint,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      RetryStrategy retries,
      ApiCallCounter calls) {
    this(
        endpoint,
        credentials,
        http,
        retries,
        calls,
        InstantSource.system(),
        SignedHttpClient::sleep);
  }

  /**
   * With another clock.
   *
   * @param wait waits for the given time, and returns false when it was interrupted
   */
  SignedHttpClient(
      Endpoint endpoint,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      RetryStrategy retries,
      ApiCallCounter calls,
      InstantSource clock,
      Predicate<Duration> wait) {
    this.endpoint = endpoint;
    this.credentials = credentials;
    this.http = http;
    this.retries = retries;
    this.calls = calls;
    this.clock = clock;
    this.wait = wait;
  }

  /** The Region of the service. */
  public String region() {
    return endpoint.region();
  }

  /**
   * Posts a request and returns the response, which is a JSON object.
   *
   * @throws AwsServiceException when the service rejects the request
   * @throws SdkClientException when it does not respond, or its response is malformed
   */
  public Map<String, Object> post(String operation, String path, Map<String, ?> request) {
    Instant end = clock.instant().plus(AwsClients.API_CALL_TIMEOUT);
    byte[] body = json(request);
    RetryToken token =
        retries.acquireInitialToken(AcquireInitialTokenRequest.create(operation)).token();
    while (true) {
      try {
        Map<String, Object> response = attempt(operation, path, body);
        retries.recordSuccess(RecordSuccessRequest.create(token));
        return response;
      } catch (SdkException failed) {
        RefreshRetryTokenResponse next = refresh(token, failed);
        if (clock.instant().plus(next.delay()).plus(ATTEMPT).isAfter(end)
            || !wait.test(next.delay())) {
          throw failed;
        }
        token = next.token();
      }
    }
  }

  /** Throws the failure where it is not to be retried. */
  private RefreshRetryTokenResponse refresh(RetryToken token, SdkException failed) {
    try {
      return retries.refreshRetryToken(
          RefreshRetryTokenRequest.builder()
              .token(token)
              .failure(failed)
              .suggestedDelay(Duration.ZERO)
              .build());
    } catch (TokenAcquisitionFailedException last) {
      throw failed;
    }
  }

  static boolean sleep(Duration delay) {
    try {
      Thread.sleep(delay);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Map<String, Object> attempt(String operation, String path, byte[] body) {
    calls.count(operation);
    SignedRequest signed = signed(path, body);
    try {
      HttpExecuteResponse response =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(signed.payload().orElseThrow())
                      .build())
              .call();
      byte[] received = read(response);
      if (!response.httpResponse().isSuccessful()) {
        throw rejection(response.httpResponse(), received);
      }
      ResponseBodyInterceptor.requireWholeJson(received);
      return object(received).orElseThrow();
    } catch (IOException broken) {
      throw SdkClientException.create(
          "Unable to execute HTTP request: " + broken.getMessage(), broken);
    }
  }

  private SignedRequest signed(String path, byte[] body) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint.address())
            .encodedPath(path)
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", String.valueOf(body.length))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            signing ->
                signing
                    .identity(credentials.resolveCredentials())
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, endpoint.signingName())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, endpoint.region()));
  }

  private static byte[] read(HttpExecuteResponse response) throws IOException {
    if (response.responseBody().isEmpty()) return new byte[0];
    try (InputStream stream = response.responseBody().get()) {
      return stream.readAllBytes();
    }
  }

  private AwsServiceException rejection(SdkHttpResponse response, byte[] body) {
    Map<String, Object> error = object(body).orElse(Map.of());
    String code =
        response
            .firstMatchingHeader("x-amzn-ErrorType")
            .or(() -> text(error, "__type", "code", "Code"))
            .map(type -> type.replaceFirst(":.*", "").replaceFirst(".*#", ""))
            .orElse("HTTP " + response.statusCode());
    return AwsServiceException.builder()
        .statusCode(response.statusCode())
        .requestId(response.firstMatchingHeader("x-amzn-RequestId").orElse(null))
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage(text(error, "message", "Message").orElse(code))
                .serviceName(endpoint.signingName())
                .sdkHttpResponse(response)
                .build())
        .build();
  }

  private static Optional<String> text(Map<String, Object> fields, String... names) {
    return Stream.of(names)
        .map(fields::get)
        .filter(Objects::nonNull)
        .map(Object::toString)
        .findFirst();
  }

  private static byte[] json(Map<String, ?> request) {
    try {
      return JSON.std.asBytes(request);
    } catch (IOException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  /** Empty when it is not a JSON object, as an error of a proxy may be. */
  private static Optional<Map<String, Object>> object(byte[] body) {
    try {
      return Optional.of(JSON.std.mapFrom(new String(body, StandardCharsets.UTF_8)));
    } catch (IOException | RuntimeException notAnObject) {
      return Optional.empty();
    }
  }
}
