package initialkeys.cli.aws;

import initialkeys.cli.aws.configuration.AccessKey;
import initialkeys.cli.terminal.OneLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

/**
 * The caller's credentials, from every source that the AWS CLI has, in its order: environment
 * variables, profiles (roles, web identity, IAM Identity Center, access keys, {@code aws login},
 * processes), containers and instances. The first source that is configured is the only one: when
 * it fails, another one could belong to another account.
 */
final class CallerCredentials implements AwsCredentialsProvider {

  private static final String WHAT_TO_RUN =
      "Run `aws configure`, `aws sso login` or `aws login`, or set AWS_PROFILE.";
  private static final String NONE = "No AWS credentials found. " + WHAT_TO_RUN;
  private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
  private static final String CREDENTIAL_FILE = "AWS_CREDENTIAL_FILE";

  private final AwsCredentialsProvider source;
  private final Function<RuntimeException, String> message;

  /**
   * @param message why the source has failed and what to do, in one line
   */
  CallerCredentials(AwsCredentialsProvider source, Function<RuntimeException, String> message) {
    this.source = source;
    this.message = message;
  }

  /**
   * The first source that is configured.
   *
   * @param person asks the person at the terminal; empty where there is none
   * @throws AwsAccessException when there is none, or it lacks something
   */
  static CallerCredentials of(
      Map<String, String> environment,
      CallerProfile profile,
      ConfigurationFiles files,
      Function<String, Optional<String>> person) {
    String name = profile.name();
    if (profile.named().isPresent() && !files.has(name)) {
      throw rejected(
          "AWS profile '%s' is not in the configuration files; `aws configure list-profiles` lists them."
              .formatted(OneLine.of(name)));
    }
    // A profile that an option names goes before the keys and the web identity of the environment.
    Map<String, String> variables = profile.option().isPresent() ? Map.of() : environment;
    if (!variables.getOrDefault(KEY_ID, "").isEmpty()) return ofKey(variables);
    Optional<CallerCredentials> ofProfile =
        new ProfileCredentials(files, environment, name, person).find(variables);
    if (ofProfile.isPresent()) return ofProfile.get();
    // The AWS CLI goes on here; a profile that is named must not be replaced by a machine's role.
    if (profile.named().isPresent()) {
      throw rejected(
          "AWS profile '%s' contains no credentials. %s".formatted(OneLine.of(name), WHAT_TO_RUN));
    }
    return ofMachine(environment);
  }

  /**
   * The access key of the environment.
   *
   * @throws AwsAccessException when there is only a part of it
   */
  static CallerCredentials ofKey(Map<String, String> environment) {
    String id = environment.get(KEY_ID).strip();
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "").strip();
    if (id.isEmpty() || secret.isEmpty()) {
      throw rejected(
          "The environment has only a part of an access key. Set both AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or neither.");
    }
    String token =
        Stream.of("AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN")
            .map(variable -> environment.getOrDefault(variable, "").strip())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    return of(AccessKey.of(id, secret, token));
  }

  /** An access key, which needs no call. */
  static CallerCredentials of(AwsCredentials key) {
    return new CallerCredentials(() -> key, _ -> NONE);
  }

  private static CallerCredentials ofMachine(Map<String, String> environment) {
    Optional<CallerCredentials> ofOlderTool = ofOlderTool(environment);
    if (ofOlderTool.isPresent()) return ofOlderTool.get();
    if (isInContainer(environment)) {
      return new CallerCredentials(
          ContainerCredentialsProvider.builder().build(),
          failed ->
              "The credentials of the container cannot be loaded: %s"
                  .formatted(new AwsFailure(failed).message()));
    }
    return new CallerCredentials(InstanceProfileCredentialsProvider.create(), _ -> NONE);
  }

  /** The files of older tools, which the AWS CLI reads before the sources of a machine. */
  private static Optional<CallerCredentials> ofOlderTool(Map<String, String> environment) {
    if (environment.containsKey(CREDENTIAL_FILE)) {
      Path file = ConfigurationFiles.path(environment, CREDENTIAL_FILE, "");
      Map<String, String> key = lines(file);
      if (key.containsKey("AWSAccessKeyId")) {
        return Optional.of(ofFile(file, key, "AWSAccessKeyId", "AWSSecretKey"));
      }
    }
    return Stream.of("/etc/boto.cfg", "~/.boto")
        .map(standard -> ConfigurationFiles.path(environment, "BOTO_CONFIG", standard))
        .distinct()
        .flatMap(
            file ->
                Stream.ofNullable(ConfigurationFiles.read(file).get("Credentials"))
                    .filter(key -> key.containsKey("aws_access_key_id"))
                    .map(key -> ofFile(file, key, "aws_access_key_id", "aws_secret_access_key")))
        .findFirst();
  }

  private static Map<String, String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split("=", 2))
          .filter(parts -> parts.length == 2)
          .collect(
              Collectors.toMap(
                  parts -> parts[0].strip(), parts -> parts[1].strip(), (_, last) -> last));
    } catch (IOException failed) {
      throw rejected(
          "%s names the file '%s', which cannot be read. Correct it, or unset it."
              .formatted(CREDENTIAL_FILE, OneLine.of(file.toString())));
    }
  }

  private static CallerCredentials ofFile(
      Path file, Map<String, String> key, String id, String secret) {
    if (key.get(id).isEmpty() || key.getOrDefault(secret, "").isEmpty()) {
      throw rejected(
          "The file '%s' has only a part of an access key. Correct it, or run `aws configure`."
              .formatted(OneLine.of(file.toString())));
    }
    return of(AccessKey.of(key.get(id), key.get(secret), ""));
  }

  static boolean isInContainer(Map<String, String> environment) {
    return environment.containsKey("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        || environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  }

  private static AwsAccessException rejected(String message) {
    return new AwsAccessException(message, null);
  }

  /**
   * The credentials.
   *
   * @throws AwsAccessException when they cannot be loaded
   */
  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentials credentials = load();
    String token =
        credentials instanceof AwsSessionCredentials session ? session.sessionToken() : "";
    // In a header they would be an error whose message quotes them.
    if (Stream.of(credentials.accessKeyId(), credentials.secretAccessKey(), token)
        .anyMatch(text -> text.chars().anyMatch(Character::isISOControl))) {
      throw rejected(
          "The AWS credentials have a line break or another control character. Remove it where"
              + " they are set.");
    }
    return credentials;
  }

  private AwsCredentials load() {
    try {
      return source.resolveCredentials();
    } catch (RuntimeException failed) {
      // The message of the source that has failed, when a role needs the credentials of another.
      throw new AwsFailure(failed)
          .find(AwsAccessException.class)
          // Without the cause: the SDK would replace this exception when it finds one of its own.
          .orElseGet(() -> new AwsAccessException(message.apply(failed), null));
    }
  }
}
