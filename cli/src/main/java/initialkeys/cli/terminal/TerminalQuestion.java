package initialkeys.cli.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A question to the person at the terminal, also where results are written to a file. */
public final class TerminalQuestion {

  /** The terminal of a process on POSIX systems, whatever its streams are. */
  private static final Path TERMINAL = Path.of("/dev/tty");

  private TerminalQuestion() {}

  /** The answer; empty where there is no terminal. */
  public static Optional<String> ask(String question) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> Optional.ofNullable(console.readLine("%s", question)))
        .orElseGet(() -> ask(question, TERMINAL, TERMINAL));
  }

  static Optional<String> ask(String question, Path in, Path out) {
    try (OutputStream output = Files.newOutputStream(out, StandardOpenOption.WRITE);
        BufferedReader input = Files.newBufferedReader(in)) {
      output.write(question.getBytes(StandardCharsets.UTF_8));
      output.flush();
      return Optional.ofNullable(input.readLine());
    } catch (IOException none) {
      return Optional.empty();
    }
  }
}
