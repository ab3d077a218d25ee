package initialkeys.cli.aws.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

class SdkSettingsTest {

  @AfterEach
  void clearProperties() {
    List.of(ProfileFileSystemSetting.values())
        .forEach(setting -> System.clearProperty(setting.property()));
  }

  @Test
  void sdkReadsSettingsWithoutCredentials() throws IOException {
    new SdkSettings(
            Map.of(
                "use_fips_endpoint", "true",
                "endpoint_url", "https://example.com/#a",
                "services", "local",
                "aws_secret_access_key", "hidden",
                "credential_process", "hidden",
                "s3", "\nuse_fips_endpoint = hidden"),
            Map.of("sts", "\nendpoint_url = https://sts.example.com"))
        .use();
    ProfileFile file = ProfileFile.defaultProfileFile();
    assertThat(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow()).isEqualTo("default");
    assertThat(file.profile("default").map(Profile::properties).orElseThrow())
        .isEqualTo(
            Map.of(
                "use_fips_endpoint", "true",
                "endpoint_url", "https://example.com/#a",
                "services", "of-profile"));
    assertThat(file.getSection("services", "of-profile").orElseThrow().property("sts"))
        .hasValueSatisfying(
            of -> assertThat(of.strip()).isEqualTo("endpoint_url = https://sts.example.com"));
    assertThat(Path.of(System.getProperty("aws.configFile"))).isRegularFile();
  }

  @Test
  void profileWithoutSettingsNeedsNoFile() throws IOException {
    new SdkSettings(Map.of("region", "eu-west-1"), Map.of()).use();
    assertThat(Path.of(System.getProperty("aws.configFile")))
        .doesNotExist()
        .as("others can write to the folder for temporary files")
        .hasParentRaw(Path.of(System.getProperty("java.home")));
    assertThat(ProfileFile.defaultProfileFile().profiles()).isEmpty();
  }

  @Test
  void servicesMayBeTheOnlySettings() {
    assertThat(new SdkSettings(Map.of(), Map.of("sts", "\na = b")).text())
        .isEqualTo("[default]\nservices=of-profile\n[services of-profile]\nsts=\n a = b\n");
  }
}
