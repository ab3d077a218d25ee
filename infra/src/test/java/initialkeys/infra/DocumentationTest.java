package initialkeys.infra;

import static initialkeys.infra.Synthesized.ACCOUNT;
import static initialkeys.infra.Synthesized.AGGREGATOR;
import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.APP_IN_A_NETWORK;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.APP_WITH_REMEDIATION;
import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.REMEDIATION;
import static initialkeys.infra.Synthesized.SECURITY_HUB;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.settings.Frequency;
import initialkeys.infra.settings.Setting;
import initialkeys.remediation.KeyResult;
import initialkeys.remediation.RemediationOutcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents' tables about the deployment, compared with what is deployed. */
final class DocumentationTest {

  /** The settings that send results to another service than AWS Config. */
  private static final List<String> SERVICES =
      List.of("answerProcessChecks", "securityHubFindings");

  private static final Pattern SECURITY_HUB_COMMAND =
      Pattern.compile(" deploy InitialKeysSecurityHub -c (\\w+)=(\\w+)");

  @Test
  void permissionsAreThoseOfTheRole() throws IOException {
    assertThat(firstCells("permissions.md", "| action | why |"))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(actions(DEFAULTS));
  }

  /** Each service has a table of what its setting adds. */
  @Test
  void permissionsOfASettingAreThoseOfTheRole() throws IOException {
    List<String> byDefault = actions(DEFAULTS);
    for (String setting : SERVICES) {
      List<String> added =
          new ArrayList<>(actions(Synthesized.of(setting, Map.of(setting, "true"))));
      added.removeAll(byDefault);
      assertThat(firstCells("permissions.md", "| action, with `%s` | why |".formatted(setting)))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(added);
    }
  }

  /** What a VPC and a key of the customer add. */
  @Test
  void permissionsOfANetworkAreThoseOfTheRole() throws IOException {
    List<String> added = new ArrayList<>(actions(APP_IN_A_NETWORK.get(ACCOUNT)));
    added.removeAll(actions(DEFAULTS));
    List<String> documented =
        new ArrayList<>(firstCells("permissions.md", "| action, with `vpcSubnetIds` | why |"));
    documented.addAll(firstCells("permissions.md", "| action, with `kmsKeyArn` | why |"));
    assertThat(documented).hasSize(8).containsExactlyInAnyOrderElementsOf(Set.copyOf(added));
  }

  private static List<String> actions(Synthesized stack) {
    return stack
        .only("AWS::IAM::Role", "Rule")
        .at("/Policies/0/PolicyDocument/Statement")
        .valueStream()
        .map(statement -> statement.path("Action"))
        .flatMap(action -> action.isArray() ? action.valueStream() : Stream.of(action))
        .map(action -> "`%s`".formatted(action.asText()))
        .toList();
  }

  @Test
  void settingsAreThoseOfTheDeployment() throws IOException {
    Map<String, String> known =
        Arrays.stream(Setting.values())
            .collect(
                toMap(
                    setting -> "`%s`".formatted(setting.key()),
                    DocumentationTest::documentedDefault));
    assertThat(
            cells("deployment.md", "| setting | default | meaning |").stream()
                .collect(toMap(List::getFirst, row -> row.get(1))))
        .isNotEmpty()
        .containsExactlyInAnyOrderEntriesOf(known);
  }

  @Test
  void settingsOfTheRemediationHaveTheirDefaults() throws IOException {
    List<String> documented = new ArrayList<>();
    for (List<String> row : cells("remediation.md", "| setting | default | rejected |")) {
      documented.add(row.getFirst() + " " + row.get(1));
    }
    assertThat(documented)
        .containsExactlyElementsOf(
            Stream.of(
                    Setting.REMEDIATION,
                    Setting.REMEDIATION_GRACE_HOURS,
                    Setting.REMEDIATION_DRY_RUN)
                .map(setting -> "`%s` %s".formatted(setting.key(), documentedDefault(setting)))
                .toList());
  }

  @Test
  void timeoutOfTheFunctionIsAsDocumented() throws IOException {
    int seconds = DEFAULTS.only("AWS::Lambda::Function", "Rule").path("Timeout").asInt();
    assertThat(cells("architecture.md", "| limit | value | what it limits |"))
        .filteredOn(row -> row.getFirst().equals("Lambda's timeout"))
        .singleElement()
        .extracting(row -> row.get(1))
        .isEqualTo(seconds / 60 + " minutes");
  }

