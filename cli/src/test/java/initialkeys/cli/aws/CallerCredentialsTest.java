package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The first source that is configured is the only one. */
class CallerCredentialsTest {

  private static final String REGION = SdkSystemSetting.AWS_REGION.property();
  private static final String NO_METADATA = SdkSystemSetting.AWS_EC2_METADATA_DISABLED.property();

  private static final String CONFIGURATION =
      """
      [default]
      aws_access_key_id = DEFAULT
      aws_secret_access_key = secret
      [profile audit]
      aws_access_key_id = AUDIT
      aws_secret_access_key = secret
      [profile role]
      role_arn = arn:aws:iam::123456789012:role/Audit
      credential_source = Environment
      aws_access_key_id = ROLE
      aws_secret_access_key = secret
      [profile half]
      aws_access_key_id = HALF
      [profile nothing]
      region = eu-west-1
      """;

  private static final Map<String, String> KEY =
      Map.of("AWS_ACCESS_KEY_ID", "ENVIRONMENT", "AWS_SECRET_ACCESS_KEY", "secret");

  @TempDir private Path folder;

  /** As the preview does before it reads credentials. */
  @BeforeAll
  static void setProperties() {
    System.setProperty(REGION, "us-east-1");
    System.setProperty(NO_METADATA, "true");
  }

  @AfterAll
  static void clearProperties() {
    System.clearProperty(REGION);
    System.clearProperty(NO_METADATA);
  }

  private static AwsCredentials find(Map<String, String> environment, Optional<String> option) {
    return CallerCredentials.of(
            environment,
            CallerProfile.of(option, environment),
            TestConfiguration.of(CONFIGURATION),
            _ -> Optional.empty())
        .resolveCredentials();
  }

  private static Map<String, String> with(Map<String, String> environment, String... more) {
    Map<String, String> all = new HashMap<>(environment);
    for (int index = 0; index < more.length; index += 2) all.put(more[index], more[index + 1]);
    return all;
  }

  private static void assertRejected(
      Map<String, String> environment, Optional<String> option, String message) {
    assertThatThrownBy(() -> find(environment, option))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(message);
  }

  @Test
  void onlyProfileOfOptionGoesBeforeKeyOfEnvironment() {
    assertThat(find(KEY, Optional.empty()).accessKeyId()).isEqualTo("ENVIRONMENT");
    assertThat(find(with(KEY, "AWS_PROFILE", "audit"), Optional.empty()).accessKeyId())
        .isEqualTo("ENVIRONMENT");
    assertThat(find(KEY, Optional.of("audit")).accessKeyId()).isEqualTo("AUDIT");
  }

  @ParameterizedTest
  @CsvSource({"AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"})
  void tokenOfEnvironmentBelongsToItsKey(String variable) {
    assertThat(find(with(KEY, variable, "token"), Optional.empty()))
        .isEqualTo(AwsSessionCredentials.create("ENVIRONMENT", "secret", "token"));
    assertThat(find(with(KEY, variable, ""), Optional.empty()))
        .isNotInstanceOf(AwsSessionCredentials.class);
  }

  @ParameterizedTest
  @CsvSource({"AKIA, ''", "AKIA, ' '", "' ', secret"})
  void halfKeyOfEnvironmentIsNotReplaced(String id, String secret) {
    Map<String, String> half = Map.of("AWS_ACCESS_KEY_ID", id, "AWS_SECRET_ACCESS_KEY", secret);
    assertRejected(
        half,
        Optional.empty(),
        "The environment has only a part of an access key. Set both AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY, or neither.");
    assertThat(find(half, Optional.of("audit")).accessKeyId()).isEqualTo("AUDIT");
  }

