package initialkeys.cli.aws;

import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

/** AWS configuration files with the texts of a test. */
final class TestConfiguration {

  /** An access key, as both files have it. */
  static final String KEY =
      """
      aws_access_key_id = %s
      aws_secret_access_key = secret
      """;

  private TestConfiguration() {}

  static ConfigurationFiles of(String configuration) {
    return of("", configuration);
  }

  static ConfigurationFiles of(String credentials, String configuration) {
    return new ConfigurationFiles(
        file(credentials, ProfileFile.Type.CREDENTIALS),
        file(configuration, ProfileFile.Type.CONFIGURATION));
  }

  private static ProfileFile file(String text, ProfileFile.Type type) {
    return ProfileFile.builder().content(new StringInputStream(text)).type(type).build();
  }
}
