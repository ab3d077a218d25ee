package initialkeys.infra;

import static initialkeys.infra.Synthesized.ACCOUNT;
import static initialkeys.infra.Synthesized.AGGREGATOR;
import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.LEAST;
import static initialkeys.infra.Synthesized.MEMBER_ROLE;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.SECURITY_HUB;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stacks of the app as the CDK command line sees them. */
final class RuleAppTest {

  @Test
  void stacksThatNeedASettingAreThereWithItOnly() {
    assertThat(APP_BY_DEFAULT.keySet()).containsExactly(ACCOUNT, AGGREGATOR, SECURITY_HUB);
    assertThat(APP_WITH_EVERY_STACK.keySet())
        .containsExactly(ACCOUNT, AGGREGATOR, MEMBER_ROLE, ORGANIZATION, SECURITY_HUB);
  }

  /** The settings of one stack do not affect another. */
  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, AGGREGATOR, SECURITY_HUB})
  void stackIsTheSameWithAndWithoutTheOthers(String id) {
    assertThat(APP_WITH_EVERY_STACK.get(id)).isEqualTo(APP_BY_DEFAULT.get(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, AGGREGATOR, MEMBER_ROLE, ORGANIZATION, SECURITY_HUB})
  void stackDependsOnNoOtherStack(String id) {
    assertThat(APP_WITH_EVERYTHING_SET.get(id).text())
        .doesNotContain("Fn::ImportValue", "Fn::GetStackOutput");
    JsonNode manifest = Synthesized.read(Path.of("target/templates/everything-set/manifest.json"));
    assertThat(manifest.path("artifacts").path(id).path("dependencies").valueStream())
        .extracting(JsonNode::asText)
        .containsExactly(id + ".assets");
  }

  @Test
  void sameSettingsGiveTheSameTemplates() {
    assertThat(Synthesized.app("again", LEAST)).isEqualTo(APP_WITH_EVERY_STACK);
  }

  @Test
  void templateContainsNoPathOfTheMachine() {
    assertThat(APP_WITH_EVERYTHING_SET)
        .allSatisfy(
            (id, stack) ->
                assertThat(stack.text())
                    .doesNotContain(
                        System.getProperty("user.dir"), System.getProperty("user.home")));
  }

  @Test
  void templatesAreValidInEveryPartition() {
    assertThat(APP_WITH_EVERY_STACK)
        .allSatisfy(
            (id, stack) ->
                assertThat(stack.text().replace(LEAST.get("functionRoleArn"), ""))
                    .doesNotContain("arn:aws"));
  }

  /** Whichever stack is named, the command line finds it and shows its error. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gracePeriodHours    | soon | Rule parameter gracePeriodHours is 'soon'; it must be a whole number from 0 to 2160, as text.
          findingSeverity     | BAD  | Setting findingSeverity is 'BAD'; it must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL, as text.
          organizationalUnits | r-ab | Setting organizationalUnits is 'r-ab'; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, as text.
          """)
  void invalidSettingIsAnErrorOfEveryStack(String name, String value, String message) {
    Map<String, Synthesized> rejected = Synthesized.app("rejected", Map.of(name, value));
    assertThat(rejected.keySet()).isEqualTo(APP_WITH_EVERY_STACK.keySet());
    assertThat(rejected)
        .allSatisfy(
            (id, stack) -> {
              assertThat(stack.messages())
                  .containsExactly("aws:cdk:error /%s: %s".formatted(id, message));
              assertThat(stack.resources()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-west-1", "ap-southeast-3", "us-gov-west-1", "cn-north-1"})
  void regionThatRecordsUsersGivesNoWarning(String region) {
    assertThat(in(region).values()).flatExtracting(Synthesized::messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-south-2", "il-central-1", "xx-new-1"})
  void regionThatCannotRecordUsersGivesAWarning(String region) {
    Map<String, Synthesized> synthesized = in(region);
    for (String id : List.of(ACCOUNT, ORGANIZATION)) {
      assertThat(synthesized.get(id).messages())
          .singleElement(as(STRING))
          .startsWith(
              "aws:cdk:warning /%s: AWS Config records IAM users only in Regions".formatted(id))
          .contains("and %s is not known as one".formatted(region));
    }
    Map<Boolean, List<String>> warned =
        synthesized.entrySet().stream()
            .collect(
                groupingBy(
                    entry -> !entry.getValue().messages().isEmpty(),
                    TreeMap::new,
                    mapping(Map.Entry::getKey, toList())));
    assertThat(warned.get(true)).containsExactly(ACCOUNT, ORGANIZATION);
    assertThat(synthesized.get(ACCOUNT).template())
        .isEqualTo(APP_BY_DEFAULT.get(ACCOUNT).template());
  }

  @Test
  void validSettingsGiveNoMessage() {
    assertThat(APP_WITH_EVERYTHING_SET.values()).flatExtracting(Synthesized::messages).isEmpty();
  }

  private static Map<String, Synthesized> in(String region) {
    return Synthesized.app("region", LEAST, stacks -> RuleApp.warnOfRegion(stacks, region));
  }
}
