package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameter;
import initialkeys.decision.RuleParameters;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule parameters, the logs and the recipients of alarms. */
final class RuleSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          creationWindowMinutes | 0
          creationWindowMinutes | 5 minutes
          consolePasswordOnly   | yes
          unusedKeysOnly        | TRUE
          activeKeysOnly        | ''
          gracePeriodHours      | 2161
          exemptUsers           | /service
          """)
  void invalidRuleParameterIsRejectedWithTheRulesMessage(String name, String value) {
    Map<String, String> values = Map.of(name, value);
    Throwable ofTheRule = catchThrowable(() -> RuleParameters.parse(values));
    assertThat(ofTheRule).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> RuleSettings.parse(values))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(ofTheRule.getMessage())
        .hasMessageContaining(name);
  }

  @Test
  void ruleParameterThatIsNotTextIsRejected() {
    assertThatThrownBy(() -> RuleSettings.parse(Map.of("creationWindowMinutes", 10)))
        .hasMessage(
            "Rule parameter creationWindowMinutes is the number 10;"
                + " it must be a whole number from 1 to 1440, as text.");
  }

  /** AWS Config accepts 1,024 characters (F27). */
  @Test
  void ruleParametersAreLimitedToTheLengthOfConfig() {
    int others = RuleSettings.parse(Map.of()).parametersAsJson().length();
    int longest = 1024 - others - ",\"exemptUsers\":\"\"".length();
    assertThat(RuleSettings.parse(exempting(longest)).parameters())
        .hasSize(RuleParameter.values().length);
    assertThatThrownBy(() -> RuleSettings.parse(exempting(longest + 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The JSON of the rule parameters is 1,025 characters long; it must be at most 1,024,"
                + " so exemptUsers must be shorter (a path or * stands for many users).");
  }

  private static Map<String, String> exempting(int length) {
    String path = "/" + "u".repeat(398) + "/";
    return Map.of("exemptUsers", path + ",/" + "u".repeat(length - path.length() - 3) + "/");
  }

  @Test
  void nobodyIsNotifiedAndLogsAreDeletedByDefault() {
    RuleSettings settings = RuleSettings.parse(Map.of());
    assertThat(settings.recipients())
        .isEqualTo(
            new RuleSettings.Recipients(Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(settings.findings())
        .isEqualTo(
            new RuleSettings.Findings(
                new RuleSettings.Recipients(Optional.empty(), Optional.empty(), Optional.empty()),
                false));
    assertThat(settings.function().logs()).isEqualTo(new FunctionSettings.Logs(90, false));
  }

  @Test
  void resolvedFindingsNeedARecipient() {
    assertThatThrownBy(() -> RuleSettings.parse(Map.of("findingsResolved", "true")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Setting findingsResolved is 'true'; it must be false unless findingsEmail,"
                + " findingsTopicArn or findingsEmailTopicArn is set.");
    assertThat(
            RuleSettings.parse(Map.of("findingsResolved", "true", "findingsEmail", "a@b.example"))
                .findings()
                .resolved())
        .isTrue();
  }
}
