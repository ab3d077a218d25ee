package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.cli.doctor.FakeDeployment;
import initialkeys.simulation.account.Fixtures;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deployment of the tests ran long ago: its last run is an error. */
class DoctorCommandTest {

  private static final Locale BEFORE = Locale.getDefault();

  @AfterEach
  void resetLocale() {
    Locale.setDefault(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "de-DE", "tr-TR", "ar-EG-u-nu-arab"})
  void linesAreTheSameInEveryLocale(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));
    Printed printed = examine(new FakeDeployment().withAlarm());
    assertThat(printed.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out()).isEqualToNormalizingNewlines(ExpectedText.of("doctor.txt"));
  }

  @Test
  void whatCannotBeCheckedIsIncomplete() {
    Printed printed = examine(new FakeDeployment().denying("lambda:GetPolicy"));
    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(printed.out())
        .contains("NOT CHECKED  Permission         not authorized to perform: lambda:GetPolicy")
        .contains("13 checks: 11 OK, 0 warnings, 1 error, 1 not checked.");
  }

  @Test
  void jsonIsThatOfFile() {
    Printed printed = examine(new FakeDeployment().withAlarm(), "--json");
    assertThat(printed.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(printed.out()).isEqualToNormalizingNewlines(ExpectedText.of("doctor.json"));
  }

  @Test
  void jsonHasTheSameChecks() {
    JsonNode json = Fixtures.tree(examine(new FakeDeployment(), "--json").out());
    assertThat(json.path("accountId").textValue()).isEqualTo("123456789012");
    assertThat(json.path("region").textValue()).isEqualTo("eu-west-1");
    assertThat(json.path("checks")).hasSize(13);
    assertThat(json.path("checks").get(8))
        .isEqualTo(
            Fixtures.tree(
                """
                {"name": "Failure queue", "status": "OK", "text": "is empty", "action": ""}
                """));
  }

  @Test
  void missingRuleSaysWhatToDo() {
    Printed printed = examine(new FakeDeployment(), "--rule", "another");
    assertThat(printed.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(printed.out())
        .contains(
            "Deploy it (docs/deployment.md), or give its name with --rule and its Region with"
                + " --region.");
  }

  @Test
  void misspeltOptionIsRejected() {
    assertThat(examine(new FakeDeployment(), "--jsn"))
        .isEqualTo(
            new Printed(
                ExitCode.BAD_USAGE,
                "",
                List.of(
                    "initial-keys: Unknown option: '--jsn' (did you mean --json?). See"
                        + " `initial-keys doctor --help`.")));
  }

  private static Printed examine(FakeDeployment deployment, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "doctor";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Printed.by(deployment::caller, arguments);
  }
}
