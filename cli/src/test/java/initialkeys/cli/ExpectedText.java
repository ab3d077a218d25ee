package initialkeys.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The files of expected output. */
final class ExpectedText {

  private ExpectedText() {}

  /** The text of a file. */
  static String of(String file) {
    try (InputStream text = ExpectedText.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(text, file).readAllBytes(), StandardCharsets.UTF_8)
          .replace("\r\n", "\n"); // A checkout may have either.
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
