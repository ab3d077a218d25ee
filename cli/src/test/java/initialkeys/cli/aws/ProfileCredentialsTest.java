package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;

class ProfileCredentialsTest {

  private static final String REGION = SdkSystemSetting.AWS_REGION.property();

  @TempDir private Path folder;

  /** As the preview does before it reads credentials. */
  @BeforeAll
  static void setRegion() {
    System.setProperty(REGION, "us-east-1");
  }

  @AfterAll
  static void clearRegion() {
    System.clearProperty(REGION);
  }

  private static CallerCredentials credentials(
      ConfigurationFiles files, Map<String, String> environment) {
    return new ProfileCredentials(files, environment, "audit", _ -> Optional.empty())
        .find(Map.of())
        .orElseThrow();
  }

  private static void assertMessage(String configuration, String message) {
    assertThatThrownBy(
            () -> credentials(TestConfiguration.of(configuration), Map.of()).resolveCredentials())
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(message);
  }

  /** The order is that of the AWS CLI's botocore/credentials.py; the SDK has another one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          AWS_Access_Key_Id=#A;aws_secret_access_key=s | #A
          aws_access_key_id=A;aws_secret_access_key=s;credential_process=/p | its program cannot be started
          credential_process=/p;login_session=l | sign-in of AWS profile 'audit' has expired
          login_session=l;sso_account_id=1 | lacks sso_role_name, sso_region, sso_start_url
          sso_role_name=Audit;web_identity_token_file=/t;role_arn=r | token file '/t' cannot be read
          web_identity_token_file=;role_arn=r;aws_access_key_id=A;aws_secret_access_key=s | A
          """)
  void sourceIsFirstInOrderOfAwsCli(String properties, String found) {
    assertThat(found("[profile audit]\n" + properties.replace(';', '\n'))).contains(found);
  }

  /** The id of the key, or why there is none. */
  private static String found(String configuration) {
    try {
      return credentials(TestConfiguration.of(configuration), Map.of())
          .resolveCredentials()
          .accessKeyId();
    } catch (AwsAccessException failed) {
      return failed.getMessage();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"region=a", "sso_session=corp", "aws_secret_access_key=s", "aws_session_token=t"})
  void otherPropertiesAreNoSource(String properties) {
    assertThat(
            new ProfileCredentials(
                    TestConfiguration.of("[profile audit]\n" + properties),
                    Map.of(),
                    "audit",
                    _ -> Optional.empty())
                .find(Map.of()))
        .isEmpty();
  }

  @Test
  void keyOfCredentialsFileGoesBeforeSignInAndProcess() {
    ConfigurationFiles files =
        TestConfiguration.of(
            "[audit]\n" + TestConfiguration.KEY.formatted("A"),
            "[profile audit]\ncredential_process=/nowhere\nlogin_session=l"
                + "\ns3 =\n  max_queue_size = 5");
    assertThat(credentials(files, Map.of()).resolveCredentials().accessKeyId()).isEqualTo("A");
  }

  /** As for the AWS CLI: the credentials file, if it has the id of the key. */
  @Test
  void allPartsOfKeyAreOfOneFile() {
    String token = "aws_session_token=other\n";
    ConfigurationFiles credentialsFile =
        TestConfiguration.of(
            "[audit]\n" + TestConfiguration.KEY.formatted("FIRST"),
            "[profile audit]\n" + TestConfiguration.KEY.formatted("SECOND") + token);
    assertThat(credentials(credentialsFile, Map.of()).resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("FIRST", "secret"));
    ConfigurationFiles configurationFile =
        TestConfiguration.of(
            "[audit]\n" + token, "[profile audit]\n" + TestConfiguration.KEY.formatted("SECOND"));
    assertThat(credentials(configurationFile, Map.of()).resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("SECOND", "secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "aws_security_token=token",
    "aws_security_token=token;aws_session_token=other",
    "aws_session_token=token"
  })
  void olderNameOfTokenGoesFirst(String properties) {
    assertThat(
            credentials(
                    TestConfiguration.of(
                        "[profile audit]\n%s%s"
                            .formatted(
                                TestConfiguration.KEY.formatted("A"),
                                properties.replace(';', '\n'))),
                    Map.of())
                .resolveCredentials())
        .isEqualTo(AwsSessionCredentials.create("A", "secret", "token"));
  }

  @Test
  void emptyOlderTokenIsToken() {
    assertThat(
            credentials(
                    TestConfiguration.of(
                        "[profile audit]\naws_security_token=\naws_session_token=other\n"
                            + TestConfiguration.KEY.formatted("A")),
                    Map.of())
                .resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("A", "secret"));
  }

  @Test
  void emptySignInSaysHowToRenewIt() {
    assertMessage(
        "[profile audit]\nlogin_session =",
        "AWS profile 'audit' has an empty login_session. Run `aws login --profile audit`.");
  }

  @Test
  void expiredSignInSaysHowToRenewIt() {
    assertMessage(
        "[profile audit]\nlogin_session = arn:aws:iam::123456789012:user/" + UUID.randomUUID(),
        "The sign-in of AWS profile 'audit' has expired. Run `aws login --profile audit`.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /nowhere/credentials hidden | its program cannot be started
          /nowhere/credentials 'hidden | a quote is not closed, or nothing follows a backslash
          """)
  void failingProcessIsShownInOneLine(String command, String reason) {
    assertMessage(
        "[profile audit]\ncredential_process = " + command,
        "The credential_process of AWS profile 'audit' failed (%s). Run its command by itself, and correct it or the profile."
            .formatted(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Version\":1,\"SecretAccessKey\":\"hidden\" oops}", "hidden", ""})
  void outputOfProcessIsNotShown(String text) throws Exception {
    Path output = Files.writeString(folder.resolve("output"), text);
    assertMessage(
        "[profile audit]\ncredential_process = cat " + output,
        "The credential_process of AWS profile 'audit' failed (its output is not valid JSON)."
            + " Run its command by itself, and correct it or the profile.");
  }
}
