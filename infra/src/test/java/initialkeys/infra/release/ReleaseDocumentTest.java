package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.RuleParameter;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.ParameterDescription;
import initialkeys.infra.release.parameter.ParameterDescription.NoParameter;
import initialkeys.infra.release.parameter.ParameterDescriptions;
import initialkeys.infra.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about releases, compared with what a release is. */
final class ReleaseDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "release.md");

  @Test
  void templatesAreThoseOfRelease() throws IOException {
    assertThat(cells("| template | deploys | capability |").keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ReleaseTemplate.values()).map(ReleaseTemplate::file).toList());
  }

  @Test
  void limitOfExcludedAccountsIsThatOfTheParameter() throws IOException {
    assertThat(text(DOCUMENT))
        .contains(
            "so `ExcludedAccounts` may have %s accounts, not %s."
                .formatted(
                    limit(Input.of(Setting.EXCLUDED_ACCOUNTS).allowed()),
                    limit(Setting.EXCLUDED_ACCOUNTS.allowed())));
  }

  private static String limit(String allowed) {
    return allowed.substring(allowed.lastIndexOf("at most ") + "at most ".length());
  }

  @Test
  void settingsThatAreNoParametersHaveTheirReasons() throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    for (Setting setting : Setting.values())
      addReason(setting.key(), ParameterDescriptions.of(setting), reasons);
    for (RuleParameter it : RuleParameter.values()) {
      addReason(it.key(), ParameterDescriptions.of(it), reasons);
    }
    assertThat(cells("| setting | why |")).isEqualTo(reasons).isNotEmpty();
  }

  private static void addReason(
      String key, ParameterDescription description, Map<String, String> reasons) {
    if (description instanceof NoParameter(String reason)) reasons.put(key, reason);
  }

  /** The archive's own instructions, which the gate "release" follows. */
  @Test
  void commandsAreThoseOfArchive() throws IOException {
    String readme = Release.readme(Path.of(".."), "1.0.0").replace("\r\n", "\n");
    List<String> commands =
        Pattern.compile("(?m)^ {2}(aws .*)$")
            .matcher(readme.replaceAll("\\\\\n *", ""))
            .results()
            .map(MatchResult::group)
            .map(String::strip)
            .toList();
    assertThat(commands).hasSize(3);
    assertThat(text(DOCUMENT)).contains("    " + String.join("\n    ", commands) + "\n");
  }

  @Test
  void cfnLintRunsAsDocumented() throws IOException {
    List<String> documented =
        Pattern.compile("cfn-lint --regions ALL_REGIONS --ignore-checks (\\S+) (\\S+) (\\S+) -- ")
            .matcher(text(Path.of("..", ".ci", "run")))
            .results()
            .map(
                it ->
                    "for every Region and ignores %s, %s and %s:"
                        .formatted(it.group(1), it.group(2), it.group(3)))
            .toList();
    assertThat(documented).hasSize(1);
    assertThat(text(DOCUMENT)).contains("cfn-lint runs " + documented.getFirst());
  }

  @Test
  void exampleForTerraformGivesRequiredParameters() throws IOException {
    assertThat(text(Path.of("..", "examples", "terraform", "main.tf")))
        .contains("JarBucket = ", "JarKey    = ", ReleaseTemplate.ACCOUNT.file(), "CAPABILITY_IAM");
  }

  /** The second cells of a table by the first ones, without code marks. */
  private static Map<String, String> cells(String heading) throws IOException {
    Map<String, String> cells = new TreeMap<>();
    text(DOCUMENT)
        .lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> line.substring(2, line.length() - 2).split(" \\| ", 2))
        .forEach(row -> cells.put(row[0].replace("`", ""), row[1]));
    return cells;
  }

  /** With the line ends of no system. */
  private static String text(Path file) throws IOException {
    return Files.readString(file).replace("\r\n", "\n");
  }
}
