package initialkeys.aws;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The SDK's clients as this function needs them: the JDK's own HTTP client, and standard retry with
 * seven attempts (F23: IAM throttles at unpublished rates). Adaptive retry would, after one early
 * throttling, let a request through only every other second; the circuit breaker would give up
 * early in a large account, where a tenth of the calls may be throttled for minutes. The Region is
 * the environment's.
 */
public final class AwsClients {

  /** Waits of up to 1, 2, 4, 8, 16 and 20 seconds when throttled; shorter ones otherwise. */
  private static final int MAX_ATTEMPTS = 7;

  /** How long one call may take, with all its retries. */
  public static final Duration API_CALL_TIMEOUT = Duration.ofSeconds(60);

  /** For a connection, and for the next byte of a response: a third of the call's timeout. */
  public static final AttributeMap HTTP_TIMEOUTS =
      AttributeMap.builder()
          .put(SdkHttpConfigurationOption.CONNECTION_TIMEOUT, Duration.ofSeconds(5))
          .put(SdkHttpConfigurationOption.READ_TIMEOUT, Duration.ofSeconds(20))
          .build();

  /**
   * One for all clients, since each would read the trusted certificates for itself; created while
   * the first client is, since both take their time.
   */
  private static final CompletableFuture<SdkHttpClient> HTTP =
      CompletableFuture.supplyAsync(
          () -> http(System.getenv()), task -> Thread.ofPlatform().daemon().start(task));

  static {
    // From JDK 24 on, a document may have 100,000 entity references. Each & in the path of a user
    // is one, twice, and a page has 1,000 users. The SDK's parser has no DTDs, so no entity can
    // stand for more than one character, and a limit protects from nothing.
    System.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
    System.setProperty("jdk.xml.totalEntitySizeLimit", "0");
  }

  private AwsClients() {}

  public static IamClient iam(AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return configured(IamClient.builder(), credentials, calls).build();
  }

  public static ConfigClient config(AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return configured(ConfigClient.builder(), credentials, calls).build();
  }

  /** Regional, like all of the SDK's clients: a failure of another Region has no effect. */
  public static StsClient sts(AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return configured(StsClient.builder(), credentials, calls).build();
  }

  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return builder
        .credentialsProvider(credentials)
        .httpClientBuilder(defaults -> HTTP.join())
        .overrideConfiguration(
            settings ->
                settings
                    .apiCallTimeout(API_CALL_TIMEOUT)
                    .retryStrategy(retryStrategy())
                    .addExecutionInterceptor(calls)
                    .addExecutionInterceptor(new ResponseBodyInterceptor()));
  }

  /** Without a connection of its own until there is a request. */
  static SdkHttpClient http(Map<String, String> environment) {
    ProxyEnvironment proxies = new ProxyEnvironment(environment);
    return new HttpClientByScheme(
        scheme ->
            UrlConnectionHttpClient.builder()
                .proxyConfiguration(proxies.forScheme(scheme))
                .buildWithDefaults(HTTP_TIMEOUTS));
  }

  private static RetryStrategy retryStrategy() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(MAX_ATTEMPTS)
        .circuitBreakerEnabled(false)
        .build();
  }
}
