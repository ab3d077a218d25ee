package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFilesTest {

  private static final String VARIABLE = "AWS_CONFIG_FILE";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          default | default
          profile default | default
          profile audit | audit
          profile  \t audit | audit
          profile "my audit" | my audit
          profile 'my "audit"' | my "audit"
          profile my\\ audit | my audit
          profile"s" audit | audit
          profile é/+:@% | é/+:@%
          """)
  void titleOfConfigurationFileNamesProfile(String title, String name) {
    assertThat(TestConfiguration.of("[%s]\nregion=a".formatted(title)).properties(name))
        .isEqualTo(Map.of("region", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "audit",
        " profile audit",
        "profile",
        "profile my audit",
        "profile 'audit",
        "sso-session audit",
        "Profile audit"
      })
  void otherTitleIsNoProfile(String title) {
    assertThat(TestConfiguration.of("[%s]\nregion=a".formatted(title)).has("audit")).isFalse();
  }

  /** As for the AWS CLI, its properties are not joined with those of the other section. */
  @Test
  void lastSectionOfProfileCounts() {
    assertThat(
            TestConfiguration.of("[default]\nregion=a\noutput=text\n[profile default]\nregion=b")
                .properties("default"))
        .isEqualTo(Map.of("region", "b"));
    assertThat(
            TestConfiguration.of("[profile default]\nregion=b\n[default]\nregion=a")
                .properties("default"))
        .isEqualTo(Map.of("region", "a"));
  }

  @Test
  void titleOfCredentialsFileIsName() {
    ConfigurationFiles files = TestConfiguration.of("[profile 'a']\nregion=a\n[ b ]", "");
    assertThat(files.properties("profile 'a'")).isEqualTo(Map.of("region", "a"));
    assertThat(files.has(" b ")).isTrue();
    assertThat(files.has("a")).isFalse();
  }

  @Test
  void sessionIsThatOfConfigurationFile() {
    String session = "[sso-session \"my corp\"]\nsso_region=a";
    assertThat(TestConfiguration.of(session).session("my corp"))
        .contains(Map.of("sso_region", "a"));
    assertThat(TestConfiguration.of(session, "").session("my corp")).isEmpty();
  }

  @Test
  void credentialsFileGoesBeforeConfigurationFile() {
    ConfigurationFiles files =
        TestConfiguration.of("[audit]\nregion=a", "[profile audit]\nregion=b\noutput=json");
    assertThat(files.has("audit")).isTrue();
    assertThat(files.properties("audit")).isEqualTo(Map.of("region", "a", "output", "json"));
    assertThat(files.inCredentialsFile("audit")).isEqualTo(Map.of("region", "a"));
    assertThat(files.inConfigurationFile("audit"))
        .isEqualTo(Map.of("region", "b", "output", "json"));
    assertThat(files.has("nobody")).isFalse();
    assertThat(files.properties("nobody")).isEmpty();
  }

  @ParameterizedTest
  @DisabledOnOs(OS.WINDOWS)
  @CsvSource(
      textBlock =
          """
          /etc/config, /etc/config
          ~, /home/me
          ~/config, /home/me/config
          $FOLDER/config, /my aws/config
          ${FOLDER}s/$NAME, /my awss/$HOME
          a$NOTHING/${NOTHING}/$/${/%NAME%, a$NOTHING/${NOTHING}/$/${/%NAME%
          $TILDE/config, /home/me/config
          '', ''
          """)
  void variablesInPathAreExpanded(String path, String expanded) {
    Map<String, String> environment =
        Map.of(
            VARIABLE, path, "HOME", "/home/me", "FOLDER", "/my aws", "NAME", "$HOME", "TILDE", "~");
    assertThat(ConfigurationFiles.path(environment, VARIABLE, "unused"))
        .isEqualTo(Path.of(expanded));
  }

  @Test
  void pathWithoutVariableIsStandard() {
    assertThat(ConfigurationFiles.path(Map.of(), VARIABLE, "~/config"))
        .isEqualTo(Path.of(System.getProperty("user.home"), "config"));
  }

  @Test
  void homeOfOtherUserIsNotExpanded() {
    assertThatThrownBy(() -> ConfigurationFiles.ofMachine(Map.of(VARIABLE, "~nobody/config")))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "AWS_CONFIG_FILE begins with ~NAME, which is not expanded here. Set it to the full"
                + " path.");
  }

  @Test
  void textThatIsNoPathIsRejected() {
    assertThatThrownBy(() -> ConfigurationFiles.ofMachine(Map.of(VARIABLE, "\0")))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage("AWS_CONFIG_FILE is not a path. Correct it, or unset it.");
  }

  @Test
  void fileThatDoesNotExistHasNoProfiles() {
    assertThat(ConfigurationFiles.read(folder.resolve("nobody"))).isEmpty();
    assertThat(ConfigurationFiles.read(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[default", "hidden", "[default]\nhidden", "[default]\n=hidden"})
  void malformedFileIsNamedWithoutItsText(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config"), text);
    assertUnreadable(file, "correct line %s".formatted(text.lines().count()));
  }

  @Test
  void fileInOtherEncodingIsNamed() throws IOException {
    assertUnreadable(
        Files.write(folder.resolve("config"), new byte[] {'[', 'a', ']', (byte) 0xe9}),
        "save it as UTF-8 without a byte order mark");
  }

  /** A file that every user can open and nobody can read from its start. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void unreadableFileIsNamed() {
    assertUnreadable(Path.of("/proc/self/mem"), "check its permissions");
  }

  private static void assertUnreadable(Path file, String correction) {
    assertThatThrownBy(() -> ConfigurationFiles.read(file))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "The AWS configuration file '%s' cannot be read: %s.".formatted(file, correction));
  }
}
