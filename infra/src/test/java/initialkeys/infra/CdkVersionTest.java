package initialkeys.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The version of the CDK command line, which every command in the documents and CI's gate name. */
class CdkVersionTest {

  private static final Path REPOSITORY = Path.of("..");
  private static final Pattern VERSION = Pattern.compile("aws-cdk@([0-9][0-9.]*[0-9])");

  /** Folders that no author writes to. */
  private static final Set<String> GENERATED = Set.of("target", "cdk.out", "node_modules", ".git");

  @Test
  void everyCommandNamesTheSameVersion() throws IOException {
    List<String> gate = versions(REPOSITORY.resolve(".ci/run"));
    assertThat(gate).hasSize(1);
    List<String> differing = new ArrayList<>();
    int commands = 0;
    for (Path file : writtenFiles()) {
      for (String version : versions(file)) {
        commands++;
        if (!version.equals(gate.getFirst())) differing.add(file + ": " + version);
      }
    }
    assertThat(differing).as("other versions than %s", gate).isEmpty();
    assertThat(commands).isGreaterThan(20);
  }

  private static List<String> versions(Path file) throws IOException {
    return VERSION
        .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
        .results()
        .map(version -> version.group(1))
        .toList();
  }

  private static List<Path> writtenFiles() throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY)) {
      return files.filter(Files::isRegularFile).filter(CdkVersionTest::isWritten).toList();
    }
  }

  private static boolean isWritten(Path file) {
    for (Path part : file) {
      if (GENERATED.contains(part.toString())) return false;
    }
    return true;
  }
}
