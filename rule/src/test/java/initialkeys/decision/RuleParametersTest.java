package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleParametersTest {

  @Test
  void parameterNotGivenHasItsDefault() {
    assertThat(RuleParameters.parse(Map.of()))
        .isEqualTo(
            new RuleParameters(
                new DecisionParameters(
                    Duration.ofMinutes(5), true, true, false, Duration.ZERO, List.of()),
                Duration.ofDays(30)));
  }

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
  void eachFlagIsReadAsGiven() {
    for (String flag : List.of("consolePasswordOnly", "unusedKeysOnly", "activeKeysOnly")) {
      String yes = RuleParameters.parse(Map.of(flag, "true")).toString();
      String no = RuleParameters.parse(Map.of(flag, "false")).toString();
      assertThat(yes).contains(flag + "=true");
      assertThat(no).contains(flag + "=false");
    }
  }

  @Test
  void defaultGivenAsTextIsTheDefault() {
    Map<String, String> given = new HashMap<>();
    Arrays.stream(RuleParameter.values()).forEach(p -> given.put(p.key(), p.defaultValue()));
    assertThat(given).hasSize(7);
    assertThat(RuleParameters.parse(given)).isEqualTo(RuleParameters.parse(Map.of()));
  }

  @Test
  void eachParameterReachesItsOwnComponent() {
    assertThat(
            RuleParameters.parse(
                Map.of(
                    "creationWindowMinutes", "1440",
                    "consolePasswordOnly", "false",
                    "unusedKeysOnly", "false",
                    "activeKeysOnly", "true",
                    "gracePeriodHours", "2160",
                    "exemptUsers", " bo , ,/machines/*,",
                    "resendUnchangedAfterDays", "365")))
        .isEqualTo(
            new RuleParameters(
                new DecisionParameters(
                    Duration.ofDays(1),
                    false,
                    false,
                    true,
                    Duration.ofDays(90),
                    List.of(new UserPattern("bo"), new UserPattern("/machines/*"))),
                Duration.ofDays(365)));
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
    assertThat(RuleParameters.parse(Map.of(name, value))).isNotNull();
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
    assertThatThrownBy(() -> RuleParameters.parse(Map.of(name, value)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("Rule parameter %s is '%s'; it must be %s.", name, value, allowed);
  }

  @Test
  void valueThatIsNotTextIsRejectedByItsKind() {
    assertThat(rejection(null)).startsWith("Rule parameter activeKeysOnly is missing or null;");
    assertThat(rejection(true)).startsWith("Rule parameter activeKeysOnly is the value true;");
    assertThat(rejection(7)).startsWith("Rule parameter activeKeysOnly is the number 7;");
    assertThat(rejection(Map.of())).startsWith("Rule parameter activeKeysOnly is a JSON object;");
    assertThat(rejection(List.of())).startsWith("Rule parameter activeKeysOnly is a JSON list;");
  }

  @Test
  void longValueIsShownInPart() {
    assertThat(rejection("x".repeat(80))).contains("is '" + "x".repeat(80) + "';");
    assertThat(rejection("x".repeat(1000)))
        .contains("is '" + "x".repeat(80) + "…' (1000 characters);");
  }

  @Test
  void valueThatMustNotBeShownIsDescribed() {
    assertThat(InvalidInputException.withoutValue("The token", "not text", "text"))
        .hasMessage("The token is not text; it must be text.");
  }

  private static String rejection(Object value) {
    Map<String, Object> given = new HashMap<>();
    given.put("activeKeysOnly", value);
    try {
      RuleParameters.parse(given);
      throw new AssertionError("accepted: " + value);
    } catch (InvalidInputException rejected) {
      return rejected.getMessage();
    }
  }

  @Test
  void unknownNameIsRejectedWithTheKnownOnes() {
    assertThatThrownBy(() -> RuleParameters.parse(Map.of("CreationWindowMinutes", "5")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "A rule parameter's name is 'CreationWindowMinutes'; it must be one of"
                + " creationWindowMinutes, consolePasswordOnly, unusedKeysOnly, activeKeysOnly,"
                + " gracePeriodHours, exemptUsers, resendUnchangedAfterDays.");
  }

  @Test
  void anyOfSeveralExemptionsIsEnough() {
    DecisionParameters parameters = TestUsers.parameters("exemptUsers", "ann,bo");
    assertThat(parameters.exempts(TestUsers.IDENTITY)).isTrue();
    assertThat(TestUsers.parameters("exemptUsers", "ann,b").exempts(TestUsers.IDENTITY)).isFalse();
  }
}
