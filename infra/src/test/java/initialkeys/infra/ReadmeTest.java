package initialkeys.infra;

import static initialkeys.infra.Synthesized.DEFAULTS;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README's tables say of the deployment is what is deployed. */
final class ReadmeTest {

  @Test
  void thePermissionsAreThoseOfTheRole() throws IOException {
    Stream<JsonNode> granted =
        DEFAULTS
            .only("AWS::IAM::Role")
            .at("/Policies/0/PolicyDocument/Statement")
            .valueStream()
            .map(statement -> statement.path("Action"))
            .flatMap(action -> action.isArray() ? action.valueStream() : Stream.of(action));
    List<String> told = rows("| action | why |").keySet().stream().toList();
    assertThat(told)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            granted.map(action -> "`%s`".formatted(action.asText())).toList());
  }

  @Test
  void theSettingsAreThoseThatTheDeploymentKnows() throws IOException {
    Map<String, String> known =
        Arrays.stream(Setting.values())
            .collect(
                toMap(
                    setting -> "`%s`".formatted(setting.key()),
                    setting ->
                        setting.defaultValue().isEmpty()
                            ? "none"
                            : "`%s`".formatted(setting.defaultValue())));
    assertThat(rows("| setting | default | meaning |"))
        .hasSize(16)
        .containsExactlyInAnyOrderEntriesOf(known);
  }

  /** The rows below a heading row: the first cell and the second. */
  private static Map<String, String> rows(String heading) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Files.readString(Path.of("..", "README.md"))
        .lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> line.substring(2).split(" \\| ", 3))
        .forEach(cells -> rows.put(cells[0], cells[1]));
    return rows;
  }
}
