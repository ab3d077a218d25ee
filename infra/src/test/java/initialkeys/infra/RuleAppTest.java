package initialkeys.infra;

import static initialkeys.infra.Synthesized.ACCOUNT;
import static initialkeys.infra.Synthesized.AGGREGATOR;
import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.APP_WITH_AUTOMATIC_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.APP_WITH_ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_REMEDIATION;
import static initialkeys.infra.Synthesized.LEAST;
import static initialkeys.infra.Synthesized.MEMBER_ROLE;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.REMEDIATION;
import static initialkeys.infra.Synthesized.SECURITY_HUB;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;

/** The stacks of the app as the CDK command line sees them. */
final class RuleAppTest {

  @Test
  void everyStackExistsWithAndWithoutItsSettings() {
    assertThat(APP_BY_DEFAULT.keySet())
        .containsExactly(
            ACCOUNT,
            AGGREGATOR,
            MEMBER_ROLE,
            ORGANIZATION,
            ORGANIZATION_REMEDIATION,
            REMEDIATION,
            SECURITY_HUB)
        .isEqualTo(APP_WITH_EVERY_STACK.keySet());
  }

  /** The settings of one stack do not affect another. */
  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, AGGREGATOR, SECURITY_HUB})
  void stackIsTheSameWithAndWithoutTheOthers(String id) {
    assertThat(APP_WITH_EVERY_STACK.get(id)).isEqualTo(APP_BY_DEFAULT.get(id));
    assertThat(APP_WITH_REMEDIATION.get(id)).isEqualTo(APP_BY_DEFAULT.get(id));
  }

  /** In an organization, too, a remediation changes no other stack. */
  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, AGGREGATOR, MEMBER_ROLE, ORGANIZATION, SECURITY_HUB})
  void stackIsTheSameWithAndWithoutOrganizationRemediation(String id) {
    assertThat(APP_WITH_ORGANIZATION_REMEDIATION.get(id)).isEqualTo(APP_WITH_EVERY_STACK.get(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, AGGREGATOR, MEMBER_ROLE, ORGANIZATION, SECURITY_HUB})
  void stackDependsOnNoOtherStack(String id) {
    assertThat(APP_WITH_EVERYTHING_SET.get(id).text())
        .doesNotContain("Fn::ImportValue", "Fn::GetStackOutput");
    JsonNode manifest = Synthesized.read(Path.of("target/templates/everything-set/manifest.json"));
    assertThat(manifest.path("artifacts").path(id).path("dependencies").valueStream())
        .extracting(JsonNode::asText)
        .containsExactly(id + ".assets");
  }

  /** Nobody is notified, and no template says anything of it. */
  @Test
  void settingThatIsOffIsTheSameAsNone() {
    Map<String, String> settings = new TreeMap<>(LEAST);
    for (String off : List.of("findingsResolved", "answerProcessChecks", "securityHubFindings")) {
      settings.put(off, "false");
    }
    assertThat(Synthesized.app("off", settings)).isEqualTo(APP_WITH_EVERY_STACK);
  }

  @Test
  void sameSettingsGiveTheSameTemplates() {
    assertThat(Synthesized.app("again", LEAST)).isEqualTo(APP_WITH_EVERY_STACK);
  }

  /**
   * The order of Map.of is another in each process, and so would the template be: a document of
   * Systems Manager would be replaced at every deployment.
   */
  @Test
  void mapsOfTemplatesAreInAnOrder() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
      List<Path> files = sources.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(files).hasSizeGreaterThan(40);
      for (Path file : files) {
        String code = Files.readString(file).replaceAll("\\s+", "");
        for (int at = code.indexOf("Map.of("); at >= 0; at = code.indexOf("Map.of(", at + 1)) {
          if (code.startsWith("newTreeMap<>(", Math.max(0, at - 13))) continue;
          assertThat(arguments(code, at + 6))
              .as("%s: %s", file, code.substring(at))
              .isLessThanOrEqualTo(2);
        }
      }
    }
  }

  /** How many arguments the parentheses that open at an index have. */
  private static int arguments(String code, int open) {
    int depth = 0;
    int arguments = 1;
    boolean isText = false;
    for (int at = open; ; at++) {
      char c = code.charAt(at);
      if (c == '"') isText = !isText;
      if (isText) continue;
      if (c == '(') depth++;
      if (c == ')' && --depth == 0) return arguments;
      if (c == ',' && depth == 1) arguments++;
    }
  }

  @Test
  void templateContainsNoPathOfTheMachine() {
    assertThat(APP_WITH_EVERYTHING_SET)
        .allSatisfy(
            (id, stack) ->
                assertThat(stack.text())
                    .doesNotContain(
                        System.getProperty("user.dir"), System.getProperty("user.home")));
  }

  @Test
  void templatesAreValidInEveryPartition() {
    assertThat(APP_WITH_EVERY_STACK)
        .allSatisfy(
            (id, stack) ->
                assertThat(stack.text().replace(LEAST.get("functionRoleArn"), ""))
                    .doesNotContain("arn:aws"));
  }

  /** Whichever stack is named, the command line finds it and shows its error. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gracePeriodHours    | soon | Rule parameter gracePeriodHours is 'soon'; it must be a whole number from 0 to 2160, as text.
          findingSeverity     | BAD  | Setting findingSeverity is 'BAD'; it must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL, as text.
          organizationalUnits | r-ab | Setting organizationalUnits is 'r-ab'; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, as text.
          gracePeriodHour     | 1    | CDK context: Unknown setting 'gracePeriodHour'. Did you mean gracePeriodHours?
          """)
  void invalidSettingIsAnErrorOfEveryStack(String name, String value, String message) {
    Map<String, Synthesized> rejected = Synthesized.app("rejected", Map.of(name, value));
    assertThat(rejected.keySet()).isEqualTo(APP_WITH_EVERY_STACK.keySet());
    assertThat(rejected)
        .allSatisfy(
            (id, stack) ->
                assertThat(stack.messages())
                    .containsExactly("aws:cdk:error /%s: %s".formatted(id, message)));
  }

  @Test
  void invalidSettingsFileIsAnErrorOfEveryStack() throws IOException {
    Path file = Files.writeString(Path.of("target", "invalid-settings.json"), "{");
    assertThat(Synthesized.app("rejected", Map.of(), new SettingsFile(file), stacks -> {}))
        .hasSize(7)
        .allSatisfy(
            (id, stack) ->
                assertThat(stack.messages())
                    .singleElement(as(STRING))
                    .startsWith(
                        "aws:cdk:error /%s: invalid-settings.json: Not valid".formatted(id)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-west-1", "cn-north-1"})
  void regionThatRecordsUsersGivesNoWarning(String region) {
    assertThat(warnings(in(region))).isEmpty();
  }

  @Test
  void regionWarningConcernsTheStacksWithTheRule() {
    Map<String, Synthesized> synthesized = in("eu-south-2");
    for (String id : List.of(ACCOUNT, ORGANIZATION)) {
      assertThat(synthesized.get(id).messages())
          .singleElement(as(STRING))
          .startsWith("aws:cdk:warning /%s: AWS Config records IAM users only".formatted(id));
    }
    for (String id : List.of(MEMBER_ROLE, AGGREGATOR, SECURITY_HUB)) {
      assertThat(synthesized.get(id).messages()).isEmpty();
    }
    assertThat(synthesized.get(ACCOUNT).template())
        .isEqualTo(APP_BY_DEFAULT.get(ACCOUNT).template());
  }

  @Test
  void validSettingsGiveNoMessage() {
    assertThat(warnings(APP_WITH_EVERYTHING_SET)).isEmpty();
    assertThat(warnings(APP_WITH_REMEDIATION)).isEmpty();
    assertThat(warnings(APP_WITH_AUTOMATIC_REMEDIATION)).isEmpty();
    assertThat(warnings(APP_WITH_ORGANIZATION_REMEDIATION)).isEmpty();
  }

  /** Every message but those which say what to set to deploy a stack. */
  private static List<String> warnings(Map<String, Synthesized> stacks) {
    return stacks.values().stream()
        .flatMap(stack -> stack.messages().stream())
        .filter(message -> !message.startsWith("aws:cdk:info"))
        .toList();
  }

  /** One line, not an annotation: it must not fail 'cdk synth --strict'. */
  @Test
  void unknownContextIsReportedInOneLine() {
    assertThat(RuleApp.unknownContext(app(Map.of("team", "platform", "stage", "dev"))))
        .contains("Ignored CDK context (not a setting): stage, team");
    assertThat(RuleApp.unknownContext(app(Map.of("ruleName", "ours")))).isEmpty();
    assertThat(Synthesized.app("unknown-context", Map.of("team", "platform")))
        .isEqualTo(APP_BY_DEFAULT);
  }

  /** Maven may print escape codes, and 'cdk synth InitialKeys > t.yaml' must be valid YAML. */
  @Test
  void appPrintsNothingToStandardOutput() {
    assertThat(Synthesized.read(Path.of("..", "cdk.json")).path("app").asText())
        .startsWith("mvn ")
        .endsWith(" 1>&2");
  }

  private static App app(Map<String, String> context) {
    return App.Builder.create().analyticsReporting(false).context(context).build();
  }

  private static Map<String, Synthesized> in(String region) {
    return Synthesized.app("region", LEAST, stacks -> RuleApp.warnAboutRegion(stacks, region));
  }
}
