package initialkeys.cli.aws;

import initialkeys.decision.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;

/**
 * The Region whose endpoints the preview calls. IAM is one service of a whole partition, so any
 * Region of the account's partition will do.
 */
final class CallerRegion {

  private static final Pattern FORMAT = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");

  private final Map<String, String> environment;
  private final AwsRegionProvider sdk;

  /**
   * @param environment the environment variables
   * @param sdk the SDK's own sources: AWS_REGION, the profile and the instance
   */
  CallerRegion(Map<String, String> environment, AwsRegionProvider sdk) {
    this.environment = environment;
    this.sdk = sdk;
  }

  /** The configured Region; without one, a Region of the partition that most accounts are in. */
  Region region() {
    return named("AWS_REGION")
        // The AWS CLI's variable, which the SDK does not read; the CLI prefers it to the profile.
        .or(() -> named("AWS_DEFAULT_REGION"))
        .or(this::ofSdk)
        .orElse(Region.US_EAST_1);
  }

  private Optional<Region> named(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> parse(variable, name));
  }

  /**
   * A Region that somebody has written.
   *
   * @throws InvalidInputException when it cannot be the name of one
   */
  static Region parse(String source, String name) {
    if (FORMAT.matcher(name).matches()) return Region.of(name);
    throw new InvalidInputException(source, name, "the name of a Region, such as eu-west-1");
  }

  private Optional<Region> ofSdk() {
    try {
      return Optional.ofNullable(sdk.getRegion());
    } catch (SdkException none) {
      return Optional.empty();
    }
  }
}
