package initialkeys.cli.aws;

import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of the services that a deployment of the rule uses, with the caller's credentials. */
public final class DeploymentClients {

  private final LambdaClient lambda;
  private final CloudWatchClient cloudWatch;
  private final SqsClient sqs;
  private final SecurityHubClient securityHub;
  private final Function<Region, ConfigClient> configOf;

  /**
   * @param configOf AWS Config in another Region
   */
  public DeploymentClients(
      LambdaClient lambda,
      CloudWatchClient cloudWatch,
      SqsClient sqs,
      SecurityHubClient securityHub,
      Function<Region, ConfigClient> configOf) {
    this.lambda = lambda;
    this.cloudWatch = cloudWatch;
    this.sqs = sqs;
    this.securityHub = securityHub;
    this.configOf = configOf;
  }

  public LambdaClient lambda() {
    return lambda;
  }

  public CloudWatchClient cloudWatch() {
    return cloudWatch;
  }

  public SqsClient sqs() {
    return sqs;
  }

  public SecurityHubClient securityHub() {
    return securityHub;
  }

  public Function<Region, ConfigClient> configOf() {
    return configOf;
  }

  static DeploymentClients of(AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return new DeploymentClients(
        AwsClients.configured(LambdaClient.builder(), credentials, calls).build(),
        AwsClients.configured(CloudWatchClient.builder(), credentials, calls).build(),
        AwsClients.configured(SqsClient.builder(), credentials, calls).build(),
        AwsClients.configured(SecurityHubClient.builder(), credentials, calls).build(),
        region ->
            AwsClients.configured(ConfigClient.builder(), credentials, calls)
                .region(region)
                .build());
  }
}
