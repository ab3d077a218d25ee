package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.config.StoredResults.StoredResult;
import initialkeys.evaluation.Resource;
import initialkeys.simulation.Account.Stored;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;

class UnchangedResultsTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final String BO = "AIDABO";

  @ParameterizedTest
  @CsvSource({
    "30, P30D, true",
    "30, P30DT0.001S, false",
    "30, PT-10M, true",
    "30, PT-10M-0.001S, false",
    "0, PT0S, false"
  })
  void resultIsLeftOutForSoManyDays(String days, Duration ago, boolean isLeftOut) {
    UnchangedResults unchanged =
        UnchangedResults.of(event(days), stored("COMPLIANT", "fine", NOW.minus(ago)));
    assertThat(unchanged.leavesOut(evaluation("COMPLIANT", "fine"))).isEqualTo(isLeftOut);
    assertThat(unchanged.isNone()).isEqualTo(!isLeftOut);
  }

  @ParameterizedTest
  @CsvSource({"NON_COMPLIANT, fine", "COMPLIANT, other"})
  void anotherTypeOrAnnotationIsSent(String type, String annotation) {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW));
    assertThat(unchanged.leavesOut(evaluation(type, annotation))).isFalse();
    assertThat(unchanged.isNone()).isTrue();
  }

  /** What AWS Config holds now; empty for nothing. */
  @ParameterizedTest
  @CsvSource({
    "NON_COMPLIANT, delete A, NON_COMPLIANT, delete A, false",
    "NON_COMPLIANT, delete A, NON_COMPLIANT, delete B, true",
    "NON_COMPLIANT, delete A, COMPLIANT,     fine,     true",
    "NON_COMPLIANT, delete A, ,              ,         true",
    "COMPLIANT,     fine,     NON_COMPLIANT, delete A, true",
    "COMPLIANT,     fine,     NON_COMPLIANT, ,         true",
    "COMPLIANT,     fine,     COMPLIANT,     fine,     false",
    "COMPLIANT,     fine,     ,              ,         false"
  })
  void replacedResultIsSentAgain(
      String type, String annotation, String typeNow, String annotationNow, boolean isReplaced) {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), stored(type, annotation, NOW));
    assertThat(unchanged.leavesOut(evaluation(type, annotation))).isTrue();
    FakeConfig config = new FakeConfig(List.of());
    if (typeNow != null) {
      config.storing("AWS::IAM::User", new Stored(BO, typeNow, annotationNow, NOW));
    }
    assertThat(unchanged.replaced(config, "rule", () -> false).contains(Resource.user(BO)))
        .isEqualTo(isReplaced);
    assertThat(unchanged.isReplaced(Resource.user(BO))).isEqualTo(isReplaced);
    assertThat(unchanged.leavesOut(evaluation(type, annotation))).isEqualTo(!isReplaced);
  }

  @Test
  void resultThatWasSentIsNotLookedFor() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW));
    assertThat(unchanged.leavesOut(evaluation("NON_COMPLIANT", "delete A"))).isFalse();
    FakeConfig config = new FakeConfig(List.of(new Stored(BO, "NON_COMPLIANT", "delete A", NOW)));
    assertThat(unchanged.replaced(config, "rule", () -> false)).isEmpty();
  }

  @Test
  void rejectedReadIsNamed() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), StoredResults.NONE);
    FakeConfig config =
        new FakeConfig(List.of()).failingReads(ConfigException.builder().message("denied").build());
    assertThatThrownBy(() -> unchanged.replaced(config, "rule", () -> false))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessage("config:GetComplianceDetailsByConfigRule for rule rule: denied");
  }

  private static RuleEvent event(String days) {
    return RuleEvent.read(
        Events.stream(
            Events.schedule(
                "123456789012", NOW, Map.of("resendUnchangedAfterDays", days), "a-token")));
  }

  private static StoredResults stored(String type, String annotation, Instant recorded) {
    return new StoredResults(
        Map.of(
            Resource.user(BO),
            new StoredResult(ComplianceType.fromValue(type), annotation, recorded)));
  }

  private static Evaluation evaluation(String type, String annotation) {
    return Evaluation.builder()
        .complianceResourceType("AWS::IAM::User")
        .complianceResourceId(BO)
        .complianceType(type)
        .annotation(annotation)
        .build();
  }
}
