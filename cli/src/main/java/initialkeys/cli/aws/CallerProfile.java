package initialkeys.cli.aws;

import initialkeys.cli.terminal.OneLine;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The profile whose credentials the command uses.
 *
 * @param option the profile that an option names; it has precedence over the environment
 * @param variable the profile that the environment names
 */
record CallerProfile(Optional<String> option, Optional<String> variable) {

  private static final String DEFAULT = "default";

  /** The names that a shell reads as one word, and those that double quotes would not protect. */
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private static final Pattern UNQUOTABLE = Pattern.compile("[\"$`\\\\!%]");

  /** As for the AWS CLI, a variable that is set but empty names a profile that does not exist. */
  static CallerProfile of(Optional<String> option, Map<String, String> environment) {
    return new CallerProfile(
        option,
        Stream.of("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
            .filter(environment::containsKey)
            .map(environment::get)
            .findFirst());
  }

  /** The profile that is named; empty for the default profile. */
  Optional<String> named() {
    return option.or(() -> variable);
  }

  String name() {
    return named().orElse(DEFAULT);
  }

  /** The option that names a profile, for a command that a message proposes. */
  static String option(String profile) {
    String name = OneLine.of(profile);
    if (PLAIN.matcher(name).matches()) return "--profile " + name;
    return UNQUOTABLE.matcher(name).find()
        ? "--profile '%s'".formatted(name.replace("'", "'\\''"))
        : "--profile \"%s\"".formatted(name);
  }

  /** A property of a profile, as a message names it. */
  static String property(String property, String profile) {
    return "%s in AWS profile '%s'".formatted(property, OneLine.of(profile));
  }
}
