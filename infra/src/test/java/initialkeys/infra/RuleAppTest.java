package initialkeys.infra;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The app as the command line sees it. */
final class RuleAppTest {

  @Test
  void twoRunsGiveEqualTemplates() {
    assertThat(Synthesized.of("again", Map.of()).text()).isEqualTo(Synthesized.DEFAULTS.text());
  }

  @Test
  void aTemplateNamesNoPlaceOfThisMachine() {
    assertThat(Synthesized.EVERYTHING_SET.text())
        .doesNotContain(System.getProperty("user.dir"), System.getProperty("user.home"));
  }

  @Test
  void aWrongSettingIsAnErrorOfAStackThatHasNothing() {
    Synthesized refused = Synthesized.of("refused", Map.of("gracePeriodHours", "soon"));
    assertThat(refused.messages())
        .containsExactly(
            "aws:cdk:error /InitialKeys: Rule parameter gracePeriodHours is 'soon';"
                + " it must be a whole number from 0 to 2160, as text.");
    assertThat(refused.resources()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-west-1", "ap-southeast-3", "us-gov-west-1", "cn-north-1"})
  void aRegionThatRecordsUsersIsTakenAsItIs(String region) {
    assertThat(in(region).messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-south-2", "il-central-1", "xx-new-1"})
  void aRegionThatCannotRecordUsersIsWarnedOf(String region) {
    Synthesized synthesized = in(region);
    assertThat(synthesized.messages())
        .singleElement(as(STRING))
        .startsWith("aws:cdk:warning /InitialKeys: AWS Config records IAM users only in Regions")
        .contains("and %s is not known as one".formatted(region));
    assertThat(synthesized.template()).isEqualTo(Synthesized.DEFAULTS.template());
  }

  @Test
  void whatIsRightIsTakenWithoutAWord() {
    assertThat(Synthesized.EVERYTHING_SET.messages()).isEmpty();
  }

  private static Synthesized in(String region) {
    return Synthesized.of(
        "region", Map.of(), stack -> RecordingRegions.warnUnlessOneOf(stack, region));
  }
}
