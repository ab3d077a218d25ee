package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;

/** What can be seen without a session of IAM Identity Center. */
class IdentityCenterTest {

  private static final String SESSION =
      """
      sso_session = %1$s
      sso_account_id = 123456789012
      sso_role_name = Audit
      [sso-session "%1$s"]
      sso_region = us-east-1
      sso_start_url = https://example.com
      """;

  private static final String START_URL =
      """
      sso_account_id = 123456789012
      sso_role_name = Audit
      sso_region = us-east-1
      sso_start_url = https://%s.example.com
      """;

  private static void resolve(String configuration, String profile) {
    IdentityCenter center = new IdentityCenter(TestConfiguration.of(configuration), profile);
    new CallerCredentials(center.provider(), center::message).resolveCredentials();
  }

  private static void assertMessage(String configuration, String profile, String message) {
    assertThatThrownBy(() -> resolve(configuration, profile))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {SESSION, START_URL})
  void expiredSessionSaysHowToRenewIt(String properties) {
    assertMessage(
        "[profile audit]\n" + properties.formatted(UUID.randomUUID()),
        "audit",
        "The IAM Identity Center session of AWS profile 'audit' has expired. Run `aws sso login"
            + " --profile audit`.");
  }

  @Test
  void namesMayHaveAnyCharacter() {
    assertMessage(
        "[profile 'my audit']\n" + SESSION.formatted("my " + UUID.randomUUID()),
        "my audit",
        "The IAM Identity Center session of AWS profile 'my audit' has expired. Run `aws sso login"
            + " --profile \"my audit\"`.");
  }

  @Test
  void rejectedSessionSaysHowToRenewIt() {
    assertThat(
            new IdentityCenter(TestConfiguration.of("[default]\n" + START_URL), "default")
                .message(UnauthorizedException.builder().message("no").build()))
        .endsWith("has expired. Run `aws sso login --profile default`.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sso_account_id=1 | lacks sso_role_name, sso_region, sso_start_url. Run `aws configure sso --profile audit`.
          sso_session=corp | lacks sso_account_id, sso_role_name, sso_start_url. Run `aws configure sso --profile audit`.
          sso_session=nobody | names the sso-session 'nobody', which is not in the configuration files. Run `aws configure sso --profile audit`.
          sso_session= | names the sso-session '', which is not in the configuration files. Run `aws configure sso --profile audit`.
          sso_session=corp;sso_region=a | has another sso_region than its sso-session 'corp'. Remove one of them.
          """)
  void incompleteSettingsSayWhatToCorrect(String properties, String message) {
    assertMessage(
        "[profile audit]\n%s\n[sso-session '']\n[sso-session corp]\nsso_region=us-east-1"
            .formatted(properties.replace(';', '\n')),
        "audit",
        "AWS profile 'audit' " + message);
  }

  @Test
  void malformedRegionIsNamed() {
    assertThatThrownBy(
            () -> resolve("[default]\n" + START_URL.replace("us-east-1", "EU West"), "default"))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "sso_region in AWS profile 'default' is 'EU West'; it must be the name of a Region,"
                + " such as eu-west-1.");
  }
}
