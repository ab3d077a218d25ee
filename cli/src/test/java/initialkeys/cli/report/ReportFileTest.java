package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

  @TempDir private Path folder;

  @Test
  void existingFileIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("report.txt"), "a longer text of earlier");
    ReportFile report = new ReportFile(file);
    report.requireFolder();
    report.write(out -> out.print("größer …"));
    assertThat(file).content().isEqualTo("größer …");
  }

  @Test
  void missingFolderIsRejectedBeforeAnyWork() {
    Path file = folder.resolve("missing").resolve("report.txt");
    assertRejected(new ReportFile(file)::requireFolder, file);
    assertRejected(() -> new ReportFile(file).write(out -> out.print("text")), file);
    assertRejected(new ReportFile(folder)::requireFolder, folder);
  }

  private static void assertRejected(Runnable use, Path file) {
    assertThatThrownBy(use::run)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--output is '%s'; it must be a file in a folder that can be written to."
                .formatted(file));
  }
}
