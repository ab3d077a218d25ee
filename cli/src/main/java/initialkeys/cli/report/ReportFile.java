package initialkeys.cli.report;

import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A file that a result is written to. */
public final class ReportFile {

  private final Path path;

  public ReportFile(Path path) {
    this.path = path;
  }

  /**
   * Rejects a file that cannot be written, before any work is done.
   *
   * @throws InvalidInputException when there is no such folder
   */
  public void requireFolder() {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(path)) throw unusable();
  }

  /**
   * Writes the file, in UTF-8. A file that exists is replaced.
   *
   * @throws InvalidInputException when it cannot be written
   */
  public void write(Consumer<PrintStream> content) {
    try (PrintStream out = new PrintStream(path.toFile(), StandardCharsets.UTF_8)) {
      content.accept(out);
      if (out.checkError()) throw unusable();
    } catch (IOException unwritable) {
      throw unusable();
    }
  }

  private InvalidInputException unusable() {
    return InvalidInputException.withoutValue(
        "--output", "'%s'".formatted(path), "a file in a folder that can be written to");
  }
}
