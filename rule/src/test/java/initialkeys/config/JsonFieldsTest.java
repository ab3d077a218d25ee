package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of field, and the message about a field that is not of its kind. */
class JsonFieldsTest {

  private static final String TIME =
      "a time such as 2026-01-31T12:00:00.000Z, from the year 2000 to before the year 2200";

  private static JsonFields read(String json) {
    return JsonFields.read(
        "The event", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertRejected(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(message)
        .hasNoCause();
  }

  @Test
  void objectHasItsValuesByName() {
    JsonFields fields = read("{\"a\":\"text\",\"b\":[1],\"c\":null}");
    assertThat(fields.place()).isEmpty();
    assertThat(fields.values()).containsOnlyKeys("a", "b", "c");
    assertThat(fields.has("a")).isTrue();
    assertThat(fields.has("c")).isFalse();
    assertThat(fields.has("d")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``            | not JSON, or gives a name twice (line 1, column 0); it must be one JSON object.
          {             | not JSON, or gives a name twice (line 1, column 2); it must be one JSON object.
          {"a":1,"a":2} | not JSON, or gives a name twice (line 1, column 11); it must be one JSON object.
          {} {}         | followed by something else; it must be one JSON object.
          [1]           | something else; it must be a JSON object.
          null          | something else; it must be a JSON object.
          """)
  void textThatIsNotOneObjectIsRejected(String json, String message) {
    assertRejected(() -> read(json), "The event is " + message);
  }

  /** It may have the result token. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"resultToken\": s3cr3t}", "\"s3cr3t\"", "[\"s3cr3t\"]", "{} s3cr3t"})
  void messageQuotesNothingThatTheParserRead(String json) {
    assertThatThrownBy(() -> read(json)).hasMessageNotContaining("s3cr3t").hasNoCause();
  }

  @Test
  void streamThatCannotBeReadIsRejected() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    assertRejected(
        () -> JsonFields.read("The event", closed),
        "The event is not readable as text; it must be one JSON object.");
  }

  @Test
  void textIsNotBlank() {
    assertThat(read("{\"a\":\" x \"}").text("a")).isEqualTo(" x ");
    assertRejected(
        () -> read("{\"a\":\" \"}").text("a"), "a is ' '; it must be text that is not blank.");
    assertRejected(
        () -> read("{\"a\":7}").text("a"), "a is the number 7; it must be text that is not blank.");
    assertRejected(
        () -> read("{}").text("a"), "a is missing or null; it must be text that is not blank.");
  }

  @Test
  void textMatchesItsPatternAsAWhole() {
    Pattern digits = Pattern.compile("[0-9]+");
    assertThat(read("{\"a\":\"12\"}").text("a", digits, "digits")).isEqualTo("12");
    assertRejected(
        () -> read("{\"a\":\"12x\"}").text("a", digits, "digits"),
        "a is '12x'; it must be digits.");
    assertRejected(
        () -> read("{\"a\":12}").text("a", digits, "digits"),
        "a is the number 12; it must be digits.");
  }

  @Test
  void optionalTextMayBeAnything() {
    assertThat(read("{\"a\":\"\"}").optionalText("a")).contains("");
    assertThat(read("{\"a\":7}").optionalText("a")).isEmpty();
    assertThat(read("{}").optionalText("a")).isEmpty();
  }

  @Test
  void secretIsNeverShown() {
    assertThat(read("{\"a\":\"s3cr3t\"}").secret("a")).isEqualTo("s3cr3t");
    String allowed = "it must be text that is not blank.";
    assertRejected(() -> read("{}").secret("a"), "a is missing or null; " + allowed);
    assertRejected(() -> read("{\"a\":\" \"}").secret("a"), "a is blank or not text; " + allowed);
    assertRejected(
        () -> read("{\"a\":[\"s3cr3t\"]}").secret("a"), "a is blank or not text; " + allowed);
  }

  @Test
  void flagIsTrueOrFalse() {
    assertThat(read("{\"a\":true}").flag("a")).isTrue();
    assertThat(read("{\"a\":false}").flag("a")).isFalse();
    assertRejected(
        () -> read("{\"a\":\"true\"}").flag("a"), "a is 'true'; it must be true or false.");
  }

  @ParameterizedTest
  @CsvSource({
    "1999-12-31T23:59:59.999Z, false",
    "2000-01-01T00:00:00Z, true",
    "2026-01-15T12:00:00.123Z, true",
    "2199-12-31T23:59:59.999Z, true",
    "2200-01-01T00:00:00Z, false",
    "2026-01-15, false",
  })
  void timeIsBetweenTheYears2000And2200(String time, boolean isAccepted) {
    JsonFields fields = read("{\"a\":\"%s\"}".formatted(time));
    if (isAccepted) {
      assertThat(fields.instant("a")).isEqualTo(Instant.parse(time));
    } else {
      assertRejected(() -> fields.instant("a"), "a is '%s'; it must be %s.".formatted(time, TIME));
    }
  }

  @Test
  void timeIsText() {
    assertRejected(
        () -> read("{\"a\":7}").instant("a"), "a is the number 7; it must be %s.".formatted(TIME));
  }

  @Test
  void fieldsOfObjectsAreNamedByTheirPath() {
    JsonFields nested = read("{\"a\":{\"b\":{\"c\":1}}}").object("a").object("b");
    assertThat(nested).isEqualTo(new JsonFields("a.b.", Map.of("c", 1)));
    assertRejected(() -> nested.flag("c"), "a.b.c is the number 1; it must be true or false.");
    assertRejected(
        () -> nested.secret("d"), "a.b.d is missing or null; it must be text that is not blank.");
    assertRejected(() -> nested.object("c"), "a.b.c is the number 1; it must be a JSON object.");
  }

  @Test
  void objectInTextIsNamedByItsPathToo() {
    JsonFields fields = read("{\"a\":\"{\\\"b\\\":{\\\"c\\\":1}}\",\"d\":\"[]\",\"e\":\"{\"}");
    assertThat(fields.embedded("a").object("b").place()).isEqualTo("a.b.");
    assertRejected(() -> fields.embedded("d"), "d is a JSON list; it must be a JSON object.");
    assertRejected(
        () -> fields.embedded("a").embedded("b"),
        "a.b is a JSON object; it must be text that is not blank.");
    assertRejected(
        () -> fields.embedded("e"),
        "e is not JSON, or gives a name twice (line 1, column 2); it must be one JSON object.");
  }
}
