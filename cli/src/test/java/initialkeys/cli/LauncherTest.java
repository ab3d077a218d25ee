package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a folder of its own, with a Maven and a Java that only say what they do. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final List<String> MODULES = List.of("rule", "simulation", "cli");

  /** Does what the build does, as far as the launcher sees it. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "Maven is called"
      [ -f "$FAKE/fails" ] && exit 1
      for module in rule simulation cli; do mkdir -p "$ROOT/$module/target/classes/initialkeys"; done
      echo "$FAKE/java" > "$ROOT/cli/target/launcher/java"
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      for argument do echo "[$argument]"; done
      echo "locale ${LC_ALL:-none}"
      exit 3
      """;

  /** What a launcher printed, and its exit code. */
  private record Launched(int code, List<String> out, List<String> err) {}

  @TempDir private Path folder;
  private Path root;
  private Path fake;

  @BeforeEach
  void copyLauncher() throws IOException {
    root = Files.createDirectories(folder.resolve("the code"));
    fake = Files.createDirectories(folder.resolve("fake"));
    for (String module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
      Files.writeString(root.resolve(module).resolve("src/main/java/Source.java"), "");
    }
    Files.writeString(root.resolve("pom.xml"), "");
    program(root.resolve("initial-keys"), Files.readString(Path.of("../initial-keys")));
    program(fake.resolve("mvn"), MAVEN);
    program(fake.resolve("java"), JAVA);
    setTimes(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void firstUseBuildsAndLaterUsesDoNot() throws Exception {
    Launched first = launch(root.resolve("initial-keys"), "preview");
    assertThat(first.err())
        .containsExactly(
            "initial-keys: building the command line (on first use, and when its sources change)"
                + " ...",
            "Maven is called");
    Launched second = launch(root.resolve("initial-keys"), "preview");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void argumentsAndExitCodeArePassedOn() throws Exception {
    Launched launched =
        launch(root.resolve("initial-keys"), "preview", "--account", "a file", "", "*");
    assertThat(launched.code()).isEqualTo(3);
    assertThat(launched.out())
        .containsSubsequence(
            "[-Dinitialkeys.root=%s]".formatted(root.toRealPath()),
            "[-Dinitialkeys.terminal.out=false]",
            "[initialkeys.cli.InitialKeys]",
            "[preview]",
            "[--account]",
            "[a file]",
            "[]",
            "[*]");
  }

  @Test
  void symbolicLinksLeadToFolderOfLauncher() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("the code/initial-keys"));
    Path linkToLink =
        Files.createSymbolicLink(
            Files.createDirectories(folder.resolve("bin")).resolve("initial-keys"), link);
    assertThat(launch(linkToLink).out())
        .contains("[-Dinitialkeys.root=%s]".formatted(root.toRealPath()));
  }

  @Test
  void changedOrDeletedSourceIsBuilt() throws Exception {
    Path source = root.resolve("rule/src/main/java/Source.java");
    launch(root.resolve("initial-keys"));
    setTimes(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(launch(root.resolve("initial-keys")).err()).isEmpty();
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(launch(root.resolve("initial-keys")).err()).contains("Maven is called");
    setTimes(Instant.parse("2026-01-01T00:00:00Z"));
    Files.delete(source);
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(launch(root.resolve("initial-keys")).err()).contains("Maven is called");
  }

  @Test
  void failedBuildGivesItsMessagesAndIsRepeated() throws Exception {
    Files.writeString(fake.resolve("fails"), "");
    Launched failed = launch(root.resolve("initial-keys"));
    assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .endsWith("Maven is called", "initial-keys: the build failed; its messages are above.");
    Files.delete(fake.resolve("fails"));
    assertThat(launch(root.resolve("initial-keys")).err()).contains("Maven is called");
  }

  /** Otherwise Maven prints escape sequences at its end, whatever it prints to. */
  @Test
  void mavenIsToldNotToResetColours() throws Exception {
    program(
        fake.resolve("mvn"), MAVEN.replace("Maven is called", "Maven is called with $MAVEN_OPTS"));
    assertThat(launch(root.resolve("initial-keys")).err())
        .last()
        .isEqualTo("Maven is called with  -Djansi.noreset=true");
  }

  /** It separates the entries of a class path, for Maven's plugins as well. */
  @Test
  void folderWithColonIsSaidInOneLine() throws Exception {
    root = Files.move(root, folder.resolve("the:code"));
    assertThat(launch(root.resolve("initial-keys")))
        .isEqualTo(
            new Launched(
                ExitCode.FAILED,
                List.of(),
                List.of(
                    "initial-keys: Java cannot run from %s, because the path contains a colon: move or rename the folder."
                        .formatted(root.toRealPath()))));
  }

  /** Java would print its own error, with a stack trace. */
  @Test
  void deletedFolderIsSaidInOneLine() throws Exception {
    Path deleted = Files.createDirectories(folder.resolve("deleted"));
    program(
        fake.resolve("from-deleted"),
        "#!/bin/sh\ncd '%s' && rmdir '%1$s' && exec '%s'\n"
            .formatted(deleted, root.resolve("initial-keys")));
    Launched launched = launch(fake.resolve("from-deleted"));
    assertThat(launched.code()).isEqualTo(ExitCode.FAILED);
    assertThat(launched.out()).isEmpty();
    // Some shells say so too, before they run anything.
    assertThat(launched.err())
        .last()
        .isEqualTo("initial-keys: the current folder was deleted: change to another one.");
  }

  @Test
  void folderThatCannotBeWrittenIsSaidInOneLine() throws Exception {
    Path file = Files.writeString(root.resolve("cli/target"), "");
    assertThat(launch(root.resolve("initial-keys")).err())
        .containsExactly(
            "initial-keys: building the command line (on first use, and when its sources change)"
                + " ...",
            "initial-keys: cannot write to %s/launcher: check its permissions and the free space, or copy the folder."
                .formatted(file.toRealPath()));
  }

  /** Standard output is for results. */
  @Test
  void javaThatCannotStartWritesToStandardError() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    program(fake.resolve("java"), "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(java));
    Launched launched =
        launch(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1k"), root.resolve("initial-keys"), "preview");
    assertThat(launched.code()).isNotZero();
    assertThat(launched.out()).isEmpty();
    assertThat(launched.err()).anyMatch(line -> line.contains("initialization of VM"));
  }

  @Test
  void missingMavenIsSaidInOneLine() throws Exception {
    Files.delete(fake.resolve("mvn"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("dirname", "readlink", "find", "cat", "env", "pwd")) {
      Files.createSymbolicLink(tools.resolve(tool), onPath(tool));
    }
    Launched launched = launch(Map.of("PATH", tools.toString()), root.resolve("initial-keys"));
    assertThat(launched)
        .isEqualTo(
            new Launched(
                ExitCode.FAILED,
                List.of(),
                List.of(
                    "initial-keys: this command is built on first use, and Maven is not on the"
                        + " PATH: install Maven 3.8.7 or a later 3.x.")));
  }

  /** Java reads arguments by the locale, and in C it would lose every letter that is not ASCII. */
  @Test
  void localeWithoutUtf8IsReplaced() throws Exception {
    Map<String, String> turkish = Map.of("LC_ALL", "tr_TR.UTF-8");
    program(fake.resolve("locale"), "#!/bin/sh\necho UTF-8\n");
    assertThat(launch(turkish, root.resolve("initial-keys")).out()).endsWith("locale tr_TR.UTF-8");
    // What it says in the locale C, and in one that is not installed.
    program(fake.resolve("locale"), "#!/bin/sh\necho ANSI_X3.4-1968\n");
    assertThat(launch(turkish, root.resolve("initial-keys")).out()).endsWith("locale C.UTF-8");
  }

  private static Path onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(entry -> Path.of(entry, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Sets the time of every source and folder, but not of what is built. */
  private void setTimes(Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(it -> !it.toString().contains("/target")).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  private Launched launch(Path launcher, String... arguments) throws Exception {
    return launch(Map.of(), launcher, arguments);
  }

  private Launched launch(Map<String, String> environment, Path launcher, String... arguments)
      throws Exception {
    ProcessBuilder process =
        new ProcessBuilder(
            Stream.concat(Stream.of("/bin/sh", launcher.toString()), Stream.of(arguments))
                .toList());
    process.environment().put("ROOT", root.toString());
    process.environment().put("FAKE", fake.toString());
    process
        .environment()
        .put("PATH", fake + File.pathSeparator + System.getenv().getOrDefault("PATH", ""));
    process.environment().putAll(environment);
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    int code =
        process
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Launched(
        code,
        Files.readAllLines(out, StandardCharsets.UTF_8),
        Files.readAllLines(err, StandardCharsets.UTF_8));
  }
}
