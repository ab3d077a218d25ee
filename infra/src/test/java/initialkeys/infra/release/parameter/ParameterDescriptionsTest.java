package initialkeys.infra.release.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.RuleParameter;
import initialkeys.infra.release.parameter.ParameterDescription.Group;
import initialkeys.infra.release.parameter.ParameterDescription.NoParameter;
import initialkeys.infra.release.parameter.ParameterDescription.Parameter;
import initialkeys.infra.settings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How settings and rule parameters appear in templates. */
final class ParameterDescriptionsTest {

  @ParameterizedTest
  @EnumSource
  void everyRuleParameterIsParameterOfTheRulesGroup(RuleParameter parameter) {
    assertThat(ParameterDescriptions.of(parameter))
        .isInstanceOfSatisfying(
            Parameter.class, it -> assertThat(it.group()).isEqualTo(Group.RULE));
  }

  @ParameterizedTest
  @EnumSource
  void everySettingHasTextsOrReason(Setting setting) {
    assertThat(
            switch (ParameterDescriptions.of(setting)) {
              case NoParameter(String reason) -> List.of(reason);
              case Parameter texts -> List.of(texts.label(), texts.description(), texts.sample());
            })
        .allSatisfy(text -> assertThat(text).isNotBlank());
  }

  /** Otherwise the app could not be synthesized with it. */
  @ParameterizedTest
  @MethodSource("inputs")
  void sampleIsAllowed(Input input) {
    assertThat(input.texts().sample()).matches(input.pattern());
  }

  /** Otherwise a place with the sample could be of either. */
  @Test
  void samplesOfTextDiffer() {
    assertThat(texts())
        .hasSizeGreaterThan(15)
        .extracting(it -> it.texts().sample())
        .doesNotHaveDuplicates();
  }

  /** A default in a template would be replaced as well. */
  @ParameterizedTest
  @MethodSource("texts")
  void sampleOfTextIsNotTheDefault(Input input) {
    assertThat(input.texts().sample()).isNotEqualTo(input.defaultValue());
  }

  @Test
  void invokingAccountsAreAsManyAsTheSettingAllows() {
    List<String> samples =
        Arrays.asList(Input.of(Setting.INVOKING_ACCOUNTS).texts().sample().split(",", -1));
    assertThat(samples).hasSize(ParameterDescriptions.INVOKING_ACCOUNTS).doesNotHaveDuplicates();
    assertThat(String.join(",", samples) + ",900000000051")
        .doesNotMatch(Setting.INVOKING_ACCOUNTS.pattern());
  }

  static Stream<Input> inputs() {
    return Input.all().stream();
  }

  /** The inputs without a list of allowed values. */
  static Stream<Input> texts() {
    return inputs().filter(it -> it.choices().isEmpty());
  }
}
