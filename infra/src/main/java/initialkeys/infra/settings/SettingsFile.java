package initialkeys.infra.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameter;
import initialkeys.decision.RuleParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The user's settings: a JSON object of names and values as text. A file that does not exist is the
 * same as an empty object.
 */
public final class SettingsFile {

  /** A name that occurs twice must not hide one of its values. */
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path path;

  public SettingsFile(Path path) {
    this.path = path;
  }

  /**
   * The settings in the file. Each name is known, and each value is allowed by itself.
   *
   * @throws SettingsException naming the file, the setting and what is allowed
   */
  Map<String, Object> read() {
    if (!(parse() instanceof Map<?, ?> object)) {
      throw rejected("It must be a JSON object, such as {\"frequency\": \"Six_Hours\"}.");
    }
    Map<String, Object> values = new TreeMap<>();
    object.forEach((name, value) -> values.put(String.valueOf(name), value));
    values.forEach(this::requireValid);
    return values;
  }

  private Object parse() {
    try (JsonParser parser = STRICT.createParser(Files.readAllBytes(path))) {
      if (parser.nextToken() == null) return "nothing";
      Object value = JSON.std.anyFrom(parser);
      if (parser.nextToken() == null) return value;
      throw malformed("Text follows the JSON object", parser.currentTokenLocation());
    } catch (NoSuchFileException absent) {
      return Map.of();
    } catch (JsonProcessingException notJson) {
      throw malformed("Not valid JSON: " + notJson.getOriginalMessage(), notJson.getLocation());
    } catch (IOException unreadable) {
      throw rejected("Cannot be read: %s.".formatted(unreadable));
    }
  }

  private void requireValid(String name, Object value) {
    try {
      check(name, Collections.singletonMap(name, value));
    } catch (InvalidInputException invalid) {
      throw rejected(invalid.getMessage());
    }
  }

  private void check(String name, Map<String, Object> value) {
    if (Arrays.stream(RuleParameter.values()).anyMatch(it -> it.key().equals(name))) {
      RuleParameters.parse(value);
      return;
    }
    Arrays.stream(Setting.values())
        .filter(setting -> setting.key().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name))
        .text(value);
  }

  private SettingsException unknown(String name) {
    if (SettingNames.belongsToCdk(name)) {
      return rejected("'%s' belongs to CDK: move it to \"context\" in cdk.json.".formatted(name));
    }
    return rejected(
        "Unknown setting '%s'.%s Allowed are %s."
            .formatted(
                name,
                SettingNames.closestTo(name).map(" Did you mean %s?"::formatted).orElse(""),
                String.join(", ", SettingNames.ALL)));
  }

  private SettingsException malformed(String reason, JsonLocation place) {
    return rejected(
        "%s (line %s, column %s).".formatted(reason, place.getLineNr(), place.getColumnNr()));
  }

  private SettingsException rejected(String reason) {
    return new SettingsException("%s: %s".formatted(path.getFileName(), reason));
  }
}
