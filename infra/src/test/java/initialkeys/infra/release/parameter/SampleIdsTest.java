package initialkeys.infra.release.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Logical ids into which CDK has put an address. */
final class SampleIdsTest {

  private static final List<Input> INPUTS =
      List.of(
          TestInputs.text("alarmEmail", "sample-alarm@example.com"),
          TestInputs.text("ruleName", "SampleRule"));

  @Test
  void addressInIdsAndReferencesBecomesTheParametersName() {
    assertThat(
            replaced(
                Map.of(
                    "Topicsamplealarmexamplecom1A", Map.of("Type", "AWS::SNS::Subscription"),
                    "Other", Map.of("DependsOn", List.of("Topicsamplealarmexamplecom1A")))))
        .isEqualTo(
            Map.of(
                "TopicAlarmEmail1A", Map.of("Type", "AWS::SNS::Subscription"),
                "Other", Map.of("DependsOn", List.of("TopicAlarmEmail1A"))));
  }

  /** Only an address gives an id: other samples stand in values. */
  @Test
  void samplesThatAreNoAddressStay() {
    Map<String, Object> resources = Map.of("SampleRule", "SampleRule of sample-alarm@example.com");
    assertThat(replaced(resources)).isEqualTo(resources);
  }

  @Test
  void whatIsNoTextStays() {
    List<Object> values = Arrays.asList(1, true, null);
    assertThat(replaced(Map.of("a", values))).isEqualTo(Map.of("a", values));
  }

  private static Object replaced(Map<String, Object> resources) {
    return SampleIds.replaced(Map.of("Resources", resources), INPUTS).get("Resources");
  }
}
