package initialkeys.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** Dependencies between the packages of the command line point in one direction. */
class PackageDependenciesTest {

  private static final String ROOT = "initialkeys.cli";

  private static final Pattern DEPENDENCY =
      Pattern.compile("^\\s+(initialkeys\\.cli[.\\w]*)\\s+->\\s+([.\\w]+)", Pattern.MULTILINE);

  /** Each package, and all packages of the command line that it may use. */
  private static final List<Map.Entry<String, Set<String>>> ALLOWED =
      List.of(
          Map.entry("terminal", Set.of()),
          Map.entry("aws.configuration", Set.of()),
          Map.entry("aws", Set.of("aws.configuration", "terminal")),
          Map.entry("preview.result", Set.of()),
          Map.entry("preview", Set.of("aws", "preview.result", "terminal")),
          Map.entry("doctor", Set.of("aws", "terminal")),
          Map.entry("prove.user", Set.of("aws")),
          Map.entry("prove", Set.of("aws", "prove.user", "terminal")),
          Map.entry("report", Set.of("doctor", "preview.result", "prove", "terminal")),
          Map.entry(
              "",
              Set.of(
                  "aws",
                  "doctor",
                  "preview",
                  "preview.result",
                  "prove",
                  "prove.user",
                  "report",
                  "terminal")));

  @Test
  void dependenciesAreThoseAllowed() {
    assertThat(dependencies(ROOT))
        .isEqualTo(ALLOWED.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Test
  void whatIsPrintedCallsNoService() {
    assertThat(dependencies("software.amazon.awssdk"))
        .containsEntry("report", Set.of())
        .containsEntry("terminal", Set.of());
  }

  /** Every package of the command line, with those below a root that it uses. */
  private static Map<String, Set<String>> dependencies(String root) {
    Map<String, Set<String>> dependencies = new TreeMap<>();
    Matcher dependency = DEPENDENCY.matcher(jdeps());
    while (dependency.find()) {
      Set<String> used =
          dependencies.computeIfAbsent(shortName(dependency.group(1)), it -> new TreeSet<>());
      if (dependency.group(2).startsWith(root)
          && !dependency.group(2).equals(dependency.group(1))) {
        used.add(shortName(dependency.group(2)));
      }
    }
    return dependencies;
  }

  private static String shortName(String packageName) {
    return packageName.replaceFirst("^initialkeys\\.cli\\.?", "");
  }

  private static String jdeps() {
    StringWriter printed = new StringWriter();
    int exitCode =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(printed),
                new PrintWriter(printed),
                "-verbose:package",
                "-filter:none",
                "--ignore-missing-deps",
                "--multi-release",
                "base",
                "target/classes");
    assertThat(exitCode).as(printed.toString()).isZero();
    return printed.toString();
  }
}
