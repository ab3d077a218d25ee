package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveTest {

  @TempDir private Path folder;

  @Test
  void containsFilesInOrderWithTheirChecksums() throws IOException {
    Path zip = folder.resolve("some.zip");
    archive("b", "a").write(zip);
    try (ZipFile file = new ZipFile(zip.toFile())) {
      assertThat(file.stream().map(ZipEntry::getName))
          .containsExactly("some/SHA256SUMS", "some/a", "some/b");
      assertThat(text(file, "some/a")).isEqualTo("content of a");
      // From sha256sum.
      assertThat(text(file, "some/SHA256SUMS"))
          .isEqualTo(
              """
              8e56b639882ef91f67c597965dfb451cbd2e4b41d1a8cd9b01dd3241aa518796  a
              5de76c5ae436d8e19ed10e855a11288f8378fb22a26cd1cd9224bc1c9ac59d27  b
              """);
    }
  }

  @Test
  void sameFilesGiveSameBytesInAnyTimeZone() throws IOException {
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      archive("b", "a").write(folder.resolve("one.zip"));
      TimeZone.setDefault(TimeZone.getTimeZone("America/Caracas"));
      archive("a", "b").write(folder.resolve("other.zip"));
    } finally {
      TimeZone.setDefault(zone);
    }
    assertThat(folder.resolve("one.zip")).hasSameBinaryContentAs(folder.resolve("other.zip"));
  }

  private static Archive archive(String... names) {
    Archive archive = new Archive("some");
    for (String name : names) {
      archive.add(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
    }
    archive.addChecksums();
    return archive;
  }

  private static String text(ZipFile file, String name) throws IOException {
    return new String(
        file.getInputStream(file.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }
}
