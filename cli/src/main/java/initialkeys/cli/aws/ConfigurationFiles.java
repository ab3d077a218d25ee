package initialkeys.cli.aws;

import initialkeys.cli.terminal.OneLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.utils.StringInputStream;

/**
 * The AWS configuration files. A profile can have more than one source of credentials; which one
 * counts is decided as the AWS CLI decides, because the SDK has another order.
 */
final class ConfigurationFiles {

  private static final Pattern LINE = Pattern.compile("on line ([0-9]+)");

  /** What the AWS CLI expands in a path, and the SDK does not. */
  private static final Pattern EXPANDED = Pattern.compile("\\$|^~[^/\\\\]");

  private static final String KEY_ID = "aws_access_key_id";
  private static final String SECURITY_TOKEN = "aws_security_token";
  private static final String SESSION_TOKEN = "aws_session_token";

  /** Where a profile has its credentials from. */
  enum Source {
    ROLE,
    WEB_IDENTITY,
    IDENTITY_CENTER,
    SIGN_IN,
    PROCESS,
    ACCESS_KEY;

    /** The properties without those that belong to other sources only. */
    Map<String, String> of(Map<String, String> all) {
      return all.entrySet().stream()
          .filter(property -> isOwn(property.getKey()) || isOfNone(property.getKey()))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean isOwn(String property) {
      return PROPERTIES.get(this).contains(property);
    }

    private static boolean isOfNone(String property) {
      return PROPERTIES.values().stream().noneMatch(of -> of.contains(property));
    }
  }

  private static final Map<Source, Set<String>> PROPERTIES =
      Map.of(
          Source.ROLE, Set.of("role_arn", "source_profile", "credential_source"),
          Source.WEB_IDENTITY, Set.of("role_arn", "web_identity_token_file"),
          Source.IDENTITY_CENTER,
              Set.of(
                  "sso_account_id", "sso_role_name", "sso_session", "sso_start_url", "sso_region"),
          Source.SIGN_IN, Set.of("login_session"),
          Source.PROCESS, Set.of("credential_process"),
          Source.ACCESS_KEY,
              Set.of(KEY_ID, "aws_secret_access_key", SECURITY_TOKEN, SESSION_TOKEN));

  private final ProfileFile credentials;
  private final ProfileFile configuration;
  private final ProfileFile all;

  ConfigurationFiles(ProfileFile credentials, ProfileFile configuration) {
    this.credentials = credentials;
    this.configuration = configuration;
    this.all = ProfileFile.aggregator().addFile(credentials).addFile(configuration).build();
  }

  /**
   * The configuration files of this machine.
   *
   * @param environment the environment variables
   * @param profile the profile that the command uses
   * @throws AwsAccessException when one of them cannot be read
   */
  static ConfigurationFiles ofMachine(Map<String, String> environment, String profile) {
    for (String variable : List.of("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE")) {
      if (EXPANDED.matcher(environment.getOrDefault(variable, "")).find()) {
        throw new AwsAccessException(
            "%s contains $ or ~NAME, which is not expanded here. Set it to the full path."
                .formatted(variable),
            null);
      }
    }
    return new ConfigurationFiles(
        read(ProfileFileLocation.credentialsFilePath(), ProfileFile.Type.CREDENTIALS, profile),
        read(ProfileFileLocation.configurationFilePath(), ProfileFile.Type.CONFIGURATION, profile));
  }

  /** As for the AWS CLI, a file that does not exist has no profiles. */
  static ProfileFile read(Path file, ProfileFile.Type type, String profile) {
    if (!Files.isRegularFile(file)) return ProfileFile.aggregator().build();
    String text = text(file);
    Optional<String> correction = new ConfigurationSyntax(type, profile).correction(text);
    if (correction.isPresent()) throw unreadable(file, correction.get(), null);
    try {
      return ProfileFile.builder().content(new StringInputStream(text)).type(type).build();
    } catch (RuntimeException malformed) {
      throw unreadable(file, correction(malformed), malformed);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw unreadable(file, "check its permissions", failed);
    }
  }

  private static AwsAccessException unreadable(Path file, String correction, Exception cause) {
    return new AwsAccessException(
        "The AWS configuration file '%s' cannot be read: %s."
            .formatted(OneLine.of(file.toString()), correction),
        cause);
  }

  /** The SDK's own message is not shown: lines of these files have secrets. */
  private static String correction(RuntimeException malformed) {
    return LINE.matcher(String.valueOf(malformed.getMessage()))
        .results()
        .map(line -> "correct line " + line.group(1))
        .findFirst()
        .orElse("correct its lines");
  }

  boolean has(String profile) {
    return all.profile(profile).isPresent();
  }

  /** The properties of a profile; none when it does not exist. */
  Map<String, String> properties(String profile) {
    return properties(all.profile(profile));
  }

  /**
   * The properties of a profile for one source. As for the AWS CLI, all parts of an access key are
   * those of one file, and the older name of its session token goes first.
   */
  Map<String, String> properties(String profile, Source source) {
    if (source != Source.ACCESS_KEY) return source.of(properties(profile));
    Map<String, String> key =
        new HashMap<>(
            source.of(
                properties(
                    (keyIsInCredentials(profile) ? credentials : configuration).profile(profile))));
    Optional.ofNullable(key.remove(SECURITY_TOKEN))
        .ifPresent(token -> key.put(SESSION_TOKEN, token));
    return key;
  }

  private boolean keyIsInCredentials(String profile) {
    return properties(credentials.profile(profile)).containsKey(KEY_ID);
  }

  /** A section that profiles refer to for IAM Identity Center. */
  Map<String, String> session(String name) {
    return properties(all.getSection("sso-session", name));
  }

  /** As for the AWS CLI, upper and lower case make no difference in the name of a property. */
  private static Map<String, String> properties(Optional<Profile> section) {
    return section.map(Profile::properties).orElse(Map.of()).entrySet().stream()
        .collect(
            Collectors.toMap(
                property -> property.getKey().toLowerCase(Locale.ROOT),
                Map.Entry::getValue,
                (_, last) -> last));
  }

  /** Whether the caller's profile takes its credentials from a role: this goes first. */
  boolean isRole(String profile) {
    Map<String, String> properties = properties(profile);
    return properties.containsKey("role_arn") && !properties.containsKey("web_identity_token_file");
  }

  /** The source of the caller's profile, when it is neither a role nor a web identity. */
  Optional<Source> source(String profile) {
    Map<String, String> properties = properties(profile);
    if (properties.containsKey("sso_account_id") || properties.containsKey("sso_role_name")) {
      return Optional.of(Source.IDENTITY_CENTER);
    }
    if (keyIsInCredentials(profile)) {
      return Optional.of(Source.ACCESS_KEY);
    }
    if (properties.containsKey("login_session")) return Optional.of(Source.SIGN_IN);
    if (properties.containsKey("credential_process")) return Optional.of(Source.PROCESS);
    return properties.containsKey(KEY_ID) ? Optional.of(Source.ACCESS_KEY) : Optional.empty();
  }

  /** The source of a profile that another one names in source_profile: a role goes last. */
  Optional<Source> sourceOfSourceProfile(String profile) {
    Map<String, String> properties = properties(profile);
    if (isRole(profile)
        && !properties.containsKey(KEY_ID)
        && !properties.containsKey("aws_secret_access_key")) {
      return Optional.of(Source.ROLE);
    }
    return properties.containsKey("web_identity_token_file")
        ? Optional.of(Source.WEB_IDENTITY)
        : source(profile);
  }
}
