package initialkeys.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The simulation can be used by every other module, because it depends on none of them. */
class IndependenceTest {

  private static final Pattern DEPENDENCY = Pattern.compile("-> ([\\w.]+)");

  @Test
  void simulationDependsOnNoOtherModuleOfThisProject() {
    StringWriter output = new StringWriter();
    int exitCode =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(output),
                new PrintWriter(output),
                "-verbose:class",
                "-filter:none",
                "--multi-release",
                "base",
                "target/classes");
    assertThat(exitCode).as(output.toString()).isZero();
    assertThat(
            DEPENDENCY
                .matcher(output.toString())
                .results()
                .map(MatchResult::group)
                .filter(it -> it.startsWith("-> initialkeys.")))
        .isNotEmpty()
        .allMatch(it -> it.startsWith("-> initialkeys.simulation."));
  }
}
