package initialkeys.cli.aws;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;

/**
 * The Region whose endpoints the preview calls. IAM is one service of a whole partition, so any
 * Region of the account's partition will do.
 *
 * @param environment the environment variables
 * @param sdk the SDK's own sources: AWS_REGION, the profile and the instance
 */
record CallerRegion(Map<String, String> environment, AwsRegionProvider sdk) {

  /** The configured Region; without one, a Region of the partition that most accounts are in. */
  Region region() {
    return Optional.ofNullable(environment.get("AWS_REGION"))
        // The AWS CLI's variable, which the SDK does not read; the CLI prefers it to the profile.
        .or(() -> Optional.ofNullable(environment.get("AWS_DEFAULT_REGION")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(Region::of)
        .or(this::ofSdk)
        .orElse(Region.US_EAST_1);
  }

  private Optional<Region> ofSdk() {
    try {
      return Optional.ofNullable(sdk.getRegion());
    } catch (SdkException none) {
      return Optional.empty();
    }
  }
}
