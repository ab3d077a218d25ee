package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All settings together, and where they come from. */
final class SettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:cdk:bundling-stacks",
        "@aws-cdk/core:target-partitions",
        "cli-telemetry",
        "acknowledged-issue-numbers"
      })
  void contextOfCdkIsIgnored(String name) {
    assertThat(Settings.parse(Map.of(name, true))).isEqualTo(Settings.parse(Map.of()));
  }
}
