package initialkeys.simulation.account;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

/** Reads the files of {@code test-fixtures}, in the order of their names. */
public final class Fixtures {

  /**
   * Rejects unknown fields, so that a misspelled field of a file is not ignored, and a value of
   * another type than its field's, which Jackson would convert.
   */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new SimpleModule().addDeserializer(Instant.class, new TimeAsText()))
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              textual ->
                  textual
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Maven runs tests in the folder of the module. */
  private static final Path ROOT = Path.of("..", "test-fixtures");

  private Fixtures() {}

  /** A number is not a time: 0 may stand for "never". */
  private static final class TimeAsText extends StdScalarDeserializer<Instant> {

    private static final long serialVersionUID = 1;

    TimeAsText() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, json);
      }
      try {
        return Instant.parse(json.getText());
      } catch (DateTimeParseException malformed) {
        return (Instant)
            context.handleWeirdStringValue(Instant.class, json.getText(), malformed.getMessage());
      }
    }
  }

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
