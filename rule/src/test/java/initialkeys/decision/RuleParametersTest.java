package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  @Test
  void anyOfSeveralExemptionsIsEnough() {
    DecisionParameters parameters = TestUsers.parameters("exemptUsers", "ann,bo");
    assertThat(parameters.exempts(TestUsers.IDENTITY)).isTrue();
    assertThat(TestUsers.parameters("exemptUsers", "ann,b").exempts(TestUsers.IDENTITY)).isFalse();
  }
}
