package initialkeys.infra.settings;

import static java.util.Comparator.comparingInt;

import initialkeys.decision.RuleParameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names of all settings and rule parameters. A name that is close to one of them is a spelling
 * error: if it were ignored, the default would apply without a message.
 */
final class SettingNames {

  static final List<String> ALL =
      Stream.concat(
              Arrays.stream(RuleParameter.values()).map(RuleParameter::key),
              Arrays.stream(Setting.values()).map(Setting::key))
          .toList();

  /** The context of the CDK command line whose names have neither a colon nor an @. */
  private static final Set<String> CDK_CLI_KEYS =
      Set.of("cli-telemetry", "acknowledged-issue-numbers");

  /** One typing error for every so many characters. */
  private static final int CHARACTERS_PER_ERROR = 6;

  private SettingNames() {}

  /** Whether the name is CDK's: a feature flag, a cached lookup or the command line's own. */
  static boolean belongsToCdk(String name) {
    return name.contains(":") || name.startsWith("@") || CDK_CLI_KEYS.contains(name);
  }

  /**
   * The name that was probably meant: it differs in case, in hyphens or by few typing errors, or
   * one is the beginning of the other and they share two thirds. Empty when no name is close.
   */
  static Optional<String> closestTo(String name) {
    String written = normalized(name);
    return ALL.stream()
        .filter(known -> isClose(written, normalized(known)))
        .min(comparingInt(known -> editDistance(written, normalized(known))));
  }

  private static String normalized(String name) {
    return name.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isClose(String written, String known) {
    int errors = Math.max(1, known.length() / CHARACTERS_PER_ERROR);
    return isMostOf(written, known)
        || isMostOf(known, written)
        || editDistance(written, known) <= errors;
  }

  private static boolean isMostOf(String beginning, String whole) {
    return whole.startsWith(beginning) && 3 * beginning.length() >= 2 * whole.length();
  }

  /**
   * How many characters must be added, removed, replaced or swapped with their neighbor (optimal
   * string alignment).
   */
  private static int editDistance(String from, String to) {
    int[][] distance = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, from, to, i, j);
      }
    }
    return distance[from.length()][to.length()];
  }

  private static int step(int[][] distance, String from, String to, int i, int j) {
    int replace = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(
            distance[i - 1][j - 1] + replace, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
