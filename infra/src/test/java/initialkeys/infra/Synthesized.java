package initialkeys.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/**
 * The app as {@code cdk.json} would have it, synthesized into {@code target/templates}, where
 * cfn-lint finds every variant. A stand-in takes the jar's place: its content is of no matter here.
 */
record Synthesized(JsonNode template, List<String> messages) {

  /** Nothing set. */
  static final Synthesized DEFAULTS = of("defaults", Map.of());

  /** Everything set, and to something else than its default. */
  static final Synthesized EVERYTHING_SET =
      of(
          "everything-set",
          Map.ofEntries(
              Map.entry("creationWindowMinutes", "10"),
              Map.entry("consolePasswordOnly", "false"),
              Map.entry("unusedKeysOnly", "false"),
              Map.entry("activeKeysOnly", "true"),
              Map.entry("gracePeriodHours", "24"),
              Map.entry("exemptUsers", "break-glass, /service/*"),
              Map.entry("reportOnlyChanges", "true"),
              Map.entry("ruleName", "initial-keys"),
              Map.entry("frequency", "Three_Hours"),
              Map.entry("logRetentionDays", "365"),
              Map.entry("keepLogs", "true"),
              Map.entry("alarmEmail", "security@example.com"),
              Map.entry("alarmTopicArn", "arn:aws-cn:sns:cn-north-1:111122223333:alerts")));

  static Synthesized of(String variant, Map<String, String> settings) {
    return of(variant, settings, stack -> {});
  }

  /** Does something with the stack before it is synthesized. */
  static Synthesized of(String variant, Map<String, String> settings, Consumer<Stack> before) {
    Map<String, Object> context = new TreeMap<>(contextOfCdkJson());
    context.putAll(settings);
    // As the command line has it: errors are its to tell.
    context.put("@aws-cdk/core:failSynthOnValidationErrors", false);
    Path folder = Path.of("target", "templates", variant);
    App app =
        App.Builder.create()
            .analyticsReporting(false)
            .context(context)
            .outdir(folder.toString())
            .build();
    before.accept(RuleApp.stack(app, jar()));
    app.synth();
    return new Synthesized(read(folder.resolve("InitialKeys.template.json")), messages(folder));
  }

  /** What the command line would say: {@code <level> <construct>: <text>}, sorted. */
  private static List<String> messages(Path folder) {
    Path metadata = folder.resolve("InitialKeys.metadata.json");
    if (Files.notExists(metadata)) return List.of();
    return read(metadata)
        .propertyStream()
        .flatMap(of -> of.getValue().valueStream().map(entry -> message(of.getKey(), entry)))
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  private static Optional<String> message(String construct, JsonNode entry) {
    String type = entry.path("type").asText();
    return switch (type) {
      case "aws:cdk:error", "aws:cdk:warning" ->
          Optional.of("%s %s: %s".formatted(type, construct, entry.path("data").asText()));
      default -> Optional.empty();
    };
  }

  private static Map<String, Object> contextOfCdkJson() {
    return new ObjectMapper()
        .convertValue(read(Path.of("..", "cdk.json")).path("context"), new TypeReference<>() {});
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path jar() {
    try {
      Path folder = Files.createDirectories(Path.of("target", "stand-in"));
      return Files.write(folder.resolve("rule.jar"), new byte[0]);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** As it stands in the file, but for white space. */
  String text() {
    return template.toString();
  }

  /** The resources of a type. */
  List<JsonNode> all(String type) {
    return resources().filter(resource -> resource.path("Type").asText().equals(type)).toList();
  }

  /** The properties of the only resource of a type. */
  JsonNode only(String type) {
    List<JsonNode> found = all(type);
    if (found.size() != 1) throw new AssertionError("%d of %s".formatted(found.size(), type));
    return found.getFirst().path("Properties");
  }

  Stream<JsonNode> resources() {
    return template.path("Resources").valueStream();
  }
}