  /** CloudWatch charges an alarm for each metric that it counts. */
  @Test
  void alarmsAndDashboardsCostWhatIsDocumented() throws IOException {
    int metrics =
        DEFAULTS.all("AWS::CloudWatch::Alarm").stream()
            .mapToInt(
                alarm ->
                    alarm.at("/Properties/Metrics").isMissingNode()
                        ? 1
                        : alarm.at("/Properties/Metrics").findValues("MetricStat").size())
            .sum();
    assertThat(metrics).isEqualTo(DEFAULTS.all("AWS::CloudWatch::Alarm").size());
    assertThat(document("cost.md"))
        .contains(
            "; %1$s alarms, %1$s × $0.10 = $%2$s; %3$s dashboard, $3.00. "
                .formatted(
                    metrics,
                    new BigDecimal("0.10").multiply(BigDecimal.valueOf(metrics)),
                    DEFAULTS.all("AWS::CloudWatch::Dashboard").size()));
  }

  @Test
  void eventsWaitAsLongAsDocumented() throws IOException {
    assertThat(cells("organization.md", "| frequency | an event waits for at most |"))
        .containsExactlyElementsOf(
            Arrays.stream(Frequency.values())
                .map(it -> List.of(it.configValue(), it.eventAgeHours() + " h |"))
                .toList());
  }

  @Test
  void alarmsAreThoseThatAreDeployed() throws IOException {
    List<String> documented = firstCells("operations.md", "| alarm | says | do |");
    for (Synthesized stack : List.of(DEFAULTS, APP_WITH_EVERY_STACK.get(ORGANIZATION))) {
      assertThat(documented)
          .containsExactlyInAnyOrderElementsOf(
              stack
                  .ids("AWS::CloudWatch::Alarm")
                  .map(id -> id.replaceFirst("Alarms(.*)[0-9A-F]{8}", "$1"))
                  .toList());
    }
  }

