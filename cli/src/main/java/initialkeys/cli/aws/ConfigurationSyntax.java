package initialkeys.cli.aws;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * What the AWS CLI rejects in a configuration file, or reads in another way than the SDK: the
 * command could use the credentials of another identity.
 */
final class ConfigurationSyntax {

  private static final Pattern SECTION = Pattern.compile("\\[([^]]*)].*");
  private static final Pattern PROFILE = Pattern.compile("profile\\s+(\\S+)");
  private static final Pattern QUOTES = Pattern.compile("[\"']");

  private final ProfileFile.Type type;
  private final String profile;
  private final Set<String> sections = new HashSet<>();
  private final Set<String> properties = new HashSet<>();

  /**
   * @param type which of the two files it is
   * @param profile the profile that the command uses
   */
  ConfigurationSyntax(ProfileFile.Type type, String profile) {
    this.type = type;
    this.profile = profile;
  }

  /** What to correct, without the text of the line: lines of these files have secrets. */
  Optional<String> correction(String text) {
    List<String> lines = text.lines().toList();
    for (int index = 0; index < lines.size(); index++) {
      String fault = fault(lines.get(index));
      if (!fault.isEmpty()) {
        return Optional.of("correct line %s, which %s".formatted(index + 1, fault));
      }
    }
    return Optional.empty();
  }

  private String fault(String line) {
    Matcher section = SECTION.matcher(line);
    if (section.matches()) return ofSection(section.group(1));
    // A line that is indented continues the one before it.
    boolean isProperty = !line.isEmpty() && "#; \t".indexOf(line.charAt(0)) < 0;
    return isProperty && line.contains("=") ? ofProperty(line.substring(0, line.indexOf('='))) : "";
  }

  private String ofSection(String title) {
    properties.clear();
    if (!title.equals(title.strip())) return "has a space inside the brackets";
    String name = type == ProfileFile.Type.CONFIGURATION ? name(title) : title;
    if (!sections.add(name)) return "repeats a section";
    return QUOTES.matcher(title).find() && name.equals("profile " + profile)
        ? "has the name of the profile in quotes"
        : "";
  }

  /** For the AWS CLI, the default profile has two titles, and quotes are not part of a name. */
  private static String name(String title) {
    if (title.equals("default")) return "profile default";
    Matcher named = PROFILE.matcher(title);
    return named.matches() ? "profile " + QUOTES.matcher(named.group(1)).replaceAll("") : title;
  }

  private String ofProperty(String key) {
    if (key.contains(":")) return "has a colon before the equals sign";
    return properties.add(key.strip().toLowerCase(Locale.ROOT)) ? "" : "repeats a property";
  }
}
