package initialkeys.aws;

import initialkeys.simulation.http.FakeAwsServer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * The function's own clients, whose requests go to a simulated AWS and whose retries do not wait.
 */
final class WireClients {

  static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(
          AwsBasicCredentials.create("AKIAFUNCTION00000000", "secret"));

  private WireClients() {}

  static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, FakeAwsServer wire) {
    return client(builder, wire, new ApiCallCounter());
  }

  static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, FakeAwsServer wire, ApiCallCounter calls) {
    return withoutWaits(builder, calls).endpointOverride(wire.address()).build();
  }

  static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B withoutWaits(
      B builder, ApiCallCounter calls) {
    B ours = AwsClients.configured(builder, CREDENTIALS, calls);
    ClientOverrideConfiguration configuration = ours.overrideConfiguration();
    StandardRetryStrategy retries =
        (StandardRetryStrategy) configuration.retryStrategy().orElseThrow();
    return ours.region(Region.EU_WEST_1)
        .overrideConfiguration(
            configuration.toBuilder()
                .retryStrategy(
                    retries.toBuilder()
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .build())
                .build());
  }
}
