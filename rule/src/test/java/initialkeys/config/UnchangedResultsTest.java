package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.config.StoredResults.StoredResult;
import initialkeys.config.UnchangedResults.Replaced;
import initialkeys.evaluation.Resource;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.service.FakeConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;

class UnchangedResultsTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final String BO = "AIDABO";
  private static final Resource USER = Resource.user(BO);
  private static final Replaced NOTHING = new Replaced(Set.of(), Set.of(), Map.of());

  /** What the parameters of the event give. */
  private static final String OURS =
      "No unused access key created within 5 min of the user, or no console password.";

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
        UnchangedResults.of(event(days), stored("NON_COMPLIANT", "delete A", NOW.minus(ago)));
    assertThat(unchanged.leavesOut(evaluation("NON_COMPLIANT", "delete A"))).isEqualTo(isLeftOut);
    assertThat(unchanged.hasLeftOut()).isEqualTo(isLeftOut);
  }

  @ParameterizedTest
  @CsvSource({"NON_COMPLIANT, fine", "COMPLIANT, other"})
  void anotherTypeOrAnnotationIsSent(String type, String annotation) {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW));
    assertThat(unchanged.leavesOut(evaluation(type, annotation))).isFalse();
    assertThat(unchanged.hasLeftOut()).isFalse();
  }

  /** What AWS Config holds now; empty for nothing. */
  @ParameterizedTest
  @CsvSource({
    "NON_COMPLIANT, NON_COMPLIANT, delete A, ''",
    "NON_COMPLIANT, NON_COMPLIANT, delete B, ''",
    "NON_COMPLIANT, COMPLIANT,     ours,     compliant",
    "NON_COMPLIANT, COMPLIANT, ours A finding in Security Hub may not be archived yet., compliant",
    "NON_COMPLIANT, COMPLIANT,     Exempt by the rule parameter exemptUsers., ''",
    "NON_COMPLIANT, COMPLIANT,     No access key created within 5 min of the user., ''",
    "NON_COMPLIANT, COMPLIANT,     ,         ''",
    "NON_COMPLIANT, ,              ,         gone",
    "COMPLIANT,     NON_COMPLIANT, 'delete A, never used.', never used",
    "COMPLIANT,     NON_COMPLIANT, delete A, used or not",
    "COMPLIANT,     NON_COMPLIANT, ,         used or not",
    "COMPLIANT,     COMPLIANT,     ours,     ''",
    "COMPLIANT,     ,              ,         ''"
  })
  void resultsThatAnotherRunStoredAreFound(
      String type, String typeNow, String annotationNow, String found) {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), stored(type, "text", NOW));
    assertThat(unchanged.leavesOut(evaluation(type, "text"))).isTrue();
    FakeConfig config = new FakeConfig(List.of());
    if (typeNow != null) {
      String annotation = annotationNow == null ? null : annotationNow.replace("ours", OURS);
      config.storing("AWS::IAM::User", new Stored(BO, typeNow, annotation, NOW));
    }
    assertThat(unchanged.findReplaced(config, () -> false))
        .isEqualTo(
            switch (found) {
              case "compliant" -> new Replaced(Set.of(USER), Set.of(), Map.of());
              case "gone" -> new Replaced(Set.of(), Set.of(USER), Map.of());
              case "never used" -> new Replaced(Set.of(), Set.of(), Map.of(USER, true));
              case "used or not" -> new Replaced(Set.of(), Set.of(), Map.of(USER, false));
              default -> NOTHING;
            });
  }

  /** Another run has not replaced what this one has sent. */
  @Test
  void ownResultIsNotReplaced() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW));
    assertThat(unchanged.leavesOut(evaluation("NON_COMPLIANT", "delete A"))).isFalse();
    FakeConfig config = new FakeConfig(List.of(new Stored(BO, "NON_COMPLIANT", "delete A", NOW)));
    assertThat(unchanged.findReplaced(config, () -> false)).isEqualTo(NOTHING);
  }

  @Test
  void evaluationOfReplacedResultIsSent() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW));
    unchanged.send(USER);
    assertThat(unchanged.isReplaced(USER)).isTrue();
    assertThat(unchanged.isReplaced(Resource.user("AIDAOTHER"))).isFalse();
    assertThat(unchanged.leavesOut(evaluation("COMPLIANT", "fine"))).isFalse();
  }

  /** A page of NON_COMPLIANT results, and of the others only when one is missing. */
  @Test
  void otherResultsAreReadOnlyWhenOneIsMissing() {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored("NON_COMPLIANT", "text", NOW));
    unchanged.leavesOut(evaluation("NON_COMPLIANT", "text"));
    FakeConfig held = new FakeConfig(List.of(new Stored(BO, "NON_COMPLIANT", "text", NOW)));
    unchanged.findReplaced(held, () -> false);
    assertThat(held.reads()).isEqualTo(1);
    FakeConfig missing = new FakeConfig(List.of());
    unchanged.findReplaced(missing, () -> false);
    assertThat(missing.reads()).isEqualTo(2);
  }

  @Test
  void withoutTimeForTheNextPageItIsNotKnown() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), StoredResults.NONE);
    FakeConfig config =
        new FakeConfig(
            IntStream.range(0, 101)
                .mapToObj(i -> new Stored("AIDA" + i, "NON_COMPLIANT", "text", NOW))
                .toList());
    assertThatThrownBy(() -> unchanged.findReplaced(config, () -> true))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessageEndingWith("it took too long");
  }

  @Test
  void rejectedReadIsNamed() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), StoredResults.NONE);
    FakeConfig config =
        new FakeConfig(List.of()).failingReads(ConfigException.builder().message("denied").build());
    assertThatThrownBy(() -> unchanged.findReplaced(config, () -> false))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessage(
            "config:GetComplianceDetailsByConfigRule for rule %s: denied"
                .formatted(Events.RULE_NAME));
  }

  private static RuleEvent event(String days) {
    return RuleEvent.read(
        Events.stream(
            Events.schedule(
                "123456789012", NOW, Map.of("resendUnchangedAfterDays", days), "a-token")));
  }

  private static StoredResults stored(String type, String annotation, Instant recorded) {
    return new StoredResults(
        Map.of(USER, new StoredResult(ComplianceType.fromValue(type), annotation, recorded)));
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
