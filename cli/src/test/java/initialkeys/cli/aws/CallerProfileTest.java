package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
