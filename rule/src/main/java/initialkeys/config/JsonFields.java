package initialkeys.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A JSON object of an input. Every method rejects a field that is missing or invalid with an {@link
 * InvalidInputException} that names the field by its path.
 *
 * @param place precedes a field's name in messages: "" or "invokingEvent."
 */
public record JsonFields(String place, Map<String, ?> values) {

  /** A duplicate name must not hide a value. */
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** Reads the root object: field names have no prefix. */
  public static JsonFields read(String name, InputStream stream) {
    Object value = parse(name, () -> STRICT.createParser(stream));
    // The value is not shown: a quoted event would show its result token.
    return value instanceof Map<?, ?> ? of(name, "", value) : notAnObject(name);
  }

  /** Parses the object in a text field. */
  JsonFields embedded(String field) {
    String text = text(field);
    return of(
        place + field, place + field + ".", parse(place + field, () -> STRICT.createParser(text)));
  }

  private static JsonFields of(String name, String place, Object value) {
    if (value instanceof Map<?, ?> object) return new JsonFields(place, named(object));
    throw new InvalidInputException(name, value, "a JSON object");
  }

  private interface ParserSource {
    JsonParser open() throws IOException;
  }

  /** Omits the parser's message, which may quote the input and with it the result token. */
  private static Object parse(String name, ParserSource source) {
    try (JsonParser parser = source.open()) {
      Object value = JSON.std.anyFrom(parser);
      if (parser.nextToken() == null) return value;
      throw malformed(name, "followed by something else");
    } catch (JsonProcessingException notJson) {
      throw malformed(name, "not JSON, or gives a name twice%s".formatted(place(notJson)));
    } catch (IOException unreadable) {
      throw malformed(name, "not readable as text");
    }
  }

  private static String place(JsonProcessingException notJson) {
    return Optional.ofNullable(notJson.getLocation())
        .map(at -> " (line %s, column %s)".formatted(at.getLineNr(), at.getColumnNr()))
        .orElse("");
  }

  private static JsonFields notAnObject(String name) {
    throw InvalidInputException.withoutValue(name, "something else", "a JSON object");
  }

  private static InvalidInputException malformed(String name, String description) {
    return InvalidInputException.withoutValue(name, description, "one JSON object");
  }

  JsonFields object(String field) {
    return of(place + field, place + field + ".", values.get(field));
  }

  public boolean has(String field) {
    return values.get(field) != null;
  }

  /** Text that is not blank. */
  public String text(String field) {
    return text(field, "text that is not blank");
  }

  private String text(String field, String allowed) {
    if (values.get(field) instanceof String text && !text.isBlank()) return text;
    throw invalid(field, allowed);
  }

  /** The text of a field that may have any other value, or none. */
  public Optional<String> optionalText(String field) {
    return values.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public String text(String field, Pattern pattern, String allowed) {
    String text = text(field, allowed);
    if (pattern.matcher(text).matches()) return text;
    throw invalid(field, allowed);
  }

  /** Text that no message may show. */
  String secret(String field) {
    if (values.get(field) instanceof String text && !text.isBlank()) return text;
    String description = has(field) ? "blank or not text" : "missing or null";
    throw InvalidInputException.withoutValue(place + field, description, "text that is not blank");
  }

  boolean flag(String field) {
    if (values.get(field) instanceof Boolean flag) return flag;
    throw invalid(field, "true or false");
  }

  /** A time in the years 2000 to 2199, so that no arithmetic on it overflows. */
  Instant instant(String field) {
    String allowed =
        "a time such as 2026-01-31T12:00:00.000Z, from the year 2000 to before the year 2200";
    try {
      Instant instant = Instant.parse(text(field, allowed));
      if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) throw invalid(field, allowed);
      return instant;
    } catch (DateTimeException malformed) {
      throw invalid(field, allowed);
    }
  }

  public InvalidInputException invalid(String field, String allowed) {
    return new InvalidInputException(place + field, values.get(field), allowed);
  }

  /** Names in JSON are text. */
  private static Map<String, ?> named(Map<?, ?> object) {
    Map<String, Object> named = new HashMap<>();
    object.forEach((name, value) -> named.put((String) name, value));
    return named;
  }
}
