package initialkeys.cli.aws.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * What a profile sets for the SDK's clients, such as FIPS endpoints. The clients read it from a
 * file of this program: the SDK rejects or ignores a part of what the AWS CLI accepts in a
 * configuration file.
 */
public final class SdkSettings {

  /** None of them is secret. */
  private static final Pattern NAME =
      Pattern.compile(
          "endpoint_url|ignore_configured_endpoint_urls|use_(dualstack|fips)_endpoint"
              + "|(ec2_metadata|metadata_service)_\\w+");

  private final Map<String, String> profile;
  private final Map<String, String> services;

  /**
   * @param profile the properties of the caller's profile
   * @param services those of the services section that it names
   */
  public SdkSettings(Map<String, String> profile, Map<String, String> services) {
    this.profile = profile;
    this.services = services;
  }

  /** Has the clients of this process use these settings, and read no other file. */
  public void use() {
    try {
      Path file = Files.writeString(Files.createTempFile("initial-keys-", ".config"), text());
      file.toFile().deleteOnExit();
      set(ProfileFileSystemSetting.AWS_PROFILE, "default");
      set(ProfileFileSystemSetting.AWS_CONFIG_FILE, file.toString());
      set(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE, file + ".none");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void set(ProfileFileSystemSetting setting, String value) {
    System.setProperty(setting.property(), value);
  }

  String text() {
    StringBuilder text = new StringBuilder("[default]\nservices=of-profile\n");
    profile.forEach(
        (name, value) -> {
          if (NAME.matcher(name).matches()) append(text, name, value);
        });
    text.append("[services of-profile]\n");
    services.forEach((name, value) -> append(text, name, value));
    return text.toString();
  }

  private static void append(StringBuilder text, String name, String value) {
    text.append(name).append('=').append(value.replace("\n", "\n ")).append('\n');
  }
}
