package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkSystemSetting;

/** Roles of profiles, over HTTP. */
class RoleOfProfileTest {

  private static final String REGION = SdkSystemSetting.AWS_REGION.property();
  private static final String NO_METADATA = SdkSystemSetting.AWS_EC2_METADATA_DISABLED.property();
  private static final String ENDPOINT = "aws.endpointUrl";
  private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/Audit\n";
  private static final Map<String, String> KEY =
      Map.of("AWS_ACCESS_KEY_ID", "ENVIRONMENT", "AWS_SECRET_ACCESS_KEY", "secret");

  @TempDir private Path folder;
  private final List<String> questions = new ArrayList<>();
  private Optional<String> code = Optional.empty();
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(RoleOfProfileTest::respond);
    System.setProperty(ENDPOINT, server.address().toString());
    System.setProperty(REGION, "us-east-1");
    System.setProperty(NO_METADATA, "true");
  }

  /** AWS STS denies the role with the name Denied; the keys of the others have their names. */
  private static Response respond(RecordedRequest request) {
    String role = parameters(request).replaceFirst("(?s).*role/(\\w+).*", "$1");
    if (role.equals("Denied")) {
      return FakeAws.iamError(403, "AccessDenied", "no " + request.operation());
    }
    return Response.of(
        200,
        """
        <%1$sResponse><%1$sResult><Credentials><AccessKeyId>%2$s</AccessKeyId>
        <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
        <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></%1$sResult></%1$sResponse>
        """
            .formatted(request.operation(), role));
  }

  private static String parameters(RecordedRequest request) {
    return URLDecoder.decode(request.body(), StandardCharsets.UTF_8);
  }

  @AfterEach
  void close() {
    server.close();
    System.clearProperty(ENDPOINT);
    System.clearProperty(REGION);
    System.clearProperty(NO_METADATA);
  }

  private Optional<String> answer(String question) {
    questions.add(question);
    return code;
  }

  private String keyId(String configuration, Map<String, String> environment) {
    return new ProfileCredentials(
            TestConfiguration.of(configuration), environment, "audit", this::answer)
        .find(Map.of())
        .orElseThrow()
        .resolveCredentials()
        .accessKeyId();
  }

  private void assertMessage(
      String configuration, Map<String, String> environment, String message) {
    assertThatThrownBy(() -> keyId(configuration, environment))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(message);
  }

  private void assertMessage(String configuration, String message) {
    assertMessage(configuration, Map.of(), message);
  }

  /** The key of each request, of which the first one is that of the last profile. */
  private List<String> keys() {
    return server.takeRequests().stream().map(RecordedRequest::accessKeyId).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source_profile=my base | aws_access_key_id=BASE;aws_secret_access_key=s | BASE
          source_profile=my base | role_arn=r;source_profile=other;aws_access_key_id=BASE;aws_secret_access_key=s | BASE
          source_profile=my base | role_arn=role/Base;source_profile=other | OTHER, Base
          source_profile=my base | role_arn=role/Base;credential_source=Environment | ENVIRONMENT, Base
          source_profile=my base | role_arn=role/Base;source_profile=self | SELF, Self, Base
          source_profile=audit;aws_access_key_id=OWN;aws_secret_access_key=s | region=eu-west-1 | OWN
          credential_source=Environment | region=eu-west-1 | ENVIRONMENT
          """)
  void roleIsAssumedWithKeyOfItsSource(String audit, String base, String keys) {
    String configuration =
        "[profile audit]\n%s%s\n[profile 'my base']\n%s\n[profile other]\n%s[profile self]\n%s"
            .formatted(
                ROLE,
                audit.replace(';', '\n'),
                base.replace(';', '\n'),
                TestConfiguration.KEY.formatted("OTHER"),
                "role_arn=role/Self\nsource_profile=key\n[profile key]\n"
                    + TestConfiguration.KEY.formatted("SELF"));
    assertThat(keyId(configuration, KEY)).isEqualTo("Audit");
    assertThat(keys()).isEqualTo(List.of(keys.split(", ")));
  }

  @Test
  void requestHasSettingsOfProfile() {
    keyId(
        "[profile audit]\n%scredential_source=Environment\nexternal_id=e1\nduration_seconds=900\nrole_session_name=me\nregion=eu-west-1"
            .formatted(ROLE),
        KEY);
    assertRequest("ExternalId=e1", "DurationSeconds=900", "RoleSessionName=me");
  }

  /** As for the AWS CLI, a duration that is not a number is ignored. */
  @ParameterizedTest
  @ValueSource(strings = {"", "duration_seconds=1h\nrole_session_name="})
  void requestHasSessionNameOfItsOwn(String properties) {
    keyId("[profile audit]\n%scredential_source=Environment\n".formatted(ROLE) + properties, KEY);
    assertRequest("RoleSessionName=initial-keys");
  }

  private void assertRequest(String... parameters) {
    assertThat(server.takeRequests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(parameters(request).split("&"))
                    .contains(parameters)
                    .hasSize(parameters.length + 3));
  }

  @Test
  void olderTokenOfEnvironmentGoesFirst() {
    keyId(
        "[profile audit]\n" + ROLE + "credential_source=Environment",
        Map.of(
            "AWS_ACCESS_KEY_ID", "A",
            "AWS_SECRET_ACCESS_KEY", "s",
            "AWS_SECURITY_TOKEN", "older",
            "AWS_SESSION_TOKEN", "newer"));
    assertThat(server.takeRequests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.headers()).containsEntry("x-amz-security-token", "older"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          region=eu-west-1 | has role_arn without source_profile or credential_source. Add one of them.
          credential_process=p | has role_arn without source_profile or credential_source. Add one of them.
          source_profile=base;credential_source=Environment | has both source_profile and credential_source. Remove one of them.
          credential_source=Nowhere | has the credential_source 'Nowhere'. It must be Environment, EcsContainer or Ec2InstanceMetadata.
          credential_source=Environment | takes its credentials from the environment, which has none. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or correct credential_source.
          credential_source=EcsContainer | takes its credentials from the container, but the command does not run in a container. Run it in the container, or correct credential_source.
          credential_source=Ec2InstanceMetadata | takes its credentials from credential_source Ec2InstanceMetadata, and they cannot be loaded (IMDS credentials have been disabled by environment variable or system property.). Run the command there, or correct the profile.
          source_profile=base | takes its credentials from profile 'base', which does not exist or has none. Correct source_profile, or run `aws configure --profile base`.
          source_profile=my base | takes its credentials from profile 'my base', which does not exist or has none. Correct source_profile, or run `aws configure --profile "my base"`.
          source_profile=audit | takes its credentials from profile 'audit': the source_profile settings form a circle. Correct source_profile.
          """)
  void roleThatCannotBeAssumedSaysWhatToCorrect(String properties, String message) {
    assertMessage(
        "[profile audit]\n" + ROLE + properties.replace(';', '\n'),
        "AWS profile 'audit' " + message);
    assertThat(server.takeRequests()).isEmpty();
  }

  @Test
  void containerIsThatOfEnvironment() {
    assertThatThrownBy(
            () ->
                keyId(
                    "[profile audit]\n" + ROLE + "credential_source = EcsContainer",
                    Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2")))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith(
            "AWS profile 'audit' takes its credentials from credential_source EcsContainer, and"
                + " they cannot be loaded (");
  }

  @Test
  void halfKeyOfEnvironmentIsNamed() {
    assertMessage(
        "[profile audit]\n" + ROLE + "credential_source = Environment",
        Map.of("AWS_ACCESS_KEY_ID", "A"),
        "The environment has only a part of an access key. Set both AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY, or neither.");
  }

  @Test
  void circleOfSourceProfilesIsNamed() {
    assertMessage(
        "[profile audit]\n%1$ssource_profile=base\n[profile base]\n%1$ssource_profile=audit"
            .formatted(ROLE),
        "AWS profile 'base' takes its credentials from profile 'audit': the source_profile settings"
            + " form a circle. Correct source_profile.");
  }

  @ParameterizedTest
  @CsvSource({"aws_access_key_id=A", "'aws_access_key_id=\naws_secret_access_key=s'"})
  void halfKeyOfSourceProfileIsNamed(String key) {
    assertMessage(
        "[profile audit]\n%ssource_profile=base\n[profile base]\n%s".formatted(ROLE, key),
        "AWS profile 'base' has only a part of an access key. Run `aws configure --profile base`.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          role_arn=r | The token file '/nonexist' cannot be read. Correct web_identity_token_file in AWS profile 'base'.
          region=eu-west-1 | web_identity_token_file in AWS profile 'base' is set, and the role is not. Set role_arn in the profile.
          """)
  void webIdentityOfSourceProfileSaysWhatToCorrect(String role, String message) {
    assertMessage(
        "[profile audit]\n%ssource_profile=base\n[profile base]\nweb_identity_token_file=/nonexist\n%s"
            .formatted(ROLE, role),
        message);
  }

  @Test
  void webIdentityOfSourceProfileIsUsed() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "token");
    String configuration =
        """
        [profile audit]
        %ssource_profile=base
        [profile base]
        role_arn=role/%s
        web_identity_token_file=%s
        """;
    assertThat(keyId(configuration.formatted(ROLE, "Base", token), Map.of())).isEqualTo("Audit");
    assertThat(keys()).containsExactly("", "Base");
    assertMessage(
        configuration.formatted(ROLE, "Denied", token),
        "The role for the token of web_identity_token_file in AWS profile 'base' cannot be assumed:"
            + " no AssumeRoleWithWebIdentity (Service: Sts, Status Code: 403, Request ID: %s) (SDK"
                .formatted(FakeAws.REQUEST_ID)
            + " Attempt Count: 1). The policy in docs/command-line.md allows every call.");
  }

  /** The profile whose role is denied is named, and not the one that needs it. */
  @Test
  void deniedRoleIsNamed() {
    assertMessage(
        "[profile audit]\n%ssource_profile=base\n[profile base]\nrole_arn=role/Denied\nsource_profile=key\n[profile key]\n%s"
            .formatted(ROLE, TestConfiguration.KEY.formatted("KEY")),
        "The credentials of AWS profile 'base' cannot be loaded: no AssumeRole (Service: Sts,"
            + " Status Code: 403, Request ID: %s) (SDK Attempt Count: 1). The policy in"
                .formatted(FakeAws.REQUEST_ID)
            + " docs/command-line.md allows every call.");
  }

  @Test
  void codeOfDeviceIsAskedFor() {
    code = Optional.of(" 123456 ");
    keyId(
        "[profile audit]\n%smfa_serial = arn:aws:iam::1:mfa/me\nsource_profile=base\n[profile base]\n%s"
            .formatted(ROLE, TestConfiguration.KEY.formatted("BASE")),
        Map.of());
    assertThat(questions).containsExactly("MFA code for arn:aws:iam::1:mfa/me: ");
    assertThat(server.takeRequests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(parameters(request))
                    .contains("&SerialNumber=arn:aws:iam::1:mfa/me", "&TokenCode=123456"));
  }

  @Test
  void wrongCodeIsNamed() {
    code = Optional.of("000000");
    assertMessage(
        "[profile audit]\nrole_arn=role/Denied\nmfa_serial=m\nsource_profile=base\n[profile base]\n"
            + TestConfiguration.KEY.formatted("BASE"),
        "The credentials of AWS profile 'audit' cannot be loaded: no AssumeRole (Service: Sts,"
            + " Status Code: 403, Request ID: %s) (SDK Attempt Count: 1). The policy in"
                .formatted(FakeAws.REQUEST_ID)
            + " docs/command-line.md allows every call.");
  }

  /** Nobody is there to enter it. */
  @Test
  void roleThatRequiresMfaSaysHowToExportItsCredentials() {
    assertMessage(
        "[profile audit]\nrole_arn=role/Denied\nmfa_serial=m\nsource_profile=base\n[profile base]\n"
            + TestConfiguration.KEY.formatted("BASE"),
        "AWS profile 'audit' requires an MFA code, which cannot be entered here. Run `eval"
            + " \"$(aws configure export-credentials --profile audit --format env)\"`, then this"
            + " command without --profile.");
  }

  @Test
  void otherErrorOfRoleWithMfaIsNamed() {
    code = Optional.of("123456");
    server.failAlways("AssumeRole", FakeAws.iamError(400, "ExpiredToken", "expired"));
    assertMessage(
        "[profile audit]\n%smfa_serial=m\nsource_profile=base\n[profile base]\n%s"
            .formatted(ROLE, TestConfiguration.KEY.formatted("BASE")),
        "The credentials of AWS profile 'audit' cannot be loaded: The AWS credentials have expired."
            + " Sign in again with `aws sso login` or `aws login`, or set new credentials.");
  }
}
