package initialkeys.cli.aws;

import initialkeys.cli.aws.configuration.ConfigurationFile;

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
        ConfigurationFile.sections(credentials), ConfigurationFile.sections(configuration));
  }
}
