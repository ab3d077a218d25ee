package initialkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms run one way, and the decision knows nothing but Java. */
class PackageDependenciesTest {

  private static final Pattern DEPENDENCY =
      Pattern.compile("^\\s+(initialkeys[.\\w]*)\\s+->\\s+([.\\w]+)", Pattern.MULTILINE);

  @Test
  void the_decision_depends_on_java_alone() {
    assertThat(dependenciesOf("initialkeys.decision"))
        .isNotEmpty()
        .allMatch(it -> it.startsWith("java."));
  }

  @Test
  void what_reads_iam_and_what_speaks_to_config_do_not_know_each_other() {
    assertThat(roomsSeenBy("initialkeys.iam")).containsExactly("initialkeys.decision");
    assertThat(roomsSeenBy("initialkeys.config")).containsExactly("initialkeys.decision");
    assertThat(dependenciesOf("initialkeys.iam")).noneMatch(it -> it.contains("services.config"));
    assertThat(dependenciesOf("initialkeys.config")).noneMatch(it -> it.contains("services.iam"));
  }

  @Test
  void the_function_is_built_on_every_other_package() {
    assertThat(roomsSeenBy("initialkeys.lambda"))
        .containsExactly(
            "initialkeys.aws", "initialkeys.config", "initialkeys.iam", "initialkeys.run");
  }

  private static Set<String> roomsSeenBy(String room) {
    Set<String> rooms = dependenciesOf(room);
    rooms.removeIf(it -> !it.startsWith("initialkeys"));
    return rooms;
  }

  private static Set<String> dependenciesOf(String room) {
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
    Set<String> seen = new TreeSet<>();
    Matcher dependency = DEPENDENCY.matcher(printed.toString());
    while (dependency.find()) {
      if (dependency.group(1).equals(room)) seen.add(dependency.group(2));
    }
    seen.remove(room);
    return seen;
  }
}