  /** In a header of a request they would be an error whose message quotes them. */
  @ParameterizedTest
  @ValueSource(strings = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
  void controlCharacterInCredentialsIsRejectedWithoutTheirText(String variable) {
    assertRejected(
        with(KEY, variable, "hid\nden"),
        Optional.empty(),
        "The AWS credentials have a line break or another control character. Remove it where they"
            + " are set.");
  }

  /** The AWS CLI ignores them too. */
  @ParameterizedTest
  @ValueSource(strings = {"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"})
  void variableWithoutKeyIdIsNoSource(String variable) {
    assertThat(find(Map.of(variable, "value"), Optional.empty()).accessKeyId())
        .isEqualTo("DEFAULT");
    assertThat(find(Map.of("AWS_ACCESS_KEY_ID", "", variable, "value"), Optional.empty()))
        .returns("DEFAULT", AwsCredentials::accessKeyId);
  }

  @Test
  void missingTokenFileIsNotReplacedByProfile() {
    Map<String, String> identity =
        Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/nonexist", "AWS_ROLE_ARN", "arn");
    String message =
        "The token file '/nonexist' cannot be read. Correct AWS_WEB_IDENTITY_TOKEN_FILE.";
    assertRejected(identity, Optional.empty(), message);
    assertRejected(with(identity, "AWS_PROFILE", "audit"), Optional.empty(), message);
    assertThat(find(identity, Optional.of("audit")).accessKeyId()).isEqualTo("AUDIT");
    assertThat(find(with(identity, "AWS_WEB_IDENTITY_TOKEN_FILE", ""), Optional.empty()))
        .returns("DEFAULT", AwsCredentials::accessKeyId);
  }

  @Test
  void tokenFileWithoutRoleIsNotReplacedByProfile() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "token");
    assertRejected(
        Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString()),
        Optional.empty(),
        "AWS_WEB_IDENTITY_TOKEN_FILE is set, and the role is not. Set AWS_ROLE_ARN, or role_arn in"
            + " the profile.");
  }

  /** Here the SDK has the opposite order. */
  @Test
  void roleOfProfileGoesBeforeWebIdentityOfEnvironment() {
    assertRejected(
        Map.of(
            "AWS_PROFILE", "role",
            "AWS_WEB_IDENTITY_TOKEN_FILE", "/nonexist",
            "AWS_ROLE_ARN", "arn"),
        Optional.empty(),
        "AWS profile 'role' takes its credentials from the environment, which has none. Set"
            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or correct credential_source.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"audti", ""})
  void missingProfileIsNotReplaced(String name) {
    String message =
        "AWS profile '%s' is not in the configuration files; `aws configure list-profiles` lists them."
            .formatted(name);
    assertRejected(with(KEY, "AWS_PROFILE", name), Optional.empty(), message);
    assertRejected(with(KEY, "AWS_DEFAULT_PROFILE", name), Optional.empty(), message);
    assertRejected(KEY, Optional.of(name), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my audit", "a'b", "é"})
  void nameOfProfileMayHaveAnyCharacter(String name) {
    assertThat(
            CallerCredentials.of(
                    KEY,
                    CallerProfile.of(Optional.of(name), KEY),
                    TestConfiguration.of(
                        "[profile \"%s\"]\n%s"
                            .formatted(name, TestConfiguration.KEY.formatted("A"))),
                    _ -> Optional.empty())
                .resolveCredentials()
                .accessKeyId())
        .isEqualTo("A");
  }

  @Test
  void halfKeyOfProfileIsNotReplacedByContainer() {
    assertRejected(
        Map.of("AWS_PROFILE", "half", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost:1"),
        Optional.empty(),
        "AWS profile 'half' has only a part of an access key. Run `aws configure --profile half`.");
  }

  @Test
  void namedProfileWithoutSourceIsNotReplacedByContainer() {
    String message =
        "AWS profile 'nothing' contains no credentials. Run `aws configure`, `aws sso login` or"
            + " `aws login`, or set AWS_PROFILE.";
    Map<String, String> container =
        Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials");
    assertRejected(with(container, "AWS_PROFILE", "nothing"), Optional.empty(), message);
    assertRejected(container, Optional.of("nothing"), message);
  }

  @Test
  void containerThatFailsIsNotReplacedByInstance() {
    assertThatThrownBy(
            () -> findWithoutProfile(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "no uri")))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith("The credentials of the container cannot be loaded: ");
  }

  /** They go before the sources of a machine, which could have another identity. */
  @ParameterizedTest
  @CsvSource({
    "AWS_CREDENTIAL_FILE, older, A",
    "AWS_CREDENTIAL_FILE, ~/older, A",
    "BOTO_CONFIG, boto, B",
    "HOME, ., C"
  })
  void keyOfOlderToolIsUsed(String variable, String value, String id) throws Exception {
    write("older", "# a key\nAWSAccessKeyId = A\nAWSSecretKey=s=\n");
    write("boto", "[Credentials]\nAWS_Access_Key_Id = B\naws_secret_access_key = s\n");
    write(".boto", "[Credentials]\naws_access_key_id: C\naws_secret_access_key: s\n");
    String path = value.startsWith("~") ? value : folder.resolve(value).toString();
    Map<String, String> environment =
        with(
            Map.of("HOME", folder.toString()),
            variable,
            path,
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://localhost:1");
    assertThat(findWithoutProfile(environment).accessKeyId()).isEqualTo(id);
  }

  @Test
  void otherFilesOfOlderToolsAreNoSource() throws Exception {
    write("older", "Other=1\n");
    write(".boto", "[GSUtil]\n");
    assertThatThrownBy(
            () ->
                findWithoutProfile(
                    Map.of(
                        "HOME",
                        folder.toString(),
                        "AWS_CREDENTIAL_FILE",
                        folder.resolve("older").toString())))
        .hasMessageStartingWith("No AWS credentials");
  }

  @Test
  void halfKeyOfOlderToolIsRejected() throws Exception {
    Path file = write(".boto", "[Credentials]\naws_access_key_id = hidden\n");
    assertThatThrownBy(() -> findWithoutProfile(Map.of("HOME", folder.toString())))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "The file '%s' has only a part of an access key. Correct it, or run `aws configure`."
                .formatted(file));
  }

  @Test
  void missingFileOfKeyIsRejected() {
    assertThatThrownBy(() -> findWithoutProfile(Map.of("AWS_CREDENTIAL_FILE", "/no/file")))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "AWS_CREDENTIAL_FILE names the file '/no/file', which cannot be read. Correct it, or"
                + " unset it.");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** The SDK would replace this exception by one of its own if it found the cause. */
  @Test
  void sourceThatCannotBeReachedIsNoCause() {
    CallerCredentials credentials =
        new CallerCredentials(
            () -> {
              throw SdkClientException.create("failed", new UnknownHostException("sso"));
            },
            failed -> new AwsFailure(failed).message());
    assertThatThrownBy(credentials::resolveCredentials)
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith("No connection to AWS")
        .hasNoCause();
  }

  @Test
  void withoutAnySourceMessageSaysWhatToRun() {
    assertThatThrownBy(() -> findWithoutProfile(Map.of()))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "No AWS credentials found. Run `aws configure`, `aws sso login` or `aws login`, or set"
                + " AWS_PROFILE.");
  }

  private static AwsCredentials findWithoutProfile(Map<String, String> environment) {
    return CallerCredentials.of(
            environment,
            CallerProfile.of(Optional.empty(), environment),
            TestConfiguration.of("[default]\nregion = eu-west-1\nsso_session = corp"),
            _ -> Optional.empty())
        .resolveCredentials();
  }
}
