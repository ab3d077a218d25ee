package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateBundleTest {

  @TempDir private Path folder;

  @Test
  void isThatOfEnvironment() {
    assertThat(CertificateBundle.of(Map.of())).isEmpty();
    assertThat(CertificateBundle.of(Map.of("AWS_CA_BUNDLE", " "))).isEmpty();
    CertificateBundle bundle =
        CertificateBundle.of(Map.of("AWS_CA_BUNDLE", "/a/b.pem")).orElseThrow();
    assertThatThrownBy(bundle::trust).hasMessageContaining("'/a/b.pem'");
  }

  @Test
  void fileWithoutCertificatesIsRejected() throws IOException {
    assertRejected(folder.resolve("missing.pem"));
    assertRejected(Files.writeString(folder.resolve("empty.pem"), ""));
    assertRejected(
        Files.writeString(
            folder.resolve("broken.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  }

  private static void assertRejected(Path file) {
    assertThatThrownBy(new CertificateBundle(file)::trust)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "AWS_CA_BUNDLE is '%s'; it must be a readable PEM file with certificates."
                .formatted(file));
  }
}
