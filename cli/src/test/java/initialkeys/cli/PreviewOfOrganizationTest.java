package initialkeys.cli;

import static initialkeys.cli.aws.FakeOrganizations.account;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.cli.aws.FakeOrganizations;
import initialkeys.cli.aws.TestCallers;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.organizations.model.AccountStatus;

/** An account that is read, one that cannot be, one that is not active, and one excluded. */
class PreviewOfOrganizationTest {

  private static final Locale BEFORE = Locale.getDefault();

  @AfterEach
  void resetLocale() {
    Locale.setDefault(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "tr-TR", "ar-EG-u-nu-arab"})
  void outputIsThatOfFileInEveryLocale(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));
    FakeOrganizations organization =
        new FakeOrganizations(
            List.of(
                account("111111111111", "own", AccountStatus.ACTIVE),
                account("222222222222", "denied", AccountStatus.ACTIVE),
                account("333333333333", "closed", AccountStatus.SUSPENDED),
                account("444444444444", "left out", AccountStatus.ACTIVE)));
    Printed printed =
        Printed.by(
            () ->
                TestCallers.of(
                    "111111111111",
                    new FakeIam(List.of(withUnusedKey("ann"))),
                    organization,
                    role -> {
                      throw new AwsAccessException("The role cannot be assumed: " + role, null);
                    }),
            "preview",
            "--organization",
            "--role",
            "security/Audit",
            "--exclude-account",
            "444444444444");
    assertThat(printed.out())
        .isEqualToNormalizingNewlines(ExpectedText.of("preview-organization.txt"));
    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
  }
}
