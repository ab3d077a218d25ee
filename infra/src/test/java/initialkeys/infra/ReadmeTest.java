package initialkeys.infra;

import static initialkeys.infra.Synthesized.AGGREGATOR;
import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.SECURITY_HUB;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.aggregator.StoredQuery;
import initialkeys.infra.settings.RuleNames;
import initialkeys.infra.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README's tables say of the deployment is what is deployed. */
final class ReadmeTest {

  private static final Pattern SECURITY_HUB_COMMAND =
      Pattern.compile(" deploy InitialKeysSecurityHub -c (\\w+)=(\\w+)");

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

  @Test
  void theAlarmsAreThoseThatAreDeployed() throws IOException {
    for (Synthesized stack : List.of(DEFAULTS, APP_WITH_EVERY_STACK.get(ORGANIZATION))) {
      assertThat(cells("| alarm | says | do |").map(List::getFirst))
          .containsExactlyInAnyOrderElementsOf(
              stack
                  .ids("AWS::CloudWatch::Alarm")
                  .map(id -> id.replaceFirst("Alarms(.*)[0-9A-F]{8}", "$1"))
                  .toList());
    }
  }

  @Test
  void theQueriesAreThoseThatAreStored() throws IOException {
    String readme = readme();
    RuleNames names =
        new RuleNames(
            Setting.RULE_NAME.defaultValue(), Setting.ORGANIZATION_RULE_NAME.defaultValue());
    assertThat(StoredQuery.allOf(names))
        .isNotEmpty()
        .allSatisfy(query -> assertThat(readme).contains("`ask " + query.name() + "`"));
    assertThat(readme).contains("^(%s$|%s)".formatted(names.plain(), names.memberPrefix()));
  }

  @Test
  void theAggregatorIsAskedByItsName() throws IOException {
    JsonNode aggregator =
        APP_BY_DEFAULT.get(AGGREGATOR).only("AWS::Config::ConfigurationAggregator");
    assertThat(readme())
        .contains(
            "--configuration-aggregator-name %s "
                .formatted(aggregator.path("ConfigurationAggregatorName").asText()));
  }

  @Test
  void everyLinkWithinThePageLeadsToAHeading() throws IOException {
    List<String> headings =
        readme()
            .lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
            .map(heading -> heading.replaceAll("[^a-z -]", "").replace(' ', '-'))
            .toList();
    assertThat(Pattern.compile("\\]\\(#([^)]*)\\)").matcher(readme()).results())
        .extracting(link -> link.group(1))
        .isNotEmpty()
        .isSubsetOf(headings);
  }

  @Test
  void theFindingIsWhatTheAutomationRuleMakesOfIt() throws IOException {
    Matcher excerpt = Pattern.compile("(?s)```json\n(.*?)```").matcher(readme());
    assertThat(excerpt.find()).isTrue();
    JsonNode finding = json(excerpt.group(1));
    Matcher command = SECURITY_HUB_COMMAND.matcher(readme());
    assertThat(command.find()).isTrue();
    JsonNode rule =
        Synthesized.app("readme", Map.of(command.group(1), command.group(2)))
            .get(SECURITY_HUB)
            .only("AWS::SecurityHub::AutomationRule");
    JsonNode update = rule.at("/Actions/0/FindingFieldsUpdate");
    assertThat(update).isNotEmpty();
    update
        .propertyStream()
        .forEach(
            field ->
                assertThat(finding.path(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue()));
    JsonNode criteria = rule.path("Criteria");
    assertThat(finding.at("/ProductName")).isEqualTo(criteria.at("/ProductName/0/Value"));
    assertThat(finding.at("/RecordState")).isEqualTo(criteria.at("/RecordState/0/Value"));
    assertThat(finding.at("/Compliance/Status"))
        .isEqualTo(criteria.at("/ComplianceStatus/0/Value"));
    assertThat(finding.path("Title").asText()).startsWith(criteria.at("/Title/1/Value").asText());
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("..", "README.md"));
  }

  /** The rows below a heading row: the first cell and the second. */
  private static Map<String, String> rows(String heading) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    cells(heading).forEach(cells -> rows.put(cells.getFirst(), cells.get(1)));
    return rows;
  }

  private static Stream<List<String>> cells(String heading) throws IOException {
    return readme()
        .lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> List.of(line.substring(2).split(" \\| ", 3)));
  }
}
