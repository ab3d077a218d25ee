package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class IndentedJsonTest {

  @Test
  void eachValueIsALine() {
    assertThat(
            IndentedJson.of(
                json -> {
                  json.writeStartObject();
                  json.writeArrayFieldStart("a");
                  json.writeNumber(1);
                  json.writeNumber(2);
                  json.writeEndArray();
                  json.writeEndObject();
                }))
        .isEqualTo("{\n  \"a\" : [\n    1,\n    2\n  ]\n}\n");
  }

  @Test
  void contentThatCannotBeWrittenIsNotCutOff() {
    assertThatThrownBy(
            () ->
                IndentedJson.of(
                    json -> {
                      throw new IOException("no");
                    }))
        .isExactlyInstanceOf(UncheckedIOException.class);
  }
}
