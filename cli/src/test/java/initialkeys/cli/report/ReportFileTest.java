package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFileTest {

  @TempDir private Path folder;

  @Test
  void existingFileIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("report.txt"), "a longer text of earlier");
    ReportFile report = new ReportFile(file);
    report.requireWritable();
    report.write(out -> out.print("größer …"));
    assertThat(file).content().isEqualTo("größer …");
  }

  @Test
  void missingFolderIsRejectedBeforeAnyWork() {
    Path file = folder.resolve("missing").resolve("report.txt");
    assertRejected(new ReportFile(file)::requireWritable, file);
    assertRejected(() -> new ReportFile(file).write(out -> out.print("text")), file);
    assertRejected(new ReportFile(folder)::requireWritable, folder);
  }

  /** The files of the JDK can be read by everybody and written by nobody. */
  @ParameterizedTest
  @ValueSource(strings = {"java/lang/Object.class", "report.txt"})
  void fileThatCannotBeWrittenIsRejectedBeforeAnyWork(String name) {
    Path file = Path.of(URI.create("jrt:/java.base")).resolve(name);
    assertRejected(new ReportFile(file)::requireWritable, file);
  }

  @Test
  void fileOfAccountIsNotReplaced() throws IOException {
    Path account = Files.writeString(folder.resolve("account.json"), "{}");
    Path same = folder.resolve(".").resolve("account.json");
    assertThatThrownBy(() -> new ReportFile(same).requireOther(account))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--output is '%s'; it must be another file than the account's.".formatted(same));
    assertThatCode(() -> new ReportFile(folder.resolve("new.txt")).requireOther(account))
        .doesNotThrowAnyException();
  }

  private static void assertRejected(Runnable use, Path file) {
    assertThatThrownBy(use::run)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--output is '%s'; it must be a file in a folder that can be written to."
                .formatted(file));
  }
}
