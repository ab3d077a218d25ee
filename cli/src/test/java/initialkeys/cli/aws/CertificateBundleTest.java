package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateBundleTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "/a, /b, /c, AWS_CA_BUNDLE is '/a'",
    "' ', /b, /c, ca_bundle in AWS profile 'audit' is '/b'",
    ", , /c, REQUESTS_CA_BUNDLE is '/c'"
  })
  void firstFileThatIsNamedIsUsed(String aws, String profile, String requests, String message) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_CA_BUNDLE", aws);
    environment.put("REQUESTS_CA_BUNDLE", requests);
    CertificateBundle bundle =
        CertificateBundle.of(
                environment, profile == null ? Map.of() : Map.of("ca_bundle", profile), "audit")
            .orElseThrow();
    assertThatThrownBy(bundle::trust).hasMessageStartingWith(message);
  }

  @Test
  void usualAuthoritiesNeedNoFile() {
    assertThat(CertificateBundle.of(Map.of(), Map.of(), "audit")).isEmpty();
  }

  @Test
  void pathThatIsNoneIsRejected() {
    assertRejected("a\0b");
  }

  @Test
  void fileWithoutCertificatesIsRejected() throws IOException {
    assertRejected(folder.resolve("missing.pem").toString());
    assertRejected(Files.writeString(folder.resolve("empty.pem"), "").toString());
    assertRejected(
        Files.writeString(
                folder.resolve("broken.pem"),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
            .toString());
  }

  private static void assertRejected(String file) {
    assertThatThrownBy(new CertificateBundle("AWS_CA_BUNDLE", file)::trust)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "AWS_CA_BUNDLE is '%s'; it must be a readable PEM file with certificates."
                .formatted(file));
  }
}
