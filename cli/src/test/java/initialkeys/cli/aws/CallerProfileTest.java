package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerProfileTest {

  private static final Map<String, String> BOTH =
      Map.of("AWS_PROFILE", "one", "AWS_DEFAULT_PROFILE", "other");

  @Test
  void optionGoesBeforeBothVariables() {
    assertThat(CallerProfile.of(Optional.of("audit"), BOTH).name()).isEqualTo("audit");
    assertThat(CallerProfile.of(Optional.empty(), BOTH).name()).isEqualTo("one");
    assertThat(CallerProfile.of(Optional.empty(), Map.of("AWS_DEFAULT_PROFILE", "other")).named())
        .contains("other");
  }

  @Test
  void withoutNameItIsDefault() {
    CallerProfile profile = CallerProfile.of(Optional.empty(), Map.of());
    assertThat(profile.name()).isEqualTo("default");
    assertThat(profile.named()).isEmpty();
  }

  @Test
  void emptyVariableNamesNoOtherProfile() {
    assertThat(
            CallerProfile.of(
                    Optional.empty(), Map.of("AWS_PROFILE", "", "AWS_DEFAULT_PROFILE", "other"))
                .named())
        .contains("");
  }

  /** A person copies it into a shell. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          audit | --profile audit
          team/audit@corp | --profile team/audit@corp
          my audit | --profile "my audit"
          a'b | --profile "a'b"
          a"$b | --profile 'a"$b'
          a"'b | --profile 'a"'\\''b'
          `` | --profile ""
          """)
  void optionHasNameInQuotesWhereNecessary(String name, String option) {
    assertThat(CallerProfile.option(name)).isEqualTo(option);
  }
}
