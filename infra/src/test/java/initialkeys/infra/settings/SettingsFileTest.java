package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file with the user's settings is read or rejected as a whole. */
final class SettingsFileTest {

  @TempDir private Path folder;

  @Test
  void settingsAndRuleParametersAreRead() throws IOException {
    assertThat(file("{\"frequency\": \"Six_Hours\", \"gracePeriodHours\": \"24\"}").read())
        .isEqualTo(Map.of("frequency", "Six_Hours", "gracePeriodHours", "24"));
  }

  @Test
  void absentFileIsTheSameAsAnEmptyObject() throws IOException {
    assertThat(new SettingsFile(folder.resolve("absent.json")).read())
        .isEqualTo(file("{}").read())
        .isEmpty();
  }

  /** Editors on Windows write it at the beginning. */
  @Test
  void byteOrderMarkIsIgnored() throws IOException {
    assertThat(file("\uFEFF{\"keepLogs\": \"true\"}\r\n").read())
        .isEqualTo(Map.of("keepLogs", "true"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                | It must be a JSON object, such as {"frequency": "Six_Hours"}.
          []                                | It must be a JSON object, such as {"frequency": "Six_Hours"}.
          "frequency"                       | It must be a JSON object, such as {"frequency": "Six_Hours"}.
          {"frequency": "Daily"}            | Setting frequency is 'Daily'; it must be one of One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours, as text.
          {"keepLogs": true}                | Setting keepLogs is the value true; it must be one of true, false, as text.
          {"keepLogs": null}                | Setting keepLogs is missing or null; it must be one of true, false, as text.
          {"creationWindowMinutes": 10}     | Rule parameter creationWindowMinutes is the number 10; it must be a whole number from 1 to 1440, as text.
          {"@aws-cdk/aws-iam:x": true}      | '@aws-cdk/aws-iam:x' belongs to CDK: move it to "context" in cdk.json.
          {"keepLogs": "true"} {}           | Text follows the JSON object (line 1, column 22).
          """)
  void invalidFileIsRejected(String content, String message) {
    assertThatThrownBy(() -> file(content).read())
        .isInstanceOf(SettingsException.class)
        .hasMessage("settings.json: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"keepLogs": "true"                      | line 1, column
          {"keepLogs": "true",}                    | line 1, column 21
          keepLogs=true                            | line 1, column
          {"keepLogs": "true", "keepLogs": "false"}| Duplicate
          """)
  void malformedJsonIsRejectedWithItsPlace(String content, String place) {
    assertThatThrownBy(() -> file(content).read())
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("settings.json: Not valid JSON: ")
        .hasMessageContaining(place);
  }

  /** Unlike the CDK context, the file contains nothing but settings. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          team     | settings.json: Unknown setting 'team'. Allowed are creationWindowMinutes,
          rulename | settings.json: Unknown setting 'rulename'. Did you mean ruleName? Allowed are creationWindowMinutes,
          """)
  void unknownNameIsRejected(String name, String message) {
    assertThatThrownBy(() -> file("{\"%s\": \"x\"}".formatted(name)).read())
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(message)
        .hasMessageEndingWith("remediationRoleName.");
  }

  @Test
  void unreadableFileIsRejected() {
    assertThatThrownBy(() -> new SettingsFile(folder).read())
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(folder.getFileName() + ": Cannot be read: ");
  }

  private SettingsFile file(String content) throws IOException {
    return new SettingsFile(Files.writeString(folder.resolve("settings.json"), content));
  }
}
