package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.aws.ConfigurationFiles.Source;
import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;
import software.amazon.awssdk.services.sts.model.StsException;

class ProfileCredentialsTest {

  private static final String REGION = SdkSystemSetting.AWS_REGION.property();
  private static final String NO_METADATA = SdkSystemSetting.AWS_EC2_METADATA_DISABLED.property();
  private static final String ENDPOINT = "aws.endpointUrl";
  private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/Audit\n";

  @TempDir private Path folder;
  private FakeAwsServer server;

  /** AWS STS denies every role. */
  @BeforeEach
  void open() throws IOException {
    server =
        new FakeAwsServer(
            request -> FakeAws.iamError(403, "AccessDenied", "no " + request.operation()));
    System.setProperty(ENDPOINT, server.address().toString());
    System.setProperty(REGION, "us-east-1");
    System.setProperty(NO_METADATA, "true");
  }

  @AfterEach
  void close() {
    server.close();
    System.clearProperty(ENDPOINT);
    System.clearProperty(REGION);
    System.clearProperty(NO_METADATA);
  }

  private static CallerCredentials credentials(
      ConfigurationFiles files, Map<String, String> environment) {
    ProfileCredentials profile =
        new ProfileCredentials(
            files,
            environment,
            "audit",
            files.isRole("audit") ? Source.ROLE : files.source("audit").orElseThrow());
    return new CallerCredentials(profile.provider(), profile::message);
  }

  private static void assertMessage(String configuration, String message) {
    assertThatThrownBy(
            () -> credentials(TestConfiguration.of(configuration), Map.of()).resolveCredentials())
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(message);
  }

  /** Only the source of the AWS CLI reaches the SDK, which prefers the process. */
  @Test
  void otherSourcesOfProfileAreNotUsed() {
    ConfigurationFiles files =
        TestConfiguration.of(
            "[audit]\n" + "aws_access_key_id=#KEY\naws_secret_access_key=secret",
            "[profile audit]\ncredential_process=/nowhere\nlogin_session=l\nrole_arn=r"
                + "\ns3 =\n  max_queue_size = 5");
    ProfileCredentials profile =
        new ProfileCredentials(files, Map.of(), "audit", files.source("audit").orElseThrow());
    assertThat(profile.provider().resolveCredentials().accessKeyId()).isEqualTo("#KEY");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source_profile=base | aws_access_key_id=BASE;aws_secret_access_key=s | BASE
          source_profile=base | role_arn=r;source_profile=other;aws_access_key_id=BASE;aws_secret_access_key=s | BASE
          source_profile=base | role_arn=r;source_profile=other | OTHER
          source_profile=audit;aws_access_key_id=OWN;aws_secret_access_key=s | region=eu-west-1 | OWN
          """)
  void roleIsAssumedWithKeyOfItsSource(String audit, String base, String keyId) {
    String configuration =
        "[profile audit]\n%s%s\n[profile base]\n%s\n[profile other]\n%s"
            .formatted(
                ROLE,
                audit.replace(';', '\n'),
                base.replace(';', '\n'),
                TestConfiguration.KEY.formatted("OTHER"));
    assertThatThrownBy(
            () -> credentials(TestConfiguration.of(configuration), Map.of()).resolveCredentials())
        .hasMessageStartingWith(
            "The credentials of AWS profile 'audit' cannot be loaded: no AssumeRole");
    assertThat(server.takeRequests())
        .singleElement()
        .satisfies(request -> assertThat(request.accessKeyId()).isEqualTo(keyId));
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
          source_profile=audit | takes its credentials from profile 'audit': the source_profile settings form a circle. Correct source_profile.
          """)
  void roleThatCannotBeAssumedSaysWhatToCorrect(String properties, String message) {
    assertMessage(
        "[profile audit]\n" + ROLE + properties.replace(';', '\n'),
        "AWS profile 'audit' " + message);
    assertThat(server.takeRequests()).isEmpty();
  }

