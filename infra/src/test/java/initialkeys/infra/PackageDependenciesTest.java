package initialkeys.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** Dependencies between the packages of the app point in one direction. */
final class PackageDependenciesTest {

  private static final String ROOT = "initialkeys.infra";

  private static final Pattern DEPENDENCY =
      Pattern.compile("^\\s+(initialkeys\\.infra[.\\w]*)\\s+->\\s+([.\\w]+)", Pattern.MULTILINE);

  /** Each package, and all packages of the app that it may use. */
  @Test
  void packagesUseOnlyTheListedPackages() {
    assertThat(dependencies())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("settings", Set.of()),
                Map.entry("function", Set.of("settings")),
                Map.entry("monitoring", Set.of("function", "settings")),
                Map.entry("notification", Set.of("function", "settings")),
                Map.entry("account", Set.of("function", "monitoring", "notification", "settings")),
                Map.entry(
                    "organization", Set.of("function", "monitoring", "notification", "settings")),
                Map.entry("aggregator", Set.of("settings")),
                Map.entry("securityhub", Set.of("settings")),
                Map.entry(
                    "remediation", Set.of("function", "monitoring", "organization", "settings")),
                Map.entry(
                    "",
                    Set.of(
                        "account",
                        "aggregator",
                        "function",
                        "organization",
                        "remediation",
                        "securityhub",
                        "settings")),
                Map.entry("release.template", Set.of()),
                Map.entry("release.parameter", Set.of("release.template", "settings")),
                Map.entry(
                    "release", Set.of("", "release.parameter", "release.template", "settings"))));
  }

  private static Map<String, Set<String>> dependencies() {
    Map<String, Set<String>> dependencies = new TreeMap<>();
    Matcher dependency = DEPENDENCY.matcher(jdeps());
    while (dependency.find()) {
      Set<String> used =
          dependencies.computeIfAbsent(shortName(dependency.group(1)), it -> new TreeSet<>());
      if (dependency.group(2).startsWith(ROOT)
          && !dependency.group(2).equals(dependency.group(1))) {
        used.add(shortName(dependency.group(2)));
      }
    }
    return dependencies;
  }

  private static String shortName(String packageName) {
    return packageName.replaceFirst("^initialkeys\\.infra\\.?", "");
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
