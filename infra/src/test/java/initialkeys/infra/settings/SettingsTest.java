package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.infra.settings.Settings.MemberRoleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All settings together, from the file and from the CDK context. */
final class SettingsTest {

  @TempDir private Path folder;

  @Test
  void contextOverridesTheFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("settings.json"),
            "{\"frequency\": \"Six_Hours\", \"ruleName\": \"file\", \"activeKeysOnly\": \"true\"}");
    Settings settings =
        Settings.read(
            new SettingsFile(file), Map.of("ruleName", "context", "activeKeysOnly", "false"));
    assertThat(settings.rule().frequency()).isEqualTo(Frequency.SIX_HOURS);
    assertThat(settings.ruleNames().plain()).isEqualTo("context");
    assertThat(settings.rule().parameters()).containsEntry("activeKeysOnly", "false");
  }

  /** Settings that need each other may come from both. */
  @Test
  void fileAndContextAreReadTogether() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("settings.json"), "{\"invokingAccounts\": \"111122223333\"}");
    assertThat(
            Settings.read(new SettingsFile(file), Map.of("organizationalUnits", "r-ab12"))
                .organization())
        .isPresent();
  }

  @Test
  void memberRoleNeedsTheRoleOfTheFunction() {
    String arn = "arn:aws:iam::111122223333:role/Function";
    assertThat(read(Map.of("memberRoleName", "Ours")).memberRole()).isEmpty();
    assertThat(read(Map.of("memberRoleName", "Ours", "functionRoleArn", arn)).memberRole())
        .contains(new MemberRoleSettings("Ours", arn, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:cdk:bundling-stacks",
        "@aws-cdk/core:target-partitions",
        "cli-telemetry",
        "acknowledged-issue-numbers"
      })
  void contextOfCdkIsIgnored(String name) {
    assertThat(read(Map.of(name, true))).isEqualTo(read(Map.of()));
    assertThat(Settings.unknownNames(Map.of(name, true))).isEmpty();
  }

  /** For example a value for another app, from the user's own ~/.cdk.json. */
  @ParameterizedTest
  @ValueSource(strings = {"team", "environment", "organization", "region", "rule", "log", "email"})
  void contextOfOtherAppsIsIgnored(String name) {
    assertThat(read(Map.of(name, List.of("platform")))).isEqualTo(read(Map.of()));
    assertThat(Settings.unknownNames(Map.of(name, "platform"))).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource({"rulename, ruleName", "gracePeriodHour, gracePeriodHours"})
  void spellingErrorIsRejectedWithTheNameThatWasMeant(String written, String meant) {
    assertThatThrownBy(() -> read(Map.of(written, "1")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "CDK context: Unknown setting '%s'. Did you mean %s?".formatted(written, meant));
  }

  @Test
  void invalidValueIsRejectedWithItsMessage() {
    assertThatThrownBy(() -> read(Map.of("keepLogs", "yes")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("Setting keepLogs is 'yes'; it must be one of true, false, as text.");
  }

  private Settings read(Map<String, ?> context) {
    return Settings.read(new SettingsFile(folder.resolve("absent.json")), context);
  }
}
