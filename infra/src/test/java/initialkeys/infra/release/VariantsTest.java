package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.infra.settings.Setting;
import initialkeys.infra.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app with some settings: rejected, or synthesized once. */
final class VariantsTest {

  @TempDir private Path folder;

  @Test
  void rejectionIsTheAppsMessage() {
    Variants variants = new Variants(Map.of(), folder);
    assertThat(variants.rejection(Map.of("alarmEmail", "a@example.com"))).isEmpty();
    assertThat(variants.rejection(Map.of("alarmEmail", "nobody")))
        .hasValue("Setting alarmEmail is 'nobody'; it must be an e-mail address, as text.");
  }

  /** A file of the user's does not change a release. */
  @Test
  void settingsFileIsNotRead() {
    assertThat(folder.resolve("absent.json")).doesNotExist();
    assertThat(new Variants(Map.of(), folder).rejection(Map.of())).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void rejectedSettingsHaveNoTemplate() {
    Variants variants = new Variants(Map.of(), folder);
    assertThatThrownBy(() -> variants.template("InitialKeys", Map.of("frequency", "Never")))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("Setting frequency is 'Never'");
  }

  /** With its default, a setting is as if it were not set. */
  @Test
  void sameSettingsAreSynthesizedOnce() throws IOException {
    Variants variants = new Variants(Release.context(Path.of("..", "cdk.json")), folder);
    Object template =
        variants.template("InitialKeysAggregator", Map.of("aggregatorRegions", "eu-west-1"));
    assertThat(template.toString())
        .contains("AWS::Config::ConfigurationAggregator")
        .contains("eu-west-1");
    assertThat(
            variants.template(
                "InitialKeysAggregator",
                Map.of(
                    "aggregatorRegions",
                    "eu-west-1",
                    "frequency",
                    Setting.FREQUENCY.defaultValue())))
        .isSameAs(template);
  }
}
