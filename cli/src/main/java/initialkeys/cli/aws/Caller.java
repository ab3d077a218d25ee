package initialkeys.cli.aws;

import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.aws.ProxyEnvironment;
import initialkeys.cli.aws.configuration.SdkSettings;
import initialkeys.cli.terminal.OneLine;
import initialkeys.cli.terminal.TerminalQuestion;
import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Who runs the command: the clients that call AWS with the caller's own credentials. */
public final class Caller {

  /** What CloudTrail shows as the name of a session in a member account. */
  private static final String SESSION_NAME = "initial-keys-preview";

  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");

  private final Region region;
  private final StsClient sts;
  private final IamClient iam;
  private final ConfigClient config;
  private final Organization organization;
  private final Supplier<DeploymentClients> deployment;
  private final Function<AwsCredentials, StsClient> stsOf;

  /**
   * @param region the Region whose endpoints are called
   * @param organization the caller's Organization, if it has one
   * @param deployment the services that a deployment of the rule uses; created when they are needed
   * @param stsOf AWS STS with other credentials
   */
  public Caller(
      Region region,
      StsClient sts,
      IamClient iam,
      ConfigClient config,
      Organization organization,
      Supplier<DeploymentClients> deployment,
      Function<AwsCredentials, StsClient> stsOf) {
    this.region = region;
    this.sts = sts;
    this.iam = iam;
    this.config = config;
    this.organization = organization;
    this.deployment = deployment;
    this.stsOf = stsOf;
  }

  public Region region() {
    return region;
  }

  public StsClient sts() {
    return sts;
  }

  public IamClient iam() {
    return iam;
  }

  public ConfigClient config() {
    return config;
  }

  public Organization organization() {
    return organization;
  }

  public Supplier<DeploymentClients> deployment() {
    return deployment;
  }

  public Function<AwsCredentials, StsClient> stsOf() {
    return stsOf;
  }

  /**
   * The caller whose credentials this machine has.
   *
   * @param profile the profile that an option names
   * @param regionName the Region that an option names
   * @throws AwsAccessException when there are none
   */
  public static Caller of(Optional<String> profile, Optional<String> regionName) {
    return of(System.getenv(), profile, regionName);
  }

  /**
   * The caller in an environment.
   *
   * @param environment the environment variables
   */
  public static Caller of(
      Map<String, String> environment, Optional<String> profile, Optional<String> regionName) {
    // The SDK's own clients, which sign in and assume roles, look at these properties.
    proxies(environment).forEach(Caller::set);
    CallerProfile callerProfile = CallerProfile.of(profile, environment);
    ConfigurationFiles files = ConfigurationFiles.ofMachine(environment);
    useTemporaryFiles(
        files.sdkSettings(callerProfile.name()),
        CertificateBundle.of(
            environment, files.properties(callerProfile.name()), callerProfile.name()));
    Region region =
        regionName
            .map(name -> CallerRegion.parse("--region", name))
            .orElseGet(
                () ->
                    new CallerRegion(
                            environment,
                            callerProfile,
                            files,
                            DefaultAwsRegionProviderChain.builder().build())
                        .region());
    // The SDK looks at this property before the environment.
    set(SdkSystemSetting.AWS_REGION.property(), region.id());
    CallerCredentials credentials =
        created(
            () -> CallerCredentials.of(environment, callerProfile, files, TerminalQuestion::ask));
    Caller caller = created(() -> of(region, credentials));
    credentials.resolveCredentials();
    return caller;
  }

  /** The SDK reads settings such as AWS_MAX_ATTEMPTS and AWS_ENDPOINT_URL for each client. */
  private static <T> T created(Supplier<T> withClients) {
    try {
      return withClients.get();
    } catch (InvalidInputException rejected) {
      throw rejected;
    } catch (SdkClientException
        | IllegalArgumentException
        | IllegalStateException
        | NullPointerException unusable) {
      if (unusable.getMessage() == null) throw unusable;
      throw new AwsAccessException(
          "The AWS SDK rejects a setting (%s). Correct or unset the variable, or the property of the profile, that has this value."
              .formatted(OneLine.of(unusable.getMessage())),
          unusable);
    }
  }

  private static void useTemporaryFiles(
      SdkSettings settings, Optional<CertificateBundle> authorities) {
    try {
      authorities.ifPresent(CertificateBundle::trust);
      settings.use();
    } catch (IOException | UncheckedIOException failed) {
      throw new AwsAccessException(
          "The folder '%s' for temporary files cannot be written to. Check its permissions and the free space."
              .formatted(OneLine.of(System.getProperty("java.io.tmpdir"))),
          failed);
    }
  }

  private static Map<String, String> proxies(Map<String, String> environment) {
    try {
      return new ProxyEnvironment(environment).systemProperties();
    } catch (IllegalStateException unusable) {
      // A variable that names a proxy is not a URL; the message says which.
      throw new AwsAccessException(unusable.getMessage(), unusable);
    }
  }

  private static Caller of(Region region, AwsCredentialsProvider credentials) {
    ApiCallCounter calls = new ApiCallCounter();
    StsClient sts = AwsClients.sts(credentials, calls);
    return new Caller(
        region,
        sts,
        AwsClients.iam(credentials, calls),
        AwsClients.config(credentials, calls),
        new Organization(
            AwsClients.configured(OrganizationsClient.builder(), credentials, calls).build(),
            role -> AwsClients.iam(assume(role, sts), calls)),
        () -> created(() -> DeploymentClients.of(credentials, calls)),
        other -> AwsClients.sts(StaticCredentialsProvider.create(other), calls));
  }

  private static void set(String property, String value) {
    System.setProperty(property, value);
  }

  /** The role's credentials allow what the preview calls, whatever else the role allows. */
  private static AwsCredentialsProvider assume(String roleArn, StsClient sts) {
    StsAssumeRoleCredentialsProvider credentials =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(
                request ->
                    request
                        .roleArn(roleArn)
                        .roleSessionName(SESSION_NAME)
                        .policy(ReadActions.sessionPolicy()))
            .build();
    try {
      credentials.resolveCredentials();
      return credentials;
    } catch (SdkException rejected) {
      throw new AwsAccessException(
          "The role cannot be assumed: %s It must exist in the account and trust your identity."
              .formatted(new AwsFailure(rejected).message()),
          rejected);
    }
  }

  /**
   * The account that the credentials belong to.
   *
   * @throws AwsAccessException when the response has none
   */
  public String accountId() {
    return Optional.ofNullable(sts.getCallerIdentity().account())
        .filter(id -> ACCOUNT_ID.matcher(id).matches())
        .orElseThrow(
            () ->
                new AwsAccessException(
                    "AWS STS returned no account id. Check for a proxy or a sign-in page between"
                        + " this computer and AWS.",
                    null));
  }

  /** The partition of the account, such as aws or aws-cn. */
  public String partition() {
    return PartitionMetadata.of(region).id();
  }
}
