package initialkeys.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A line of the log: one JSON object, in which fields have the order of the map. */
final class LogLine {

  private LogLine() {}

  static String json(Map<String, Object> fields) {
    try {
      return JSON.std.asString(fields);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
