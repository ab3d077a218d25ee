package initialkeys.infra.release.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import initialkeys.infra.settings.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parameters of a template, and their order in CloudFormation's console. */
final class TemplateParametersTest {

  private static final Input LIST = TestInputs.of("units", "", "|[a-z]+(, *[a-z]+)*", "zz");

  private final TemplateParameters parameters = new TemplateParameters();

  @Test
  void optionalParameterMayBeEmpty() {
    parameters.add(TestInputs.text("name", "Sample"), false);
    assertThat(parameters.section().get("Name"))
        .isEqualTo(
            Map.of(
                "Type", "String",
                "Description", "Description of name",
                "Default", "",
                "AllowedPattern", "^(?:|[a-zA-Z-]+)$",
                "ConstraintDescription", "must be empty or something"));
  }

  @Test
  void requiredParameterHasNoDefault() {
    parameters.add(LIST, true);
    assertThat(parameters.section().get("Units"))
        .isEqualTo(
            Map.of(
                "Type", "String",
                "Description", "Description of units",
                "AllowedPattern", "^(?:[a-z]+(,[a-z]+)*)$",
                "ConstraintDescription", "must be something, without spaces"));
  }

  /** A value of CloudFormation has at most 4,096 characters (F82), and 315 ids have 4,094. */
  @Test
  void listIsLimitedToWhatAParameterHolds() {
    parameters.add(Input.of(Setting.EXCLUDED_ACCOUNTS), false);
    assertThat(parameters.section().get("ExcludedAccounts"))
        .asInstanceOf(MAP)
        .containsEntry("AllowedPattern", "^(?:|[0-9]{12}(,[0-9]{12}){0,314}+)$")
        .containsEntry(
            "ConstraintDescription",
            "must be empty or 12-digit ids of accounts, separated by commas, at most 315, without"
                + " spaces");
  }

  @Test
  void parameterWithFewValuesListsThem() {
    parameters.add(TestInputs.choice("severity", "LOW|HIGH"), false);
    assertThat(parameters.section().get("Severity"))
        .isEqualTo(
            Map.of(
                "Type", "String",
                "Description", "Description of severity",
                "Default", "LOW",
                "AllowedValues", List.of("LOW", "HIGH"),
                "ConstraintDescription", "must be something"));
  }

  @Test
  void keyOfCodeContainsTheVersion() {
    parameters.addCode("1.2.3");
    assertThat(parameters.section()).containsOnlyKeys("JarBucket", "JarKey");
    assertThat(parameters.section().get("JarKey"))
        .asInstanceOf(MAP)
        .containsEntry("Default", "initial-keys/1.2.3/rule.jar");
    assertThat(parameters.section().get("JarBucket"))
        .asInstanceOf(MAP)
        .doesNotContainKey("Default");
  }

  @Test
  void onlyAddedParametersAreContained() {
    parameters.add(LIST, false);
    assertThat(parameters.contain("Units")).isTrue();
    assertThat(parameters.contain("JarKey")).isFalse();
  }

  /** In the order of the groups, whichever was added first; without those that are empty. */
  @Test
  void consoleShowsGroupsInTheirOrder() {
    parameters.add(TestInputs.text("name", "Sample"), false);
    parameters.add(LIST, false);
    parameters.addCode("1.2.3");
    assertThat(parameters.metadata())
        .isEqualTo(
            Map.of(
                "AWS::CloudFormation::Interface",
                Map.of(
                    "ParameterGroups",
                    List.of(
                        Map.of(
                            "Label", Map.of("default", "The function's code"),
                            "Parameters", List.of("JarBucket", "JarKey")),
                        Map.of(
                            "Label", Map.of("default", "What the rule evaluates"),
                            "Parameters", List.of("Name", "Units"))),
                    "ParameterLabels",
                    Map.of(
                        "Name", Map.of("default", "Label of name"),
                        "Units", Map.of("default", "Label of units"),
                        "JarBucket", Map.of("default", "Bucket"),
                        "JarKey", Map.of("default", "Key")))));
  }
}
