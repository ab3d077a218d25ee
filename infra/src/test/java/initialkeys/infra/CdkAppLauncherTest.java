package initialkeys.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What cdk.json runs, in a folder of its own, with a Maven and a Java that only say what they do.
 */
@DisabledOnOs(OS.WINDOWS)
final class CdkAppLauncherTest {

  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");

  /** What cdk.json runs by way of Node.js, which takes longer to start. */
  private static final String LAUNCHER = "./initial-keys cdk-app";

  private static final String BUILDING =
      "initial-keys: building the CDK app (on first use, and when its sources change) ...";

  /** Does what the build does, as far as the launcher sees it. */
  private static final String FAKE_MAVEN =
      """
      #!/bin/sh
      echo "Maven $*"
      for module in rule infra; do mkdir -p "$ROOT/$module/target/classes/initialkeys"; done
      touch "$ROOT/rule/target/rule.jar"
      echo "$FAKE/java" > "$ROOT/infra/target/launcher/java"
      """;

  private static final String FAKE_JAVA =
      """
      #!/bin/sh
      while [ "$1" != initialkeys.infra.RuleApp ]; do shift; done
      echo "$*" in "$PWD"
      exit 3
      """;

  @TempDir private Path folder;
  private Path root;
  private Path fake;

  @BeforeEach
  void copyLauncher() throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("the code"));
    fake = Files.createDirectories(folder.resolve("fake"));
    for (String module : List.of("rule", "infra")) {
      Files.createDirectories(root.resolve(module, "src/main/java"));
      Files.createDirectories(root.resolve(module, "src/main/resources"));
      for (String file :
          List.of("pom.xml", "src/main/java/Source.java", "src/main/resources/some.properties")) {
        Files.writeString(root.resolve(module, file), "");
      }
    }
    Files.writeString(root.resolve("pom.xml"), "");
    Files.createDirectories(root.resolve("build-tools"));
    Files.copy(Path.of("../build-tools/cdk-app.js"), root.resolve("build-tools/cdk-app.js"));
    program(root.resolve("initial-keys"), Files.readString(Path.of("../initial-keys")));
    program(fake.resolve("mvn"), FAKE_MAVEN);
    program(fake.resolve("java"), FAKE_JAVA);
    setTimes();
  }

  @Test
  void firstCommandReportsBuildAndNextOneDoesNotBuild() throws Exception {
    String app = "initialkeys.infra.RuleApp rule/target/rule.jar settings.json in " + root;
    String command = Synthesized.read(Path.of("../cdk.json")).path("app").asText();
    assertThat(run(command))
        .containsExactly(
            BUILDING,
            "Maven -q -B -f %s/pom.xml -pl infra -am -Dmaven.test.skip -Dsynth package"
                .formatted(root),
            app);
    assertThat(run(command)).containsExactly(app);
    assertThat(run(LAUNCHER)).containsExactly(app);
  }

  @Test
  void whateverChangesIsBuilt() throws Exception {
    for (String changed :
        List.of(
            "pom.xml",
            "rule/pom.xml",
            "infra/pom.xml",
            "rule/src/main/java/Source.java",
            "rule/src/main/resources/some.properties",
            "infra/src/main/java/Source.java",
            "infra/src/main/resources/some.properties")) {
      run(LAUNCHER);
      setTimes();
      assertThat(run(LAUNCHER)).as("before %s changes", changed).doesNotContain(BUILDING);
      Files.setLastModifiedTime(
          root.resolve(changed), FileTime.from(Instant.now().plusSeconds(60)));
      assertThat(run(LAUNCHER)).as(changed).contains(BUILDING);
    }
  }

  @Test
  void whateverIsDeletedIsBuilt() throws Exception {
    for (String deleted :
        List.of(
            "infra/src/main/java/Source.java",
            "rule/src/main/resources/some.properties",
            "rule/target/rule.jar",
            "infra/target/launcher/java")) {
      run(LAUNCHER);
      setTimes();
      Path file = root.resolve(deleted);
      Files.delete(file);
      // The clock of the file system may be too coarse to tell this from the build.
      Files.setLastModifiedTime(file.getParent(), FileTime.from(Instant.now().plusSeconds(60)));
      assertThat(run(LAUNCHER)).as(deleted).contains(BUILDING);
    }
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Sets the time of every source and folder, but not of what is built. */
  private void setTimes() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(it -> !it.toString().contains("/target")).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(BEFORE));
      }
    }
  }

  /** What a command prints to standard error; standard output is for the template. */
  private List<String> run(String command) throws Exception {
    ProcessBuilder process = new ProcessBuilder("/bin/sh", "-c", command);
    process.environment().put("ROOT", root.toString());
    process.environment().put("FAKE", fake.toString());
    process.environment().put("PATH", fake + File.pathSeparator + System.getenv("PATH"));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    int code =
        process
            .directory(root.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    assertThat(code).isEqualTo(3);
    assertThat(out).isEmptyFile();
    return Files.readAllLines(err);
  }
}
