package initialkeys.infra.release.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.RuleParameter;
import initialkeys.infra.settings.Setting;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows for a template from a setting's default and pattern. */
final class InputTest {

  @Test
  void ruleParametersComeBeforeSettings() {
    List<String> keys = Input.all().stream().map(Input::key).toList();
    assertThat(keys)
        .startsWith(RuleParameter.CREATION_WINDOW_MINUTES.key())
        .contains(Setting.RULE_NAME.key())
        .doesNotHaveDuplicates();
    assertThat(keys.indexOf(RuleParameter.RESEND_UNCHANGED_AFTER_DAYS.key()))
        .isEqualTo(RuleParameter.values().length - 1);
  }

  @Test
  void settingWithoutParameterIsNoInput() {
    assertThat(Input.all()).extracting(Input::key).doesNotContain(Setting.KEEP_LOGS.key());
    assertThatThrownBy(() -> Input.of(Setting.KEEP_LOGS))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void inputHasDefaultAndRangeOfItsSetting() {
    Input input = Input.of(Setting.RULE_NAME);
    assertThat(input.defaultValue()).isEqualTo(Setting.RULE_NAME.defaultValue());
    assertThat(input.pattern()).isEqualTo(Setting.RULE_NAME.pattern());
    assertThat(input.allowed()).isEqualTo(Setting.RULE_NAME.allowed());
    assertThat(input.parameter()).isEqualTo("RuleName");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          true|false             ; true,false
          |manual|automatic      ; manual,automatic
          SELF|DELEGATED_ADMIN   ; SELF,DELEGATED_ADMIN
          [a-z]|b                ; ''
          |ou-[a-z]+(, *ou-[a-z]+)* ; ''
          """)
  void choicesAreThoseOfPatternWithoutRanges(String pattern, String choices) {
    assertThat(String.join(",", TestInputs.of("name", "", pattern, "").choices()))
        .isEqualTo(choices);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          ''    ; |[a-z]+             ; true  ; false ; false
          a     ; [a-z]+              ; false ; false ; false
          false ; true|false          ; false ; true  ; false
          off   ; on|off              ; false ; false ; false
          ''    ; |[a-z]+(, *[a-z]+)* ; true  ; false ; true
          """)
  void defaultAndPatternSayWhatKindItIs(
      String defaultValue, String pattern, boolean optional, boolean trueOrFalse, boolean list) {
    Input input = TestInputs.of("name", defaultValue, pattern, "");
    assertThat(input.isOptional()).isEqualTo(optional);
    assertThat(input.isTrueOrFalse()).isEqualTo(trueOrFalse);
    assertThat(input.isList()).isEqualTo(list);
  }

  /** The whole value must match, and Fn::Split keeps spaces. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          [a-z]+|b            ; false ; ^(?:[a-z]+|b)$
          |[a-z]+(, *[a-z]+)* ; false ; ^(?:|[a-z]+(,[a-z]+)*)$
          |[a-z]+(, *[a-z]+)* ; true  ; ^(?:[a-z]+(,[a-z]+)*)$
          [a-z]+              ; true  ; ^(?:[a-z]+)$
          """)
  void requiredInputsPatternHasNoSpacesAndNoEmptyValue(
      String pattern, boolean isRequired, String expected) {
    assertThat(TestInputs.of("name", "", pattern, "").templatePattern(isRequired))
        .isEqualTo(expected);
  }

  @Test
  void conditionsAreNamedAfterTheParameter() {
    Input text = TestInputs.text("alarmEmail", "");
    Input choice = TestInputs.choice("callAs", "SELF|DELEGATED_ADMIN");
    assertThat(text.condition()).isEqualTo("AlarmEmailIsSet");
    assertThat(choice.condition()).isEqualTo("CallAsIsTrue");
    assertThat(choice.condition("DELEGATED_ADMIN")).isEqualTo("CallAsIsDELEGATEDADMIN");
  }
}
