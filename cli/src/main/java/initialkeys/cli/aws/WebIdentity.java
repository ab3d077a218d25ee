package initialkeys.cli.aws;

import initialkeys.cli.terminal.OneLine;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/**
 * The caller's role for a web identity. As for the AWS CLI, each of its settings is that of the
 * environment, or else that of the profile.
 */
final class WebIdentity {

  private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
  private static final String TOKEN_FILE_OF_PROFILE = "web_identity_token_file";

  private final Map<String, String> environment;
  private final Map<String, String> properties;
  private final String profile;

  /**
   * @param environment the environment variables; none when an option names the profile
   * @param properties those of the profile
   * @param profile its name
   */
  WebIdentity(Map<String, String> environment, Map<String, String> properties, String profile) {
    this.environment = environment;
    this.properties = properties;
    this.profile = profile;
  }

  boolean isConfigured() {
    return setting(TOKEN_FILE, TOKEN_FILE_OF_PROFILE).isPresent();
  }

  /** An empty variable goes before the profile too. */
  private Optional<String> setting(String variable, String property) {
    return Optional.ofNullable(environment.getOrDefault(variable, properties.get(property)))
        .filter(value -> !value.isEmpty());
  }

  /**
   * The provider of the role's credentials.
   *
   * @throws AwsAccessException when there is no role, or the token file cannot be read
   */
  AwsCredentialsProvider provider() {
    String role = role();
    String file = setting(TOKEN_FILE, TOKEN_FILE_OF_PROFILE).orElseThrow();
    if (!isReadable(file)) {
      throw new AwsAccessException(
          "The token file '%s' cannot be read. Correct %s.".formatted(OneLine.of(file), source()),
          null);
    }
    return WebIdentityTokenFileCredentialsProvider.builder()
        .roleArn(role)
        .webIdentityTokenFile(Path.of(file))
        .roleSessionName(setting("AWS_ROLE_SESSION_NAME", "role_session_name").orElse(null))
        .build();
  }

  private String role() {
    return setting("AWS_ROLE_ARN", "role_arn")
        .orElseThrow(
            () ->
                new AwsAccessException(
                    "%s is set, and the role is not. Set %srole_arn in the profile."
                        .formatted(source(), environment.isEmpty() ? "" : "AWS_ROLE_ARN, or "),
                    null));
  }

  /** Why the credentials could not be loaded and what to do, in one line. */
  String message(RuntimeException failed) {
    AwsFailure failure = new AwsFailure(failed);
    return "The role for the token of %s cannot be assumed%s"
        .formatted(
            source(),
            failure
                .known()
                .map(": %s"::formatted)
                .orElseGet(() -> " (%s). Correct the settings.".formatted(failure.reason())));
  }

  private static boolean isReadable(String file) {
    try {
      return Files.isReadable(Path.of(file));
    } catch (InvalidPathException invalid) {
      return false;
    }
  }

  /** Where the token file is set. */
  private String source() {
    return environment.containsKey(TOKEN_FILE)
        ? TOKEN_FILE
        : CallerProfile.property(TOKEN_FILE_OF_PROFILE, profile);
  }
}
