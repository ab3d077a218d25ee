package initialkeys.cli.aws;

import initialkeys.decision.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;

/**
 * The Region whose endpoints a command calls. For a preview it may be any Region of the account's
 * partition, because IAM is global within a partition.
 */
final class CallerRegion {

  private static final Pattern FORMAT = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");

  private static final int LONGEST_SHOWN = 30;

  private final Map<String, String> environment;
  private final CallerProfile profile;
  private final ConfigurationFiles files;
  private final AwsRegionProvider sdk;

  /**
   * @param environment the environment variables
   * @param profile the profile whose Region is used
   * @param sdk the SDK's own sources, for a Region that only the EC2 instance metadata has
   */
  CallerRegion(
      Map<String, String> environment,
      CallerProfile profile,
      ConfigurationFiles files,
      AwsRegionProvider sdk) {
    this.environment = environment;
    this.profile = profile;
    this.files = files;
    this.sdk = sdk;
  }

  /** The configured Region; by default us-east-1, in the partition that most accounts are in. */
  Region region() {
    return named("AWS_REGION")
        // The AWS CLI's variable, which the SDK does not read; the CLI prefers it to the profile.
        .or(() -> named("AWS_DEFAULT_REGION"))
        .or(this::ofProfile)
        .or(this::ofSdk)
        .orElse(Region.US_EAST_1);
  }

  private Optional<Region> named(String variable) {
    return parse(variable, Optional.ofNullable(environment.get(variable)));
  }

  private Optional<Region> ofProfile() {
    return parse(
        CallerProfile.property("region", profile.name()),
        Optional.ofNullable(files.properties(profile.name()).get("region")));
  }

  private static Optional<Region> parse(String source, Optional<String> value) {
    return value
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> parse(source, name));
  }

  /**
   * Parses the name of a Region.
   *
   * @throws InvalidInputException when it cannot be the name of a Region
   */
  static Region parse(String source, String name) {
    if (FORMAT.matcher(name).matches()) return Region.of(name);
    String allowed = "the name of a Region, such as eu-west-1";
    // Text that is so long may be a secret key.
    throw name.length() > LONGEST_SHOWN
        ? InvalidInputException.withoutValue(source, name.length() + " characters long", allowed)
        : new InvalidInputException(source, name, allowed);
  }

  private Optional<Region> ofSdk() {
    try {
      return Optional.ofNullable(sdk.getRegion());
    } catch (SdkException none) {
      return Optional.empty();
    }
  }
}
