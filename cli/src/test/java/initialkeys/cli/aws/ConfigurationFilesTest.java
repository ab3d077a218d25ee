package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.aws.ConfigurationFiles.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.profiles.ProfileFile;

/** The order is that of the AWS CLI's botocore/credentials.py. */
class ConfigurationFilesTest {

  @TempDir private Path folder;

  /** The properties of the profile are separated by semicolons. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          region=eu-west-1, NONE
          sso_session=corp, NONE
          aws_secret_access_key=s, NONE
          aws_session_token=t, NONE
          aws_access_key_id=A, ACCESS_KEY
          AWS_Access_Key_Id=A, ACCESS_KEY
          aws_access_key_id=A;credential_process=p, PROCESS
          aws_access_key_id=A;credential_process=p;login_session=l, SIGN_IN
          aws_access_key_id=A;credential_process=p;login_session=l;sso_account_id=1, IDENTITY_CENTER
          login_session=l;sso_role_name=Audit, IDENTITY_CENTER
          """)
  void sourceIsFirstInOrderOfAwsCli(String properties, String source) {
    ConfigurationFiles files =
        TestConfiguration.of("[profile audit]\n" + properties.replace(';', '\n'));
    assertThat(files.source("audit").map(Source::name).orElse("NONE")).isEqualTo(source);
  }

  @Test
  void keyOfCredentialsFileGoesBeforeSignInAndProcess() {
    String key = TestConfiguration.KEY.formatted("A");
    ConfigurationFiles files =
        TestConfiguration.of(
            "[audit]\n" + key, "[profile audit]\nlogin_session=l\ncredential_process=p");
    assertThat(files.source("audit")).contains(Source.ACCESS_KEY);
    assertThat(
            TestConfiguration.of("[audit]\n" + key, "[profile audit]\nsso_account_id=1")
                .source("audit"))
        .contains(Source.IDENTITY_CENTER);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          role_arn=r, ROLE
          role_arn=r;credential_process=p, ROLE
          role_arn=r;aws_access_key_id=A, ACCESS_KEY
          role_arn=r;aws_secret_access_key=s, NONE
          role_arn=r;web_identity_token_file=t, WEB_IDENTITY
          role_arn=r;web_identity_token_file=t;aws_access_key_id=A, WEB_IDENTITY
          credential_process=p, PROCESS
          """)
  void sourceProfileIsRoleOnlyWithoutAccessKey(String properties, String source) {
    ConfigurationFiles files =
        TestConfiguration.of("[profile base]\n" + properties.replace(';', '\n'));
    assertThat(files.sourceOfSourceProfile("base").map(Source::name).orElse("NONE"))
        .isEqualTo(source);
  }

  @Test
  void roleOfCallerIsOneWithoutWebIdentity() {
    ConfigurationFiles files =
        TestConfiguration.of(
            """
            [profile role]
            role_arn=r
            aws_access_key_id=A
            [profile identity]
            role_arn=r
            web_identity_token_file=t
            """);
    assertThat(files.isRole("role")).isTrue();
    assertThat(files.isRole("identity")).isFalse();
    assertThat(files.isRole("nobody")).isFalse();
  }

  @Test
  void credentialsFileGoesBeforeConfigurationFile() {
    ConfigurationFiles files =
        TestConfiguration.of("[audit]\nregion=a", "[profile audit]\nregion=b\noutput=json");
    assertThat(files.has("audit")).isTrue();
    assertThat(files.properties("audit")).isEqualTo(Map.of("region", "a", "output", "json"));
    assertThat(files.has("nobody")).isFalse();
    assertThat(files.properties("nobody")).isEmpty();
  }

  @Test
  void sourceKeepsWhatNoOtherSourceOwns() {
    Map<String, String> all =
        Map.of("region", "a", "mfa_serial", "m", "role_arn", "r", "aws_access_key_id", "A");
    assertThat(Source.ROLE.of(all)).containsOnlyKeys("region", "mfa_serial", "role_arn");
    assertThat(Source.WEB_IDENTITY.of(all)).containsOnlyKeys("region", "mfa_serial", "role_arn");
    assertThat(Source.PROCESS.of(all)).containsOnlyKeys("region", "mfa_serial");
  }

  @Test
  void fileThatDoesNotExistHasNoProfiles() {
    assertThat(
            ConfigurationFiles.read(
                    folder.resolve("nobody"), ProfileFile.Type.CONFIGURATION, "audit")
                .profiles())
        .isEmpty();
    assertThat(ConfigurationFiles.read(folder, ProfileFile.Type.CREDENTIALS, "audit").profiles())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[default", "hidden", "[default]\nhidden", "[default]\n=hidden"})
  void malformedFileIsNamedWithoutItsText(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config"), text);
    assertThatThrownBy(() -> ConfigurationFiles.read(file, ProfileFile.Type.CREDENTIALS, "audit"))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "The AWS configuration file '%s' cannot be read: correct line %s."
                .formatted(file, text.lines().count()));
  }

  @Test
  void repeatedPropertyIsNamedWithoutItsText() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), "[default]\nhidden=1\nhidden=2");
    assertThatThrownBy(() -> ConfigurationFiles.read(file, ProfileFile.Type.CONFIGURATION, "audit"))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "The AWS configuration file '%s' cannot be read: correct line 3, which repeats a property."
                .formatted(file));
  }

  /** A file that every user can open and nobody can read from its start. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void unreadableFileIsNamed() {
    assertThatThrownBy(
            () ->
                ConfigurationFiles.read(
                    Path.of("/proc/self/mem"), ProfileFile.Type.CONFIGURATION, "audit"))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "The AWS configuration file '/proc/self/mem' cannot be read: check its permissions.");
  }
}
