package initialkeys.cli.aws.configuration;

import java.io.IOException;
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

  /** A file that does not exist has no settings. Nobody else can create it in this folder. */
  private static final String NO_FILE =
      Path.of(System.getProperty("java.home"), "initial-keys-has-no-such-file").toString();

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

  /**
   * Has the clients of this process use these settings, and read no other file. Most profiles have
   * none: then no file is written.
   *
   * @throws IOException when the file cannot be written
   */
  public void use() throws IOException {
    String text = text();
    set(ProfileFileSystemSetting.AWS_PROFILE, "default");
    set(ProfileFileSystemSetting.AWS_CONFIG_FILE, text.isEmpty() ? NO_FILE : file(text));
    set(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE, NO_FILE);
  }

  private static String file(String text) throws IOException {
    Path file = Files.writeString(Files.createTempFile("initial-keys-", ".config"), text);
    file.toFile().deleteOnExit();
    return file.toString();
  }

  private static void set(ProfileFileSystemSetting setting, String value) {
    System.setProperty(setting.property(), value);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    profile.forEach(
        (name, value) -> {
          if (NAME.matcher(name).matches()) append(text, name, value);
        });
    if (text.isEmpty() && services.isEmpty()) return "";
    text.insert(0, "[default]\nservices=of-profile\n").append("[services of-profile]\n");
    services.forEach((name, value) -> append(text, name, value));
    return text.toString();
  }

  private static void append(StringBuilder text, String name, String value) {
    text.append(name).append('=').append(value.replace("\n", "\n ")).append('\n');
  }
}