  @Test
  void circleOfSourceProfilesIsNamed() {
    assertMessage(
        "[profile audit]\n%1$ssource_profile=base\n[profile base]\n%1$ssource_profile=audit"
            .formatted(ROLE),
        "AWS profile 'base' takes its credentials from profile 'audit': the source_profile settings"
            + " form a circle. Correct source_profile.");
  }

  @Test
  void halfKeyOfSourceProfileIsNamed() {
    assertMessage(
        "[profile audit]\n%ssource_profile=base\n[profile base]\naws_access_key_id=A"
            .formatted(ROLE),
        "AWS profile 'base' has only a part of an access key. Run `aws configure --profile base`.");
    assertMessage(
        "[profile audit]\naws_access_key_id=\naws_secret_access_key=s",
        "AWS profile 'audit' has only a part of an access key. Run `aws configure --profile"
            + " audit`.");
  }

  @ParameterizedTest
  @CsvSource({
    "'role_arn=r',The token file '/nonexist' cannot be read. Correct web_identity_token_file in AWS"
        + " profile 'base'.",
    "'region=eu-west-1',AWS profile 'base' has web_identity_token_file without role_arn. Add it."
  })
  void webIdentityOfSourceProfileSaysWhatToCorrect(String role, String message) {
    assertMessage(
        "[profile audit]\n%ssource_profile=base\n[profile base]\nweb_identity_token_file=/nonexist\n%s"
            .formatted(ROLE, role),
        message.replace("\"", ""));
  }

