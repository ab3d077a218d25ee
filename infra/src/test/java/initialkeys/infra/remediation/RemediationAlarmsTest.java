package initialkeys.infra.remediation;

import static initialkeys.infra.Synthesized.APP_WITH_AUTOMATIC_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_REMEDIATION;
import static initialkeys.infra.Synthesized.REMEDIATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What raises an alarm of the remediation. */
final class RemediationAlarmsTest {

  private static final Synthesized MANUAL = APP_WITH_REMEDIATION.get(REMEDIATION);
  private static final Synthesized AUTOMATIC = APP_WITH_AUTOMATIC_REMEDIATION.get(REMEDIATION);

  @Test
  void everyChangeAndEveryFailureRaisesAnAlarm() {
    List<JsonNode> alarms =
        AUTOMATIC.all("AWS::CloudWatch::Alarm").stream().map(it -> it.path("Properties")).toList();
    assertThat(alarms).hasSize(2).allMatch(alarm -> alarm.path("AlarmActions").size() == 1);
    assertThat(alarms)
        .allMatch(alarm -> alarm.path("Threshold").asInt() == 0)
        .allMatch(
            alarm -> alarm.path("ComparisonOperator").asText().equals("GreaterThanThreshold"));
    assertThat(alarms.getFirst().path("MetricName").asText()).isEqualTo("KeysDeactivated");
    assertThat(alarms.getFirst().at("/Dimensions/0/Value").asText()).isEqualTo("initial-keys");
    JsonNode failed = alarms.getLast().path("Metrics");
    assertThat(failed.findValuesAsText("Expression"))
        .containsExactly("FILL(failed, 0) + FILL(crashed, 0) + FILL(throttled, 0)");
    assertThat(failed.findValuesAsText("MetricName"))
        .containsExactlyInAnyOrder("FailedRemediations", "Errors", "Throttles");
    assertThat(MANUAL.all("AWS::CloudWatch::Alarm"))
        .hasSize(2)
        .noneMatch(alarm -> alarm.path("Properties").has("AlarmActions"));
  }
}
