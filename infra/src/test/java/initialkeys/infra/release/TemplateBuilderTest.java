package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.release.parameter.Expressions;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.settings.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A template of a few inputs: names, and a switch that decides what there is. ReleaseTemplates has
 * those of all inputs.
 */
final class TemplateBuilderTest {

  @TempDir private static Path folder;
  private static Map<String, Object> template;

  @BeforeAll
  static void build() throws IOException {
    Variants variants = new Variants(Release.context(Path.of("..", "cdk.json")), folder);
    List<Input> inputs =
        List.of(
            Input.of(Setting.ORGANIZATION_RULE_NAME),
            Input.of(Setting.ALARM_EMAIL),
            Input.of(Setting.RULE_NAME));
    template = new TemplateBuilder(ReleaseTemplate.ACCOUNT, variants, inputs).build("1.2.3");
  }

  @Test
  void sectionsAreInTheUsualOrderWithoutEmptyOnes() {
    assertThat(template.keySet())
        .containsExactly(
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Parameters",
            "Conditions",
            "Resources",
            "Outputs");
  }

  /** No parameter without effect: no name of an organization's rule is in this template. */
  @Test
  void parametersAreThoseThatAreReferredTo() {
    assertThat(section("Parameters"))
        .containsOnlyKeys("JarBucket", "JarKey", "AlarmEmail", "RuleName");
    assertThat(section("Parameters").get("JarKey").toString())
        .contains("initial-keys/1.2.3/rule.jar");
  }

  @Test
  void resourcesOfSwitchHaveItsCondition() {
    Map<String, Object> conditions = new TreeMap<>();
    section("Resources")
        .forEach(
            (id, resource) -> {
              Map<?, ?> members = (Map<?, ?>) resource;
              if (members.containsKey("Condition")) {
                conditions.put(members.get("Type").toString(), members.get("Condition"));
              }
            });
    assertThat(conditions)
        .isEqualTo(
            Map.of(
                "AWS::SNS::Topic", "AlarmEmailIsSet",
                "AWS::SNS::Subscription", "AlarmEmailIsSet",
                "AWS::SNS::TopicPolicy", "AlarmEmailIsSet"));
    assertThat(section("Conditions"))
        .isEqualTo(Map.of("AlarmEmailIsSet", Expressions.isOn(Input.of(Setting.ALARM_EMAIL))));
  }

  @Test
  void nothingOfTheSamplesAndOfTheBootstrapIsLeft() {
    assertThat(template.toString())
        .doesNotContain(
            Input.of(Setting.RULE_NAME).texts().sample(),
            Input.of(Setting.ALARM_EMAIL).texts().sample(),
            "samplealarm",
            "cdk-hnb659fds",
            "BootstrapVersion");
  }

  @Test
  void ruleHasTheNameOfTheParameter() {
    assertThat(
            section("Resources").values().stream()
                .map(Object::toString)
                .filter(it -> it.contains("AWS::Config::ConfigRule")))
        .singleElement()
        .asString()
        .contains("ConfigRuleName={Ref=RuleName}");
  }

  private static Map<String, Object> section(String name) {
    Map<String, Object> section = new LinkedHashMap<>();
    ((Map<?, ?>) template.get(name)).forEach((key, value) -> section.put((String) key, value));
    return section;
  }
}
