package initialkeys;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dependencies between the packages point one way, and the decision knows nothing but Java. */
class PackageDependenciesTest {

  private static final Pattern DEPENDENCY =
      Pattern.compile("^\\s+(initialkeys[.\\w]*)\\s+->\\s+([.\\w]+)", Pattern.MULTILINE);

  /** Each package with all that it may depend on, which stands above it. */
  private static final List<Map.Entry<String, Set<String>>> ALLOWED =
      List.of(
          Map.entry("decision", Set.of()),
          Map.entry("aws", Set.of("decision")),
          Map.entry("iam", Set.of("aws", "decision")),
          Map.entry("evaluation", Set.of("decision", "iam")),
          Map.entry("config", Set.of("aws", "decision", "evaluation")),
          Map.entry("processcheck", Set.of("aws", "decision", "evaluation")),
          Map.entry("securityhub", Set.of("aws", "config", "decision", "evaluation")),
          Map.entry(
              "run",
              Set.of(
                  "aws", "config", "decision", "evaluation", "iam", "processcheck", "securityhub")),
          Map.entry("remediation", Set.of("config", "decision", "evaluation", "iam")),
          Map.entry(
              "lambda",
              Set.of(
                  "aws",
                  "config",
                  "decision",
                  "iam",
                  "processcheck",
                  "remediation",
                  "run",
                  "securityhub")));

  @Test
  void decisionDependsOnJavaAlone() {
    assertThat(dependencies().get("initialkeys.decision"))
        .isNotEmpty()
        .allMatch(it -> it.startsWith("java."));
  }

  @Test
  void dependenciesAreThoseAllowed() {
    Map<String, Set<String>> expected =
        ALLOWED.stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a));
    Map<String, Set<String>> actual = new TreeMap<>();
    dependencies().forEach((name, seen) -> actual.put(simple(name), ours(seen)));
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void dependenciesPointUpwards() {
    List<String> order = ALLOWED.stream().map(Map.Entry::getKey).toList();
    ALLOWED.forEach(
        entry ->
            assertThat(order.subList(0, order.indexOf(entry.getKey())))
                .as(entry.getKey())
                .containsAll(entry.getValue()));
  }

  @Test
  void iamAndConfigCallNoOtherService() {
    assertThat(dependencies().get("initialkeys.iam"))
        .noneMatch(it -> it.contains("services.config"));
    assertThat(dependencies().get("initialkeys.config"))
        .noneMatch(it -> it.contains("services.iam"));
    assertThat(dependencies().get("initialkeys.evaluation"))
        .noneMatch(it -> it.contains("services."));
  }

  private static Set<String> ours(Set<String> seen) {
    return seen.stream()
        .filter(it -> it.startsWith("initialkeys"))
        .map(PackageDependenciesTest::simple)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String simple(String name) {
    return name.replaceFirst("^initialkeys[.]", "");
  }

  /** Every package of the rule with the packages that it depends on, except itself. */
  private static Map<String, Set<String>> dependencies() {
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
    Map<String, Set<String>> seen = new TreeMap<>();
    Matcher dependency = DEPENDENCY.matcher(printed.toString());
    while (dependency.find()) {
      Set<String> of = seen.computeIfAbsent(dependency.group(1), name -> new TreeSet<>());
      if (!dependency.group(1).equals(dependency.group(2))) of.add(dependency.group(2));
    }
    return seen;
  }
}
