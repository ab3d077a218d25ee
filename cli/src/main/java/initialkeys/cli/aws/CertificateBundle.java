package initialkeys.cli.aws;

import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The certificate authorities in the file that AWS_CA_BUNDLE names. As for the AWS CLI, they take
 * the place of the usual ones: a company's own authority issues the certificates of its proxy.
 */
final class CertificateBundle {

  private static final String VARIABLE = "AWS_CA_BUNDLE";
  private static final String PASSWORD = "changeit";

  private final Path file;

  /**
   * @param file a PEM file
   */
  CertificateBundle(Path file) {
    this.file = file;
  }

  static Optional<CertificateBundle> of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(name -> !name.isBlank())
        .map(name -> new CertificateBundle(Path.of(name)));
  }

  /**
   * Has every connection of this process trust these authorities.
   *
   * @throws InvalidInputException when the file has no certificates
   */
  void trust() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate certificate : certificates()) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      // A file, because the HTTP client of the SDK takes its trust from this property alone.
      Path copy = Files.createTempFile("initial-keys-", ".p12");
      copy.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(copy)) {
        store.store(out, PASSWORD.toCharArray());
      }
      System.setProperty("javax.net.ssl.trustStore", copy.toString());
      System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    } catch (IOException | GeneralSecurityException unusable) {
      throw unreadable();
    }
  }

  private Collection<? extends Certificate> certificates() throws IOException {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (all.isEmpty()) throw unreadable();
      return List.copyOf(all);
    } catch (CertificateException malformed) {
      throw unreadable();
    }
  }

  private InvalidInputException unreadable() {
    return InvalidInputException.withoutValue(
        VARIABLE, "'%s'".formatted(file), "a readable PEM file with certificates");
  }
}
