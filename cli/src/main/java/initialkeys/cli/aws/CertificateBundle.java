package initialkeys.cli.aws;

import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
import java.util.stream.Stream;

/**
 * The certificate authorities in the file that AWS_CA_BUNDLE names, or else ca_bundle of the
 * profile, or else REQUESTS_CA_BUNDLE. As for the AWS CLI, they take the place of the usual ones: a
 * company's own authority issues the certificates of its proxy.
 */
final class CertificateBundle {

  private static final String PASSWORD = "changeit";

  private final String source;
  private final String file;

  /**
   * @param source where the file is named
   * @param file a PEM file
   */
  CertificateBundle(String source, String file) {
    this.source = source;
    this.file = file;
  }

  /**
   * @param properties those of the caller's profile
   * @param profile its name
   */
  static Optional<CertificateBundle> of(
      Map<String, String> environment, Map<String, String> properties, String profile) {
    return Stream.of(
            bundle("AWS_CA_BUNDLE", environment.get("AWS_CA_BUNDLE")),
            bundle(CallerProfile.property("ca_bundle", profile), properties.get("ca_bundle")),
            bundle("REQUESTS_CA_BUNDLE", environment.get("REQUESTS_CA_BUNDLE")))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<CertificateBundle> bundle(String source, String file) {
    return Optional.ofNullable(file)
        .filter(name -> !name.isBlank())
        .map(name -> new CertificateBundle(source, name));
  }

  /**
   * Has every connection of this process trust these authorities.
   *
   * @throws InvalidInputException when the file has no certificates
   * @throws UncheckedIOException when no temporary file can be written
   */
  void trust() {
    Collection<? extends Certificate> certificates = certificates();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate certificate : certificates) {
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
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException unusable) {
      throw unreadable();
    }
  }

  private Collection<? extends Certificate> certificates() {
    try (InputStream pem = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (all.isEmpty()) throw unreadable();
      return List.copyOf(all);
    } catch (InvalidPathException | IOException | CertificateException unusable) {
      throw unreadable();
    }
  }

  private InvalidInputException unreadable() {
    return InvalidInputException.withoutValue(
        source, "'%s'".formatted(file), "a readable PEM file with certificates");
  }
}
