package initialkeys.infra.release;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archive of a release. The same files give the same bytes: in the order of their names, with
 * one time, and stored, because what compression gives depends on the Java that does it.
 */
final class Archive {

  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final String folder;
  private final Map<String, byte[]> files = new TreeMap<>();

  /**
   * @param folder the folder into which the archive is unpacked
   */
  Archive(String folder) {
    this.folder = folder;
  }

  void add(String name, byte[] content) {
    files.put(name, content);
  }

  /** In the format of sha256sum, for all files so far. */
  void addChecksums() {
    String lines =
        files.entrySet().stream()
            .map(file -> "%s  %s\n".formatted(sha256(file.getValue()), file.getKey()))
            .collect(Collectors.joining());
    add("SHA256SUMS", lines.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the archive, and its own checksum next to it. */
  void write(Path zip) {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream archive = new ZipOutputStream(file)) {
      archive.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        archive.putNextEntry(entry(folder + "/" + entry.getKey(), entry.getValue()));
        archive.write(entry.getValue());
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ZipEntry entry(String name, byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    return entry;
  }
}
