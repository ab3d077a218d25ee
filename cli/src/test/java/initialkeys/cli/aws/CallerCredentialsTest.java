package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.aws.CallerCredentials.Source;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

class CallerCredentialsTest {

  private static final String NONE =
      "No AWS credentials found. Run `aws configure`, `aws sso login` or `aws login`, or set"
          + " AWS_PROFILE.";

  /** As long as the SDK's own message. */
  private static final AwsCredentialsProvider NO_SOURCE =
      () -> {
        throw SdkClientException.create("Unable to load credentials. ".repeat(100));
      };

  private static final String REGION = SdkSystemSetting.AWS_REGION.property();

  /** As the preview does before it reads credentials. */
  @BeforeAll
  static void setRegion() {
    System.setProperty(REGION, "us-east-1");
  }

  @AfterAll
  static void clearRegion() {
    System.clearProperty(REGION);
  }

  @Test
  void areThoseOfTheFirstSource() {
    AwsBasicCredentials found = AwsBasicCredentials.create("AKIA", "secret");
    assertThat(
            new CallerCredentials(() -> found, List.of(), profiles(""), Optional.of("x"))
                .resolveCredentials())
        .isSameAs(found);
  }

  @Test
  void withoutAnySourceTheMessageSaysWhatToRun() {
    assertMessage("", Optional.empty(), NONE);
  }

  @Test
  void missingProfileIsNamed() {
    assertMessage(
        "[default]\nregion = us-east-1",
        Optional.of("audit"),
        "AWS profile 'audit' is not in the configuration files;"
            + " `aws configure list-profiles` lists them.");
  }

  @Test
  void profileWithoutCredentialsIsNamed() {
    assertMessage(
        "[profile audit]\nregion = us-east-1",
        Optional.of("audit"),
        "AWS profile 'audit' contains no credentials. Run `aws configure`, `aws sso login` or"
            + " `aws login`, or set AWS_PROFILE.");
  }

  @Test
  void expiredSingleSignOnSessionSaysHowToRenewIt() {
    assertMessage(
        """
        [profile audit]
        sso_session = %1$s
        sso_account_id = 123456789012
        sso_role_name = Audit
        region = us-east-1
        [sso-session %1$s]
        sso_region = us-east-1
        sso_start_url = https://%1$s.example
        """
            .formatted(UUID.randomUUID()),
        Optional.of("audit"),
        "The IAM Identity Center session of AWS profile 'audit' has expired."
            + " Run `aws sso login --profile audit`.");
  }

  @Test
  void expiredSignInSaysHowToRenewIt() {
    assertMessage(
        """
        [default]
        login_session = arn:aws:iam::123456789012:user/%s
        region = us-east-1
        """
            .formatted(UUID.randomUUID()),
        Optional.empty(),
        "The sign-in of AWS profile 'default' has expired. Run `aws login --profile default`.");
  }

  @Test
  void failingProcessIsShownInOneLine() {
    assertThatThrownBy(
            new CallerCredentials(
                    NO_SOURCE,
                    List.of(),
                    profiles("[profile audit]\ncredential_process = /nowhere/credentials"),
                    Optional.of("audit"))
                ::resolveCredentials)
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith("The credential_process of AWS profile 'audit' failed (")
        .hasMessageEndingWith("). Run its command by itself, and correct it or the profile.")
        .hasMessageNotContainingAny("\n", "Exception:");
  }

  @Test
  void missingSourceProfileIsNamed() {
    assertMessage(
        """
        [profile audit]
        role_arn = arn:aws:iam::123456789012:role/Audit
        source_profile = base
        region = us-east-1
        """,
        Optional.of("audit"),
        "AWS profile 'audit' takes its credentials from profile 'base', which does not exist or"
            + " has none. Correct source_profile, or run `aws configure --profile base`.");
  }

  @Test
  void roleThatRequiresMfaSaysHowToExportItsCredentials() {
    assertMessage(
        """
        [profile base]
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = secret
        [profile audit]
        role_arn = not-an-arn
        source_profile = base
        mfa_serial = arn:aws:iam::123456789012:mfa/bo
        credential_source = Nowhere
        region = us-east-1
        """,
        Optional.of("audit"),
        "AWS profile 'audit' requires an MFA code, which cannot be entered here. Run `eval"
            + " \"$(aws configure export-credentials --profile audit --format env)\"`, then this"
            + " command without --profile.");
  }

  @Test
  void sourceOfTheEnvironmentThatFailsIsNamed() {
    AwsCredentialsProvider unreachable =
        () -> {
          throw SdkClientException.create("no", new UnknownHostException("sts.example"));
        };
    assertThatThrownBy(
            new CallerCredentials(
                    NO_SOURCE,
                    List.of(
                        new Source("one", () -> AwsBasicCredentials.create("AKIA", "secret")),
                        new Source("the other", unreachable)),
                    profiles(""),
                    Optional.empty())
                ::resolveCredentials)
        .hasMessage(
            "The credentials of the other cannot be loaded: No connection to AWS"
                + " (java.net.UnknownHostException: sts.example). Check the network, AWS_REGION,"
                + " HTTPS_PROXY and AWS_CA_BUNDLE.");
  }

  @Test
  void variablesSayWhichSourcesAreConfigured() {
    assertThat(Source.of(Map.of("AWS_ROLE_ARN", "arn"))).isEmpty();
    assertThat(
            Source.of(
                Map.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2")))
        .extracting(Source::name)
        .containsExactly(
            "the role in AWS_ROLE_ARN, with the token in AWS_WEB_IDENTITY_TOKEN_FILE,",
            "the container");
    assertThat(Source.of(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost")))
        .hasSize(1);
  }

  private static void assertMessage(
      String configuration, Optional<String> profile, String message) {
    CallerCredentials credentials =
        new CallerCredentials(NO_SOURCE, List.of(), profiles(configuration), profile);
    assertThatThrownBy(credentials::resolveCredentials)
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(message);
  }

  private static ProfileFile profiles(String configuration) {
    return ProfileFile.builder()
        .content(new StringInputStream(configuration))
        .type(ProfileFile.Type.CONFIGURATION)
        .build();
  }
}
