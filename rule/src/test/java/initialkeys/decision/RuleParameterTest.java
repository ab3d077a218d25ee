package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleParameterTest {

  @Test
  void allowedValuesAreStatedForEachParameter() {
    assertThat(Arrays.stream(RuleParameter.values()).map(RuleParameter::allowed))
        .containsExactly(
            "a whole number from 1 to 1440",
            "true or false",
            "true or false",
            "true or false",
            "a whole number from 0 to 2160",
            "user names, paths or unique ids (AIDA…), separated by commas; * in a name or path"
                + " matches any run of characters; a path starts with / and ends with / or *",
            "a whole number from 0 to 365");
  }

  @Test
  void defaultGivenAsTextIsTheDefault() {
    Map<String, String> given = new HashMap<>();
    Arrays.stream(RuleParameter.values()).forEach(p -> given.put(p.key(), p.defaultValue()));
    assertThat(given).hasSize(7);
    assertThat(RuleParameter.parseAll(given)).isEqualTo(RuleParameters.parse(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "creationWindowMinutes, 1",
    "creationWindowMinutes, 1440",
    "gracePeriodHours, 0",
    "gracePeriodHours, 2160",
    "resendUnchangedAfterDays, 0",
    "resendUnchangedAfterDays, 365",
    "exemptUsers, *",
    "exemptUsers, /",
    "exemptUsers, a+b=c.d@e-f_9",
  })
  void allowedValuesAreAccepted(String name, String value) {
    assertThat(RuleParameter.parseAll(Map.of(name, value))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          creationWindowMinutes | 0       | a whole number from 1 to 1440, as text
          creationWindowMinutes | 00005   | a whole number from 1 to 1440, as text
          creationWindowMinutes | 1441    | a whole number from 1 to 1440, as text
          creationWindowMinutes | -5      | a whole number from 1 to 1440, as text
          creationWindowMinutes | 5.0     | a whole number from 1 to 1440, as text
          creationWindowMinutes | " 5"    | a whole number from 1 to 1440, as text
          creationWindowMinutes | ""      | a whole number from 1 to 1440, as text
          creationWindowMinutes | five    | a whole number from 1 to 1440, as text
          creationWindowMinutes | ٥       | a whole number from 1 to 1440, as text
          creationWindowMinutes | 4294967297 | a whole number from 1 to 1440, as text
          gracePeriodHours      | 2161    | a whole number from 0 to 2160, as text
          gracePeriodHours      | -1      | a whole number from 0 to 2160, as text
          consolePasswordOnly   | True    | true or false, as text
          consolePasswordOnly   | yes     | true or false, as text
          unusedKeysOnly        | ""      | true or false, as text
          activeKeysOnly        | 1       | true or false, as text
          activeKeysOnly        | " true" | true or false, as text
          resendUnchangedAfterDays | 366  | a whole number from 0 to 365, as text
          resendUnchangedAfterDays | never | a whole number from 0 to 365, as text
          """)
  void valueThatIsNotAllowedIsRejectedByName(String name, String value, String allowed) {
    assertThatThrownBy(() -> RuleParameter.parseAll(Map.of(name, value)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("Rule parameter %s is '%s'; it must be %s.", name, value, allowed);
  }

  @Test
  void unknownNameIsRejectedWithTheKnownOnes() {
    assertThatThrownBy(() -> RuleParameter.parseAll(Map.of("CreationWindowMinutes", "5")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "A rule parameter's name is 'CreationWindowMinutes'; it must be one of"
                + " creationWindowMinutes, consolePasswordOnly, unusedKeysOnly, activeKeysOnly,"
                + " gracePeriodHours, exemptUsers, resendUnchangedAfterDays.");
  }

  @Test
  void valueThatIsNotTextIsRejected() {
    Map<String, Object> given = new HashMap<>();
    given.put("activeKeysOnly", null);
    assertThatThrownBy(() -> RuleParameter.parseAll(given))
        .hasMessage(
            "Rule parameter activeKeysOnly is missing or null; it must be true or false, as text.");
    assertThatThrownBy(() -> RuleParameter.parseAll(Map.of("activeKeysOnly", true)))
        .hasMessage(
            "Rule parameter activeKeysOnly is the value true; it must be true or false, as text.");
  }
}
