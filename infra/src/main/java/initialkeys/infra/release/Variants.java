package initialkeys.infra.release;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.infra.RuleApp;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.PermissionsBoundary;
import initialkeys.infra.settings.Settings;
import initialkeys.infra.settings.SettingsException;
import initialkeys.infra.settings.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/**
 * The CDK app's own templates with different settings, each synthesized once and without the other
 * stacks.
 */
final class Variants {

  /** The remediation's warning about a value that is a parameter here. */
  private static final String INACTIVE_KEYS = "initialkeys:inactiveKeysCount";

  private final Map<String, ?> context;
  private final Path folder;
  private final SettingsFile noFile;
  private final Map<Variant, Object> synthesized = new LinkedHashMap<>();
  private final Map<Map<String, String>, Optional<String>> rejections = new HashMap<>();

  private record Variant(String stack, Map<String, String> settings) {}

  /**
   * @param context that of {@code cdk.json}
   * @param folder a folder for what is synthesized
   */
  Variants(Map<String, ?> context, Path folder) {
    this.context = Map.copyOf(context);
    this.folder = folder;
    noFile = new SettingsFile(folder.resolve("absent.json"));
  }

  /** Why the settings are rejected; empty when they are not. */
  Optional<String> rejection(Map<String, String> settings) {
    return rejections.computeIfAbsent(withoutDefaults(settings), this::check);
  }

  private Optional<String> check(Map<String, String> settings) {
    try {
      Settings.read(noFile, PermissionsBoundary.context(settings));
      return Optional.empty();
    } catch (SettingsException rejected) {
      return Optional.of(rejected.getMessage());
    }
  }

  /** The template of a stack. */
  Object template(String stack, Map<String, String> settings) {
    return synthesized.computeIfAbsent(
        new Variant(stack, withoutDefaults(settings)), this::synthesize);
  }

  private static Map<String, String> withoutDefaults(Map<String, String> settings) {
    Map<String, String> others = new TreeMap<>(settings);
    for (Input input : Input.all()) others.remove(input.key(), input.defaultValue());
    return others;
  }

  private Object synthesize(Variant variant) {
    Map<String, Object> all = new TreeMap<>(context);
    all.putAll(PermissionsBoundary.context(variant.settings));
    Path output = folder.resolve("variant-" + synthesized.size());
    App app =
        App.Builder.create()
            .analyticsReporting(false)
            .performanceReporting(false)
            .stackTraces(false)
            .treeMetadata(false)
            .context(all)
            .outdir(output.toString())
            .build();
    Stack stack = RuleApp.stack(app, variant.stack, jar(), noFile);
    Annotations.of(stack).acknowledgeWarning(INACTIVE_KEYS);
    app.synth();
    return json(output.resolve(variant.stack + ".template.json"));
  }

  private static Object json(Path file) {
    try {
      return JSON.std.anyFrom(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Any file: the templates of a release do not depend on the content of the jar. */
  private Path jar() {
    try {
      Path file = Files.createDirectories(folder).resolve("rule.jar");
      return Files.write(file, new byte[0]);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
