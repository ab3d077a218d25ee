package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.infra.release.parameter.TemplateParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

  /** A function whose jar is under another key than the template's default cannot be created. */
  @Test
  void readmeUploadsJarToDefaultKeyOfTemplate() throws IOException {
    TemplateParameters parameters = new TemplateParameters();
    parameters.addCode("1.2.3");
    Map<?, ?> key = (Map<?, ?>) parameters.section().get(TemplateParameters.KEY);
    assertThat(Release.readme(Path.of(".."), "1.2.3"))
        .contains("aws s3 cp rule.jar s3://BUCKET/%s\n".formatted(key.get("Default")));
  }

  @Test
  void readersOfReadmeReplaceBucketOnly() throws IOException {
    String readme = Release.readme(Path.of(".."), "1.2.3");
    String commands = readme.substring(readme.indexOf("  aws "), readme.lastIndexOf("\n\n"));
    assertThat(Pattern.compile("[A-Z_]{3,}").matcher(commands).results().map(MatchResult::group))
        .containsOnly("BUCKET", "CAPABILITY_IAM");
    assertThat(readme).contains("BUCKET is the name of your bucket");
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
