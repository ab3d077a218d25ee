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
   * @throws InvalidInputException when it is a folder, or it or its folder cannot be written to
   */
  public void requireWritable() {
    Path folder = path.toAbsolutePath().getParent();
    boolean isWritable =
        Files.exists(path)
            ? Files.isWritable(path) && !Files.isDirectory(path)
            : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    if (!isWritable) throw unusable();
  }

  /**
   * Rejects a file that is read too: it would be replaced.
   *
   * @throws InvalidInputException when it is the same file
   */
  public void requireOther(Path source) {
    if (isSame(source)) {
      throw InvalidInputException.withoutValue(
          "--output", "'%s'".formatted(path), "another file than the account's");
    }
  }

  private boolean isSame(Path source) {
    try {
      return Files.isSameFile(path, source);
    } catch (IOException missing) {
      return false;
    }
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
