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
import org.junit.jupiter.params.provider.ValueSource;

class RuleParametersTest {

  @Test
  void what_is_not_given_has_its_default() {
    assertThat(RuleParameters.parse(Map.of()))
        .isEqualTo(
            new RuleParameters(
                Duration.ofMinutes(5), true, true, false, Duration.ZERO, List.of(), false));
  }

  @Test
  void each_default_given_as_text_is_the_default() {
    Map<String, String> given = new HashMap<>();
    Arrays.stream(RuleParameter.values()).forEach(p -> given.put(p.key(), p.defaultValue()));
    assertThat(given).hasSize(7);
    assertThat(RuleParameters.parse(given)).isEqualTo(RuleParameters.parse(Map.of()));
  }

  @Test
  void each_parameter_reaches_its_own_component() {
    assertThat(
            RuleParameters.parse(
                Map.of(
                    "creationWindowMinutes", "1440",
                    "consolePasswordOnly", "false",
                    "unusedKeysOnly", "false",
                    "activeKeysOnly", "true",
                    "gracePeriodHours", "2160",
                    "exemptUsers", " bo , ,/machines/*,",
                    "reportOnlyChanges", "true")))
        .isEqualTo(
            new RuleParameters(
                Duration.ofDays(1),
                false,
                false,
                true,
                Duration.ofDays(90),
                List.of(new UserPattern("bo"), new UserPattern("/machines/*")),
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "creationWindowMinutes, 1",
    "creationWindowMinutes, 1440",
    "creationWindowMinutes, 0005",
    "gracePeriodHours, 0",
    "gracePeriodHours, 2160",
    "exemptUsers, *",
    "exemptUsers, /",
    "exemptUsers, a+b=c.d@e-f_9",
  })
  void what_is_allowed_is_taken(String name, String value) {
    assertThat(RuleParameters.parse(Map.of(name, value))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          creationWindowMinutes | 0       | a whole number from 1 to 1440, as text
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
          reportOnlyChanges     | " true" | true or false, as text
          """)
  void what_is_not_allowed_is_refused_by_name(String name, String value, String allowed) {
    assertThatThrownBy(() -> RuleParameters.parse(Map.of(name, value)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("Rule parameter %s is '%s'; it must be %s.", name, value, allowed);
  }

  @Test
  void a_value_that_is_no_text_is_refused_as_what_it_is() {
    assertThat(refusal(null)).startsWith("Rule parameter activeKeysOnly is missing or null;");
    assertThat(refusal(true)).startsWith("Rule parameter activeKeysOnly is the value true;");
    assertThat(refusal(7)).startsWith("Rule parameter activeKeysOnly is the number 7;");
    assertThat(refusal(Map.of())).startsWith("Rule parameter activeKeysOnly is a JSON object;");
    assertThat(refusal(List.of())).startsWith("Rule parameter activeKeysOnly is a JSON list;");
  }

  @Test
  void a_long_value_is_shown_in_part() {
    assertThat(refusal("x".repeat(80))).contains("is '" + "x".repeat(80) + "';");
    assertThat(refusal("x".repeat(1000)))
        .contains("is '" + "x".repeat(80) + "…' (1000 characters);");
  }

  @Test
  void a_value_that_must_not_be_shown_is_described() {
    assertThat(InvalidInputException.withoutValue("The token", "not text", "text"))
        .hasMessage("The token is not text; it must be text.");
  }

  private static String refusal(Object value) {
    Map<String, Object> given = new HashMap<>();
    given.put("activeKeysOnly", value);
    try {
      RuleParameters.parse(given);
      throw new AssertionError("taken: " + value);
    } catch (InvalidInputException refused) {
      return refused.getMessage();
    }
  }

  @Test
  void a_name_that_is_no_parameter_is_refused_with_those_that_are() {
    assertThatThrownBy(() -> RuleParameters.parse(Map.of("CreationWindowMinutes", "5")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "A rule parameter's name is 'CreationWindowMinutes'; it must be one of"
                + " creationWindowMinutes, consolePasswordOnly, unusedKeysOnly, activeKeysOnly,"
                + " gracePeriodHours, exemptUsers, reportOnlyChanges.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"two words", "bo;ann", "tab\there", "bo?", "/machines", "/no space/", "Ünal"})
  void an_exemption_that_can_match_nobody_is_refused(String entry) {
    assertThatThrownBy(() -> RuleParameters.parse(Map.of("exemptUsers", "ann," + entry)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "An entry of rule parameter exemptUsers is '%s'; it must be user names separated by"
                + " commas, * for any run of characters; an entry that starts with / is a path and"
                + " ends with / or *.",
            entry);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bo            | bo            | /           | true
          bo            | Bo            | /           | false
          bo            | bob           | /           | false
          b*            | bo            | /           | true
          b*            | b             | /           | true
          *o            | bo            | /           | true
          *b*           | bo            | /           | true
          *o            | bob           | /           | false
          a*b*c         | a-b-c         | /           | true
          a*b*c         | abc           | /           | true
          a*b*c         | acb           | /           | false
          a*b           | ab-b          | /           | true
          ab*ba         | aba           | /           | false
          a*bc*bd       | abcbcbd       | /           | true
          a*x*x*b       | axb           | /           | false
          a*xy*xy*b     | axyxyb        | /           | true
          a**b          | ab            | /           | true
          *             | anyone        | /any/       | true
          smith*john    | smith,john    | /           | true
          b.            | bo            | /           | false
          /machines/    | bo            | /machines/  | true
          /machines/    | bo            | /machines/a/| false
          /machines/*   | bo            | /machines/a/| true
          /machines/*   | /machines/    | /people/    | false
          /*            | bo            | /           | true
          /             | bo            | /           | true
          /             | bo            | /a/         | false
          /Machines/*   | bo            | /machines/  | false
          """)
  void an_exemption_matches_the_whole_name_or_path(
      String pattern, String name, String path, boolean matches) {
    UserIdentity user = new UserIdentity("AIDA1", name, path, TestUsers.USER_CREATED);
    assertThat(new UserPattern(pattern).matches(user)).isEqualTo(matches);
  }

  @Test
  void any_of_several_exemptions_is_enough() {
    RuleParameters parameters = RuleParameters.parse(Map.of("exemptUsers", "ann,bo"));
    assertThat(parameters.exempts(TestUsers.IDENTITY)).isTrue();
    assertThat(RuleParameters.parse(Map.of("exemptUsers", "ann,b")).exempts(TestUsers.IDENTITY))
        .isFalse();
  }
}
