package initialkeys;

import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The SDK's clients as this function needs them: the JDK's own HTTP client, and standard retry with
 * patience (F23: IAM throttles at rates that nobody publishes). Adaptive retry would, after one
 * early throttling, let a request through every other second; the circuit breaker would give up
 * early in a large account, where a tenth of the calls may be throttled for minutes. Region and
 * credentials are the environment's.
 */
final class AwsClients {

  /** With all its retries: a call that takes longer has failed. */
  static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  /** Waits of up to 1, 2, 4, 8, 16 and 20 seconds when throttled; shorter ones otherwise. */
  private static final int ATTEMPTS = 7;

  private AwsClients() {}

  static IamClient iam(AwsCalls calls) {
    return configured(IamClient.builder(), calls).build();
  }

  static ConfigClient config(AwsCalls calls) {
    return configured(ConfigClient.builder(), calls).build();
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, AwsCalls calls) {
    return builder
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(20)))
        .overrideConfiguration(
            settings ->
                settings
                    .apiCallTimeout(LONGEST_CALL)
                    .retryStrategy(patient())
                    .addExecutionInterceptor(calls));
  }

  private static RetryStrategy patient() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(ATTEMPTS)
        .circuitBreakerEnabled(false)
        .build();
  }
}
