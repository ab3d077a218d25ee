package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.SampleSearch;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import initialkeys.infra.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of a template of the CDK app. */
final class SynthesizedTemplateTest {

  private static final Input NAME = Input.of(Setting.RULE_NAME);
  private static final List<Input> INPUTS = List.of(NAME, Input.of(Setting.FINDINGS_RESOLVED));
  private static final String SAMPLE = NAME.texts().sample();

  @Test
  void whatTheBootstrapNeedsIsRemoved() {
    assertThat(
            without(
                "Parameters", Map.of("BootstrapVersion", Map.of("Type", "String")),
                "Rules", Map.of("CheckBootstrapVersion", Map.of())))
        .containsOnlyKeys("Resources");
  }

  /** It would be lost. */
  @Test
  void otherParametersAndRulesAreRejected() {
    assertThatThrownBy(() -> without("Parameters", Map.of("Own", Map.of()), "Outputs", Map.of()))
        .hasMessage("A parameter or rule that is not CDK's: Own");
  }

  @Test
  void samplesBecomeReferences() {
    assertThat(without("Outputs", Map.of("Name", SAMPLE), "Conditions", Map.of()))
        .containsEntry("Outputs", Map.of("Name", new Reference("RuleName")));
  }

  /** A description takes no reference. */
  @Test
  void descriptionHasDefaultsInPlaceOfSamples() {
    assertThat(without("Description", "The rule " + SAMPLE + " is true", "Outputs", Map.of()))
        .containsEntry("Description", "The rule %s is true".formatted(NAME.defaultValue()));
  }

  @Test
  void codeOfFunctionsComesFromTheUsersBucket() {
    assertThat(
            resource(
                Map.of(
                    "Type",
                    "AWS::Lambda::Function",
                    "Properties",
                    Map.of("Code", Map.of("S3Key", "of-bootstrap"), "A", SAMPLE))))
        .isEqualTo(
            Map.of(
                "Type",
                "AWS::Lambda::Function",
                "Properties",
                Map.of(
                    "Code",
                    Map.of(
                        "S3Bucket", new Reference("JarBucket"),
                        "S3Key", new Reference("JarKey")),
                    "A",
                    new Reference("RuleName"))));
  }

  @Test
  void otherResourcesKeepTheirProperties() {
    Map<String, Object> queue =
        Map.of("Type", "AWS::SQS::Queue", "Properties", Map.of("Code", "any"));
    assertThat(resource(queue)).isEqualTo(queue);
  }

  /** Another variant may have properties, each under a condition. */
  @Test
  void resourceWithoutPropertiesHasNone() {
    assertThat(resource(Map.of("Type", "AWS::SNS::Topic")))
        .isEqualTo(Map.of("Type", "AWS::SNS::Topic", "Properties", Map.of()));
  }

  private static Object resource(Map<String, Object> resource) {
    Object resources = template(Map.of("Resources", Map.of("Some", resource))).get("Resources");
    return ((Map<?, ?>) resources).get("Some");
  }

  private static Map<Object, Object> without(
      String one, Object value, String other, Object otherValue) {
    return template(new TreeMap<>(Map.of("Resources", Map.of(), one, value, other, otherValue)));
  }

  private static Map<Object, Object> template(Map<String, Object> synthesized) {
    Object template =
        new SynthesizedTemplate(synthesized).without(new SampleSearch(INPUTS), INPUTS);
    return new LinkedHashMap<>((Map<?, ?>) template);
  }
}