  @Test
  void alarmOfNotificationsIsDeployedWithThem() throws IOException {
    List<String> documented = new ArrayList<>(firstCells("operations.md", "| alarm | says | do |"));
    documented.addAll(firstCells("operations.md", "| alarm of notifications | says | do |"));
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            EVERYTHING_SET
                .ids("AWS::CloudWatch::Alarm")
                .map(id -> id.replaceFirst("Alarms(.*)[0-9A-F]{8}", "$1"))
                .toList());
  }

  @Test
  void outcomesOfTheRemediationAreThoseOfTheCode() throws IOException {
    assertThat(firstCells("remediation.md", "| outcome | meaning |"))
        .containsExactlyElementsOf(
            Arrays.stream(RemediationOutcome.values())
                .map(outcome -> "`%s`".formatted(outcome.token()))
                .toList());
    assertThat(firstCells("remediation.md", "| ending | meaning | do |"))
        .containsExactlyElementsOf(
            Arrays.stream(KeyResult.Ending.values()).map("`%s`"::formatted).toList());
  }

  @Test
  void permissionsOfTheRemediationAreThoseOfItsRole() throws IOException {
    Stream<String> documented =
        cells("remediation.md", "| action | why |").stream()
            .flatMap(row -> Pattern.compile("`(.*?)`").matcher(row.getFirst()).results())
            .map(action -> action.group(1));
    JsonNode role =
        APP_WITH_REMEDIATION
            .get(REMEDIATION)
            .resources()
            .filter(
                it -> it.at("/Properties/Policies/0/PolicyName").asText().equals("DeactivateKeys"))
            .findFirst()
            .orElseThrow();
    Stream<String> granted =
        role.at("/Properties/Policies/0/PolicyDocument/Statement")
            .valueStream()
            .map(statement -> statement.path("Action"))
            .flatMap(action -> action.isArray() ? action.valueStream() : Stream.of(action))
            .map(JsonNode::asText);
    assertThat(documented.toList())
        .hasSizeGreaterThan(5)
        .containsExactlyInAnyOrderElementsOf(granted.toList());
  }

  @Test
  void alarmsOfTheRemediationAreThoseThatAreDeployed() throws IOException {
    assertThat(firstCells("remediation.md", "| alarm | says |"))
        .containsExactlyInAnyOrderElementsOf(
            APP_WITH_REMEDIATION
                .get(REMEDIATION)
                .ids("AWS::CloudWatch::Alarm")
                .map(id -> id.replaceFirst("Alarms(.*)[0-9A-F]{8}", "$1"))
                .toList());
  }

  @Test
  void queriesAreThoseThatAreStored() throws IOException {
    String document = document("organization.md");
    assertThat(APP_BY_DEFAULT.get(AGGREGATOR).all("AWS::Config::StoredQuery"))
        .hasSize(3)
        .allSatisfy(
            query ->
                assertThat(document)
                    .contains("`ask %s`".formatted(query.at("/Properties/QueryName").asText())));
  }

  /** The command that selects the rule's results, among those of all rules of a user. */
  @Test
  void commandSelectsTheRulesByBothNames() throws IOException {
    JsonNode titles =
        APP_BY_DEFAULT
            .get(SECURITY_HUB)
            .only("AWS::SecurityHub::AutomationRule")
            .at("/Criteria/Title");
    assertThat(document("organization.md"))
        .contains(
            "^(%s$|%s)".formatted(titles.at("/0/Value").asText(), titles.at("/1/Value").asText()));
  }

  @Test
  void aggregatorIsQueriedByItsName() throws IOException {
    JsonNode aggregator =
        APP_BY_DEFAULT.get(AGGREGATOR).only("AWS::Config::ConfigurationAggregator");
    assertThat(document("organization.md"))
        .contains(
            "--configuration-aggregator-name %s "
                .formatted(aggregator.path("ConfigurationAggregatorName").asText()));
  }

  /** AWS charges for two rotations; of more, the price stays the same. */
  @Test
  void priceOfTheKeyContainsItsRotations() throws IOException {
    assertThat(EVERYTHING_SET.only("AWS::KMS::Key").path("EnableKeyRotation").asBoolean()).isTrue();
    for (String name : List.of("cost.md", "notifications.md", "decisions/notifications.md")) {
      assertThat(document(name))
          .as(name)
          .contains(
              "$1 a month, and $1 more after each of its first two yearly rotations"
                  + " (\"AWS Key Management Service pricing\")");
    }
  }

  @Test
  void findingHasWhatTheAutomationRuleSets() throws IOException {
    JsonNode finding = documentedFinding();
    JsonNode update = automationRule().at("/Actions/0/FindingFieldsUpdate");
    assertThat(update).isNotEmpty();
    update
        .propertyStream()
        .forEach(
            field ->
                assertThat(finding.path(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue()));
  }

  @Test
  void findingMatchesTheAutomationRulesCriteria() throws IOException {
    JsonNode finding = documentedFinding();
    JsonNode criteria = automationRule().path("Criteria");
    assertThat(finding.at("/ProductName")).isEqualTo(criteria.at("/ProductName/0/Value"));
    assertThat(finding.at("/RecordState")).isEqualTo(criteria.at("/RecordState/0/Value"));
    assertThat(finding.at("/Compliance/Status"))
        .isEqualTo(criteria.at("/ComplianceStatus/0/Value"));
    assertThat(finding.path("Title").asText()).startsWith(criteria.at("/Title/1/Value").asText());
  }

  private static JsonNode documentedFinding() throws IOException {
    return json(first(Pattern.compile("(?s)```json\n(.*?)```"), "security-hub.md").group(1));
  }

  /** As the documented command deploys it. */
  private static JsonNode automationRule() throws IOException {
    Matcher command = first(SECURITY_HUB_COMMAND, "security-hub.md");
    return Synthesized.app("documented", Map.of(command.group(1), command.group(2)))
        .get(SECURITY_HUB)
        .only("AWS::SecurityHub::AutomationRule");
  }

  private static Matcher first(Pattern pattern, String document) throws IOException {
    Matcher matcher = pattern.matcher(document(document));
    assertThat(matcher.find()).as(pattern.pattern()).isTrue();
    return matcher;
  }

  private static String documentedDefault(Setting setting) {
    return setting.defaultValue().isEmpty() ? "none" : "`%s`".formatted(setting.defaultValue());
  }

  /** With the line ends of no system: a checkout may have either. */
  private static String document(String name) throws IOException {
    return Files.readString(Path.of("..", "docs", name)).replace("\r\n", "\n");
  }

  private static List<String> firstCells(String document, String heading) throws IOException {
    return cells(document, heading).stream().map(List::getFirst).toList();
  }

  private static List<List<String>> cells(String document, String heading) throws IOException {
    return document(document)
        .lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> List.of(line.substring(2).split(" \\| ", 3)))
        .toList();
  }
}
