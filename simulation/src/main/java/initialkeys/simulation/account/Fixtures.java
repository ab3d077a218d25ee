package initialkeys.simulation.account;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the files of {@code test-fixtures}, in the order of their names. */
public final class Fixtures {

  /** Rejects unknown fields, so that a misspelled field of a file is not ignored. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Maven runs tests in the folder of the module. */
  private static final Path ROOT = Path.of("..", "test-fixtures");

  private Fixtures() {}

  public static List<Path> accountFiles() {
    return filesOf("accounts");
  }

  public static List<Path> eventFiles() {
    return filesOf("config-events");
  }

  public static Account account(Path file) {
    return read(file, Account.class);
  }

  public static <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(file.toFile(), type);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("%s: %s".formatted(file, unreadable.getMessage()), unreadable);
    }
  }

  /** Every data file below the root. */
  public static List<Path> allDataFiles() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("README.md") && !file.endsWith("pom.xml"))
          .filter(file -> !file.startsWith(ROOT.resolve("target")))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<Path> filesOf(String folder) {
    return allDataFiles().stream()
        .filter(file -> file.getParent().equals(ROOT.resolve(folder)))
        .filter(file -> file.toString().endsWith(".json"))
        .toList();
  }

  /** Parses any JSON. */
  public static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
