package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  void eachFlagIsReadAsGiven() {
    for (String flag : List.of("consolePasswordOnly", "unusedKeysOnly", "activeKeysOnly")) {
      String yes = RuleParameters.parse(Map.of(flag, "true")).toString();
      String no = RuleParameters.parse(Map.of(flag, "false")).toString();
      assertThat(yes).contains(flag + "=true");
      assertThat(no).contains(flag + "=false");
    }
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

  /** For parameters that are added later too. */
  @ParameterizedTest
  @EnumSource
  void anotherValueThanTheDefaultGivesOtherParameters(RuleParameter parameter) {
    String other =
        Stream.of("true", "false", "1", "7", "ann")
            .filter(value -> value.matches(parameter.pattern()))
            .filter(value -> !value.equals(parameter.defaultValue()))
            .findFirst()
            .orElseThrow();
    assertThat(RuleParameters.parse(Map.of(parameter.key(), other)))
        .isNotEqualTo(RuleParameters.parse(Map.of()));
  }

  @Test
  void anyOfSeveralExemptionsIsEnough() {
    DecisionParameters parameters = TestUsers.parameters("exemptUsers", "ann,bo");
    assertThat(parameters.exempts(TestUsers.IDENTITY)).isTrue();
    assertThat(TestUsers.parameters("exemptUsers", "ann,b").exempts(TestUsers.IDENTITY)).isFalse();
  }
}
