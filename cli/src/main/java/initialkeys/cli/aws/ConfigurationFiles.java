package initialkeys.cli.aws;

import initialkeys.cli.aws.configuration.ConfigurationFile;
import initialkeys.cli.aws.configuration.MalformedLineException;
import initialkeys.cli.aws.configuration.SdkSettings;
import initialkeys.cli.aws.configuration.Words;
import initialkeys.cli.terminal.OneLine;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The two AWS configuration files, with the profiles that the AWS CLI finds in them. */
final class ConfigurationFiles {

  private static final String DEFAULT = "default";

  private static final boolean IS_WINDOWS = File.separatorChar == '\\';

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([^}]*)}|\\$([A-Za-z0-9_]+)" + (IS_WINDOWS ? "|%([^%]+)%" : ""));

  private static final Pattern HOME = Pattern.compile("^~(?=$|[/\\\\])");

  private final Map<String, Map<String, String>> credentials;
  private final Map<String, Map<String, String>> profiles = new HashMap<>();
  private final Map<String, Map<String, String>> sessions = new HashMap<>();
  private final Map<String, Map<String, String>> services = new HashMap<>();

  /**
   * @param credentials the sections of the credentials file, whose titles are names of profiles
   * @param configuration those of the configuration file, whose titles say what they are
   */
  ConfigurationFiles(
      Map<String, Map<String, String>> credentials,
      Map<String, Map<String, String>> configuration) {
    this.credentials = credentials;
    configuration.forEach(this::add);
  }

  private void add(String title, Map<String, String> properties) {
    if (title.startsWith("profile")) {
      name(title).ifPresent(name -> profiles.put(name, properties));
    } else if (title.startsWith("sso-session")) {
      name(title).ifPresent(name -> sessions.put(name, properties));
    } else if (title.startsWith("services")) {
      name(title).ifPresent(name -> services.put(name, properties));
    } else if (title.equals(DEFAULT)) {
      profiles.put(DEFAULT, properties);
    }
  }

  /** The second of two words; a section with another title is not read. */
  private static Optional<String> name(String title) {
    try {
      return Optional.of(Words.of(title)).filter(words -> words.size() == 2).map(List::getLast);
    } catch (IllegalArgumentException unfinished) {
      return Optional.empty();
    }
  }

  /**
   * The configuration files of this machine.
   *
   * @param environment the environment variables
   * @throws AwsAccessException when one of them cannot be read
   */
  static ConfigurationFiles ofMachine(Map<String, String> environment) {
    return new ConfigurationFiles(
        read(path(environment, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")),
        read(path(environment, "AWS_CONFIG_FILE", "~/.aws/config")));
  }

  /**
   * The path of a file, in which variables and ~ are expanded. A variable that is not set stays as
   * it is.
   */
  static Path path(Map<String, String> environment, String variable, String standard) {
    String path =
        VARIABLE
            .matcher(environment.getOrDefault(variable, standard))
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(environment.getOrDefault(name(found), found.group())));
    String home =
        environment.getOrDefault(
            IS_WINDOWS ? "USERPROFILE" : "HOME", System.getProperty("user.home"));
    String expanded = HOME.matcher(path).replaceFirst(Matcher.quoteReplacement(home));
    try {
      if (!expanded.startsWith("~")) return Path.of(expanded);
    } catch (InvalidPathException invalid) {
      throw new AwsAccessException(
          "%s is not a path. Correct it, or unset it.".formatted(variable), invalid);
    }
    throw new AwsAccessException(
        "%s begins with ~NAME, which is not expanded here. Set it to the full path."
            .formatted(variable),
        null);
  }

  private static String name(MatchResult found) {
    return IntStream.rangeClosed(1, found.groupCount())
        .mapToObj(found::group)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** As for the AWS CLI, a file that does not exist has no profiles. */
  static Map<String, Map<String, String>> read(Path file) {
    if (!Files.isRegularFile(file)) return Map.of();
    try {
      String text = Files.readString(file);
      if (text.startsWith("\uFEFF")) throw new CharacterCodingException();
      return ConfigurationFile.sections(text);
    } catch (MalformedLineException malformed) {
      throw unreadable(file, malformed.getMessage(), malformed);
    } catch (CharacterCodingException malformed) {
      throw unreadable(file, "save it as UTF-8 without a byte order mark", malformed);
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

  boolean has(String profile) {
    return profiles.containsKey(profile) || credentials.containsKey(profile);
  }

  /** The properties of a profile; those of the credentials file go first. */
  Map<String, String> properties(String profile) {
    Map<String, String> properties = new HashMap<>(inConfigurationFile(profile));
    properties.putAll(inCredentialsFile(profile));
    return properties;
  }

  /** Only the properties that the credentials file has. */
  Map<String, String> inCredentialsFile(String profile) {
    return credentials.getOrDefault(profile, Map.of());
  }

  /** Only the properties that the configuration file has. */
  Map<String, String> inConfigurationFile(String profile) {
    return profiles.getOrDefault(profile, Map.of());
  }

  /** A section that profiles refer to for IAM Identity Center. */
  Optional<Map<String, String>> session(String name) {
    return Optional.ofNullable(sessions.get(name));
  }

  /** What a profile sets for the clients of the SDK. */
  SdkSettings sdkSettings(String profile) {
    Map<String, String> properties = properties(profile);
    return new SdkSettings(
        properties, services.getOrDefault(properties.getOrDefault("services", ""), Map.of()));
  }
}
