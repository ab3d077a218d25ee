package initialkeys.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
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
  public static final int MAX_ATTEMPTS = 7;

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
      BackgroundTask.start(() -> http(System.getenv()));

  static {
    // Since JDK 24 a document may have 100,000 entity references, by each of these two limits. Each
    // & in the path of a user is two, one in Path and one in Arn, and a page has 1,000 users. To
    // lift them is safe: only responses of AWS's own endpoints are parsed, and the SDK's parser
    // reads no DTD, so no entity stands for more than one character. The other limits are on
    // names, attributes and depth, which the AWS API fixes, and on what a DTD declares. A parser
    // takes the limits when it is created, so they are lifted before there is a client.
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

  /**
   * Security Hub, without the SDK's client of it, whose 9 MB would make the jar nearly twice as
   * large. The endpoint is that of the SDK.
   */
  static SignedHttpClient securityHub(AwsCredentialsProvider credentials, ApiCallCounter calls) {
    Region region = DefaultAwsRegionProviderChain.builder().build().getRegion();
    return securityHub(securityHubIn(region), credentials, retryStrategy(), calls);
  }

  static SignedHttpClient.Endpoint securityHubIn(Region region) {
    URI address =
        AwsClientEndpointProvider.builder()
            .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_SECURITYHUB")
            .serviceEndpointOverrideSystemProperty("aws.endpointUrlSecurityHub")
            .serviceProfileProperty("securityhub")
            .profileFile(ProfileFile::defaultProfileFile)
            .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
            .serviceEndpointPrefix("securityhub")
            .defaultProtocol("https")
            .region(region)
            .build()
            .clientEndpoint();
    return new SignedHttpClient.Endpoint("securityhub", region.id(), address);
  }

  /** With another endpoint and another retry strategy. */
  public static SignedHttpClient securityHub(
      SignedHttpClient.Endpoint endpoint,
      AwsCredentialsProvider credentials,
      RetryStrategy retries,
      ApiCallCounter calls) {
    return new SignedHttpClient(endpoint, credentials, BackgroundTask.join(HTTP), retries, calls);
  }

  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, AwsCredentialsProvider credentials, ApiCallCounter calls) {
    return builder
        .credentialsProvider(credentials)
        .httpClientBuilder(defaults -> BackgroundTask.join(HTTP))
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