  @Test
  void webIdentityOfSourceProfileIsUsed() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "token");
    assertMessage(
        "[profile audit]\n%1$ssource_profile=base\n[profile base]\n%1$sweb_identity_token_file=%2$s"
            .formatted(ROLE, token),
        "The credentials of AWS profile 'audit' cannot be loaded: no AssumeRoleWithWebIdentity"
            + " (Service: Sts, Status Code: 403, Request ID: %s) (SDK Attempt Count: 1). The policy"
                .formatted(FakeAws.REQUEST_ID)
            + " in docs/command-line.md allows every call.");
  }

  @Test
  void roleThatRequiresMfaSaysHowToExportItsCredentials() {
    assertMessage(
        "[profile audit]\n%smfa_serial=m\nsource_profile=base\n[profile base]\n%s"
            .formatted(ROLE, TestConfiguration.KEY.formatted("BASE")),
        "AWS profile 'audit' requires an MFA code, which cannot be entered here. Run `eval"
            + " \"$(aws configure export-credentials --profile audit --format env)\"`, then this"
            + " command without --profile.");
  }

  @Test
  void otherErrorOfRoleWithMfaIsNamed() {
    ConfigurationFiles files =
        TestConfiguration.of(
            "[profile audit]\n%smfa_serial=m\nsource_profile=base\n[profile base]\n%s"
                .formatted(ROLE, TestConfiguration.KEY.formatted("BASE")));
    assertThat(
            new ProfileCredentials(files, Map.of(), "audit", Source.ROLE)
                .message(
                    StsException.builder()
                        .awsErrorDetails(
                            AwsErrorDetails.builder().errorCode("ExpiredToken").build())
                        .build()))
        .startsWith(
            "The credentials of AWS profile 'audit' cannot be loaded: The AWS credentials have"
                + " expired.");
  }

  /** The session is that of the profile in which it is configured. */
  @Test
  void expiredIdentityCenterSessionSaysHowToRenewIt() {
    String session =
        """
        sso_session = %1$s
        sso_account_id = 123456789012
        sso_role_name = Audit
        [sso-session %1$s]
        sso_region = us-east-1
        sso_start_url = https://%1$s.example
        """
            .formatted(UUID.randomUUID());
    String message =
        "The IAM Identity Center session of AWS profile '%1$s' has expired. Run `aws sso login"
            + " --profile %1$s`.";
    assertMessage("[profile audit]\n" + session, message.formatted("audit"));
    assertMessage(
        "[profile audit]\n" + ROLE + "source_profile = base\n[profile base]\n" + session,
        message.formatted("base"));
  }

  @Test
  void rejectedIdentityCenterSessionSaysHowToRenewIt() {
    ConfigurationFiles files =
        TestConfiguration.of("[profile audit]\nsso_account_id=1\nsso_role_name=Audit");
    assertThat(
            new ProfileCredentials(files, Map.of(), "audit", Source.IDENTITY_CENTER)
                .message(UnauthorizedException.builder().message("no").build()))
        .endsWith("has expired. Run `aws sso login --profile audit`.");
  }

  @Test
  void incompleteIdentityCenterSettingsSayWhatToCorrect() {
    assertMessage(
        "[profile audit]\nsso_account_id=1\nsso_role_name=Audit\nsso_session=corp",
        "AWS profile 'audit' names the sso-session 'corp', which is not in the configuration files."
            + " Run `aws configure sso --profile audit`.");
    assertMessage(
        "[profile audit]\nsso_account_id=1",
        "The credentials of AWS profile 'audit' cannot be loaded (Profile property 'sso_role_name'"
            + " was not configured for 'audit'.). Sign in again, or correct the"
            + " profile.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          region=EU West;role_arn=r;credential_source=Environment | region
          region=EU West;login_session=l | region
          sso_account_id=1;sso_role_name=Audit;sso_region=EU West | sso_region
          sso_account_id=1;sso_role_name=Audit;sso_session=corp | sso_region
          """)
  void malformedRegionOfSourceProfileIsNamed(String properties, String property) {
    ConfigurationFiles files =
        TestConfiguration.of(
            "[profile audit]\n%ssource_profile=base\n[profile base]\n%s\n[sso-session corp]\nsso_region=EU West"
                .formatted(ROLE, properties.replace(';', '\n')));
    assertThatThrownBy(() -> credentials(files, Map.of()))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "%s in AWS profile 'base' is 'EU West'; it must be the name of a Region, such as eu-west-1."
                .formatted(property));
  }

  @Test
  void expiredSignInSaysHowToRenewIt() {
    assertMessage(
        "[profile audit]\nlogin_session = arn:aws:iam::123456789012:user/" + UUID.randomUUID(),
        "The sign-in of AWS profile 'audit' has expired. Run `aws login --profile audit`.");
  }

  @Test
  void failingProcessIsShownInOneLine() {
    assertThatThrownBy(
            () ->
                credentials(
                        TestConfiguration.of(
                            "[profile audit]\ncredential_process = /nowhere/credentials"),
                        Map.of())
                    .resolveCredentials())
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith("The credential_process of AWS profile 'audit' failed (")
        .hasMessageEndingWith("). Run its command by itself, and correct it or the profile.")
        .hasMessageNotContainingAny("\n", "Exception:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Version\":1,\"SecretAccessKey\":\"hidden\" oops}", "hidden", ""})
  void outputOfProcessIsNotShown(String text) throws Exception {
    Path output = Files.writeString(folder.resolve("output"), text);
    assertMessage(
        "[profile audit]\ncredential_process = cat " + output,
        "The credential_process of AWS profile 'audit' failed (What was read is not valid JSON)."
            + " Run its command by itself, and correct it or the profile.");
  }

  /** The AWS CLI prefers this variable, and the SDK does not read it. */
  @Test
  void olderTokenOfEnvironmentIsNotIgnored() {
    assertThatThrownBy(
            () ->
                credentials(
                    TestConfiguration.of(
                        "[profile audit]\n" + ROLE + "credential_source = Environment"),
                    Map.of(
                        "AWS_ACCESS_KEY_ID", "A",
                        "AWS_SECRET_ACCESS_KEY", "s",
                        "AWS_SECURITY_TOKEN", "hidden")))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "AWS profile 'audit' takes its credentials from the environment, whose"
                + " AWS_SECURITY_TOKEN is not supported here. Rename it to AWS_SESSION_TOKEN.");
  }

  @Test
  void credentialSourceIsThatOfEnvironmentOrContainer() {
    String configuration = "[profile audit]\n" + ROLE + "credential_source = ";
    assertThat(
            credentials(
                TestConfiguration.of(configuration + "Environment"),
                Map.of("AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "s")))
        .isNotNull();
    assertThat(
            credentials(
                TestConfiguration.of(configuration + "EcsContainer"),
                Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2")))
        .isNotNull();
  }
}
