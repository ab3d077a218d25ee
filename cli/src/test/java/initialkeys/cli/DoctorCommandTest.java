package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.cli.doctor.FakeDeployment;
import initialkeys.simulation.Fixtures;
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
    assertThat(printed.out())
        .isEqualToNormalizingNewlines(
            """
            Account 123456789012, eu-west-1, rule iam-user-console-and-api-access-at-creation

            OK           Recorder           records IAM users in eu-west-1
            OK           Other Regions      no other Region records IAM users
            OK           Rule               is active, with a schedule every 6 h
            OK           Parameters         exemptUsers=bo, gracePeriodHours=24
            ERROR        Last run           was at 2026-01-15T11:00:00Z, longer ago than two schedules
                                            Check that the recorder is on and that AWS Config may invoke the function, then deploy again what is missing.
            OK           Results            1 NON_COMPLIANT and 2 COMPLIANT, the oldest recorded at 2026-01-15T11:20:00Z
            OK           Function           InitialKeys-Function, java25, version $LATEST of 2026-01-02T03:04:05.000+0000, code c2hhMjU2
            OK           Permission         AWS Config of account 123456789012 may invoke the function
            OK           Failure queue      is empty
            ERROR        Alarms             in ALARM: Failures
                                            See the table of alarms in docs/operations.md.
            OK           Conformance packs  no process check of this control is open
            OK           Security Hub       is on, and ingests the results
            OK           Organization       every active account reports results

            13 checks: 11 OK, 0 warnings, 2 errors, 0 not checked.
            """);
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
