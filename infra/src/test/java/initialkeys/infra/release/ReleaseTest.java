package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release is built from; that it deploys what the app deploys, ReleaseTemplates shows. */
final class ReleaseTest {

  @TempDir private Path folder;

  @Test
  void contextIsThatOfCdkJsonInOrder() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cdk.json"),
            """
            {"app": "none", "context": {"b": true, "a": ["x"]}}
            """);
    Map<String, Object> context = Release.context(file);
    assertThat(context).containsExactly(Map.entry("a", List.of("x")), Map.entry("b", true));
  }

  /** With other flags the templates would not be those of the app. */
  @Test
  void featureFlagsOfTheAppAreInItsContext() throws IOException {
    assertThat(Release.context(Path.of("..", "cdk.json")))
        .isNotEmpty()
        .allSatisfy((name, value) -> assertThat(name).startsWith("@"));
  }

  @Test
  void releaseWithoutTheFunctionIsNotBuilt() throws IOException {
    Files.writeString(folder.resolve("LICENSE"), "license");
    Path readme = folder.resolve("infra/src/main/release/README.txt");
    Files.createDirectories(readme.getParent());
    Files.writeString(readme, "readme");
    String[] arguments = {"1.2.3", folder.toString(), folder.toString()};
    assertThatThrownBy(() -> Release.main(arguments))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageEndingWith("rule.jar");
    assertThat(folder.resolve("initial-keys-1.2.3.zip")).doesNotExist();
  }
}
