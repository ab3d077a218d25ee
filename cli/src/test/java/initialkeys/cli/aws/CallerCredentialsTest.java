package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            new CallerCredentials(() -> found, profiles(""), Optional.of("x")).resolveCredentials())
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
                    profiles("[profile audit]\ncredential_process = /nowhere/credentials"),
                    Optional.of("audit"))
                ::resolveCredentials)
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith("The credentials of AWS profile 'audit' cannot be loaded: ")
        .hasMessageNotContaining("\n");
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
        "The credentials of AWS profile 'audit' cannot be loaded:"
            + " java.lang.IllegalStateException: The source profile of 'audit' was configured to"
            + " be 'base', but that source profile has no credentials configured.");
  }

  private static void assertMessage(
      String configuration, Optional<String> profile, String message) {
    CallerCredentials credentials =
        new CallerCredentials(NO_SOURCE, profiles(configuration), profile);
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
