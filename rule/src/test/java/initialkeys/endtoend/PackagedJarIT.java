package initialkeys.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.lambda.RuleHandler;
import initialkeys.simulation.account.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** {@code rule.jar} contains everything the function needs, and nothing else. */
class PackagedJarIT {

  private static final Path JAR = Path.of("target", "rule.jar");

  @Test
  void jarContainsTheHandlerAndTheServicesOfTheSdk() throws IOException {
    assertThat(entries())
        .contains(
            RuleHandler.class.getName().replace('.', '/') + ".class",
            "META-INF/services/software.amazon.awssdk.http.SdkHttpService",
            "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
            "software/amazon/awssdk/http/urlconnection/UrlConnectionHttpClient.class");
  }

  @Test
  void jarContainsNoOtherHttpClientTestOrSignature() throws IOException {
    assertThat(entries())
        .hasSizeGreaterThan(1000)
        .noneMatch(entry -> entry.startsWith("io/netty/"))
        .noneMatch(entry -> entry.startsWith("org/apache/hc/"))
        .noneMatch(entry -> entry.startsWith("org/apache/http/"))
        .noneMatch(entry -> entry.matches("software/amazon/awssdk/http/(apache|apache5|nio|crt).*"))
        .noneMatch(entry -> entry.matches("(org/junit|org/assertj|org/pitest)/.*"))
        .noneMatch(entry -> entry.matches("initialkeys/.*(Test|IT|Fake|Preview|simulation|cli).*"))
        .noneMatch(entry -> entry.matches("META-INF/.*\\.(SF|DSA|RSA|EC)"));
  }

  @Test
  void jarIsAtMostThirteenMegabytes() throws IOException {
    assertThat(Files.size(JAR)).isLessThanOrEqualTo(13_000_000);
  }

  @Test
  void billOfMaterialsListsOnlyDeployedDependencies() throws IOException {
    JsonNode bill = Fixtures.JSON.readTree(Path.of("target", "rule.cdx.json").toFile());
    assertThat(bill.get("components").valueStream().map(part -> part.get("purl").textValue()))
        .hasSizeGreaterThan(30)
        .allMatch(part -> part.matches("pkg:maven/.+@[0-9].*"))
        .anyMatch(part -> part.startsWith("pkg:maven/software.amazon.awssdk/sts@"))
        .anyMatch(part -> part.startsWith("pkg:maven/de.siegmar/fastcsv@"))
        .noneMatch(part -> part.matches(".*(junit|assertj|jackson-databind|netty|apache).*"));
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }
}
