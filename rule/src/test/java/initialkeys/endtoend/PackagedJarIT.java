package initialkeys.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** {@code rule.jar} is what Lambda takes: all that the function needs, and nothing else. */
class PackagedJarIT {

  private static final Path JAR = Path.of("target", "rule.jar");

  @Test
  void it_holds_the_handler_and_what_the_sdk_looks_up_by_name() throws IOException {
    assertThat(entries())
        .contains(
            "initialkeys/RuleHandler.class",
            "META-INF/services/software.amazon.awssdk.http.SdkHttpService",
            "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
            "software/amazon/awssdk/http/urlconnection/UrlConnectionHttpClient.class");
  }

  @Test
  void it_holds_no_other_http_client_no_test_and_no_signature() throws IOException {
    assertThat(entries())
        .hasSizeGreaterThan(1000)
        .noneMatch(entry -> entry.startsWith("io/netty/"))
        .noneMatch(entry -> entry.startsWith("org/apache/hc/"))
        .noneMatch(entry -> entry.startsWith("org/apache/http/"))
        .noneMatch(entry -> entry.matches("software/amazon/awssdk/http/(apache|apache5|nio|crt).*"))
        .noneMatch(entry -> entry.matches("(org/junit|org/assertj|org/pitest)/.*"))
        .noneMatch(entry -> entry.matches("initialkeys/.*(Test|IT|Fake|Preview|fixtures).*"))
        .noneMatch(entry -> entry.matches("META-INF/.*\\.(SF|DSA|RSA|EC)"));
  }

  @Test
  void it_is_at_most_thirteen_megabytes() throws IOException {
    assertThat(Files.size(JAR)).isLessThanOrEqualTo(13_000_000);
  }

  @Test
  void its_bill_of_materials_names_what_it_is_made_of_and_nothing_of_the_tests()
      throws IOException {
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
