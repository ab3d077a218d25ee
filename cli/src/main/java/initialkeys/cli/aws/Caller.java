package initialkeys.cli.aws;

import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Who runs the command: the clients that call AWS with the caller's own credentials.
 *
 * @param region the Region whose endpoints are called
 */
public record Caller(Region region, StsClient sts, IamClient iam, ConfigClient config) {

  /**
   * The caller whose credentials this machine has.
   *
   * @param profile the profile that an option names
   * @param regionName the Region that an option names
   * @throws AwsAccessException when there are none
   */
  public static Caller of(Optional<String> profile, Optional<String> regionName) {
    Map<String, String> environment = System.getenv();
    CertificateBundle.of(environment).ifPresent(CertificateBundle::trust);
    // The SDK looks at these properties before the environment.
    profile.ifPresent(name -> set(ProfileFileSystemSetting.AWS_PROFILE.property(), name));
    Region region =
        regionName
            .map(Region::of)
            .orElseGet(
                () ->
                    new CallerRegion(environment, DefaultAwsRegionProviderChain.builder().build())
                        .region());
    set(SdkSystemSetting.AWS_REGION.property(), region.id());
    CallerCredentials credentials =
        profile.map(CallerCredentials::ofProfile).orElseGet(CallerCredentials::ofMachine);
    credentials.resolveCredentials();
    ApiCallCounter calls = new ApiCallCounter();
    return new Caller(
        region,
        AwsClients.sts(credentials, calls),
        AwsClients.iam(credentials, calls),
        AwsClients.config(credentials, calls));
  }

  private static void set(String property, String value) {
    System.setProperty(property, value);
  }

  /** The account that the credentials belong to. */
  public String accountId() {
    return sts.getCallerIdentity().account();
  }
}
