package initialkeys.aws;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
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
 * patience (F23: IAM throttles at rates that nobody publishes). Adaptive retry would, after one
 * early throttling, let a request through every other second; the circuit breaker would give up
 * early in a large account, where a tenth of the calls may be throttled for minutes. The Region is
 * the environment's.
 */
public final class AwsClients {

  /** Waits of up to 1, 2, 4, 8, 16 and 20 seconds when throttled; shorter ones otherwise. */
  private static final int ATTEMPTS = 7;

  /** How long one call may take, with all its retries. */
  public static final Duration API_CALL_TIMEOUT = Duration.ofSeconds(60);

  /** How long a connection and the next byte of an answer may take: a third of a call's minute. */
  public static final AttributeMap PATIENCE =
      AttributeMap.builder()
          .put(SdkHttpConfigurationOption.CONNECTION_TIMEOUT, Duration.ofSeconds(5))
          .put(SdkHttpConfigurationOption.READ_TIMEOUT, Duration.ofSeconds(20))
          .build();

  /**
   * One for all clients, since each would read the trusted certificates for itself; made while the
   * first client is, since both take their time.
   */
  private static final SideBySide<SdkHttpClient> HTTP = SideBySide.begin(AwsClients::http);

  private AwsClients() {}

  public static IamClient iam(AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return configured(IamClient.builder(), credentials, calls).build();
  }

  public static ConfigClient config(AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return configured(ConfigClient.builder(), credentials, calls).build();
  }

  /** Regional, as all of the SDK's: the other Regions' troubles are not this one's. */
  public static StsClient sts(AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return configured(StsClient.builder(), credentials, calls).build();
  }

  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return builder
        .credentialsProvider(credentials)
        .httpClientBuilder(defaults -> HTTP.get())
        .overrideConfiguration(
            settings ->
                settings
                    .apiCallTimeout(API_CALL_TIMEOUT)
                    .retryStrategy(patient())
                    .addExecutionInterceptor(calls)
                    .addExecutionInterceptor(new EmptyResponseInterceptor()));
  }

  private static SdkHttpClient http() {
    return UrlConnectionHttpClient.builder().buildWithDefaults(PATIENCE);
  }

  private static RetryStrategy patient() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(ATTEMPTS)
        .circuitBreakerEnabled(false)
        .retryOnException(AwsClients::isCutOff)
        .build();
  }

  /** An answer of IAM that ended on its way. Every call here may be made twice. */
  private static boolean isCutOff(Throwable failed) {
    return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
        .anyMatch(XMLStreamException.class::isInstance);
  }
}
