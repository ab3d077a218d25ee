package initialkeys.infra.release;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the archive of a release; {@code mvn -Prelease package} runs it. */
public final class Release {

  private Release() {}

  /**
   * Builds the templates and the archive.
   *
   * @param arguments the version, the root of the sources, and the folder for the archive
   */
  public static void main(String[] arguments) throws IOException {
    String version = arguments[0];
    Path root = Path.of(arguments[1]);
    Path output = Path.of(arguments[2]);
    String name = "initial-keys-" + version;
    Archive archive = new Archive(name);
    archive.add("README.txt", readme(root, version).getBytes(StandardCharsets.UTF_8));
    for (String file : List.of("LICENSE", "rule/target/rule.jar", "rule/target/rule.cdx.json")) {
      Path path = root.resolve(file);
      archive.add(path.getFileName().toString(), Files.readAllBytes(path));
    }
    Variants variants =
        new Variants(context(root.resolve("cdk.json")), output.resolve("release-variants"));
    for (ReleaseTemplate template : ReleaseTemplate.values()) {
      archive.add(template.file(), json(new TemplateBuilder(template, variants).build(version)));
    }
    archive.addChecksums();
    Path zip = output.resolve(name + ".zip");
    archive.write(zip);
    Files.writeString(
        output.resolve(name + ".zip.sha256"),
        "%s  %s\n".formatted(Archive.sha256(Files.readAllBytes(zip)), zip.getFileName()));
    System.err.println("Built " + zip);
  }

  /**
   * The archive's instructions, in which only the bucket's name is left to the reader. They are the
   * same, whatever ends the lines of the checkout.
   */
  static String readme(Path root, String version) throws IOException {
    Path file = root.resolve("infra/src/main/release/README.txt");
    return Files.readString(file).replace("\r\n", "\n").replace("VERSION", version);
  }

  private static byte[] json(Map<String, Object> template) throws IOException {
    String text =
        JSON.std
            .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
            .asString(template)
            .replace(System.lineSeparator(), "\n");
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The feature flags with which the CDK command line synthesizes. */
  static Map<String, Object> context(Path cdkJson) throws IOException {
    Map<String, Object> context = new TreeMap<>();
    Map<?, ?> file = (Map<?, ?>) JSON.std.anyFrom(Files.readString(cdkJson));
    ((Map<?, ?>) file.get("context")).forEach((key, value) -> context.put((String) key, value));
    return context;
  }
}
