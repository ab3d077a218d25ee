package initialkeys;

import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The SDK's clients as this function needs them: the JDK's own HTTP client, and adaptive retry,
 * which slows down when AWS says so (F23). Region and credentials are the environment's.
 */
final class AwsClients {

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
                settings.retryStrategy(RetryMode.ADAPTIVE_V2).addExecutionInterceptor(calls));
  }
}
