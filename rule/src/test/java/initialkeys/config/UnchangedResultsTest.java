package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.config.StoredResults.StoredResult;
import initialkeys.config.UnchangedResults.Cleared;
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
        UnchangedResults.of(event(days), stored("NON_COMPLIANT", "delete A", NOW.minus(ago)), NOW);
    assertThat(unchanged.leaveOut(evaluation("NON_COMPLIANT", "delete A"))).isEqualTo(isLeftOut);
    assertThat(unchanged.hasLeftOut()).isEqualTo(isLeftOut);
  }

  /** An event may wait for hours, and its second attempt finds the results of the first. */
  @ParameterizedTest
  @CsvSource({
    "PT6H,  PT6H10M,       true",
    "PT6H,  PT6H10M0.001S, false",
    "PT-1M, PT10M,         true",
    "PT-1M, PT10M0.001S,   false"
  })
  void resultOfTheFutureIsLaterThanEventAndRun(
      Duration started, Duration recorded, boolean isLeftOut) {
    UnchangedResults unchanged =
        UnchangedResults.of(
            event("30"), stored("COMPLIANT", "fine", NOW.plus(recorded)), NOW.plus(started));
    assertThat(unchanged.leaveOut(evaluation("COMPLIANT", "fine"))).isEqualTo(isLeftOut);
  }

  @ParameterizedTest
  @CsvSource({"NON_COMPLIANT, fine", "COMPLIANT, other"})
  void anotherTypeOrAnnotationIsSent(String type, String annotation) {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW), NOW);
    assertThat(unchanged.leaveOut(evaluation(type, annotation))).isFalse();
    assertThat(unchanged.hasLeftOut()).isFalse();
  }

  /** What AWS Config holds now; empty for nothing. */
  @ParameterizedTest
  @CsvSource({
    "NON_COMPLIANT, text,     ''",
    "NON_COMPLIANT, delete B, ''",
    "COMPLIANT,     ours,     compliant",
    "COMPLIANT,     ours A finding in Security Hub may not be archived yet., compliant",
    "COMPLIANT,     Exempt by the rule parameter exemptUsers.,       compliant",
    "COMPLIANT,     ,         compliant",
    ",              ,         without a result"
  })
  void clearedResultIsFound(String typeNow, String annotationNow, String found) {
    UnchangedResults unchanged = leftOut("NON_COMPLIANT");
    assertThat(unchanged.hasLeftOutNonCompliant()).isTrue();
    assertThat(unchanged.findCleared(holding(typeNow, annotationNow), () -> false))
        .isEqualTo(
            switch (found) {
              case "compliant" -> new Cleared(Set.of(USER), Set.of());
              case "without a result" -> new Cleared(Set.of(), Set.of(USER));
              default -> new Cleared(Set.of(), Set.of());
            });
  }

  @Test
  void compliantResultIsNotCleared() {
    UnchangedResults unchanged = leftOut("COMPLIANT");
    assertThat(unchanged.hasLeftOutNonCompliant()).isFalse();
    assertThat(unchanged.findCleared(holding(null, null), () -> false))
        .isEqualTo(new Cleared(Set.of(), Set.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLIANT,     NON_COMPLIANT, delete A, true",
    "COMPLIANT,     NON_COMPLIANT, text,     true",
    "COMPLIANT,     NON_COMPLIANT, ,         true",
    "COMPLIANT,     COMPLIANT,     ours,     false",
    "COMPLIANT,     ,              ,         false",
    "NON_COMPLIANT, NON_COMPLIANT, delete B, true",
    "NON_COMPLIANT, NON_COMPLIANT, ,         true",
    "NON_COMPLIANT, NON_COMPLIANT, text,     false",
    "NON_COMPLIANT, COMPLIANT,     ours,     false"
  })
  void resultSetToNonCompliantIsFound(
      String type, String typeNow, String annotationNow, boolean isFound) {
    UnchangedResults unchanged = leftOut(type);
    assertThat(unchanged.findNonCompliant(holding(typeNow, annotationNow), () -> false))
        .isEqualTo(isFound ? Set.of(USER) : Set.of());
  }

  /** What AWS Config held at the start; it holds NON_COMPLIANT now. */
  @ParameterizedTest
  @CsvSource({"NON_COMPLIANT, false, 0", "COMPLIANT, true, 1", ", true, 1"})
  void resultOfAnotherRunIsKept(String type, boolean isKept, int reads) {
    UnchangedResults unchanged =
        UnchangedResults.of(
            event("0"), type == null ? StoredResults.NONE : stored(type, "text", NOW), NOW);
    FakeConfig config = holding("NON_COMPLIANT", "delete A");
    unchanged.keepNonCompliant(Set.of(USER), config, () -> false);
    assertThat(config.reads()).isEqualTo(reads);
    assertThat(unchanged.isKept(USER)).isEqualTo(isKept);
    assertThat(unchanged.leaveOut(evaluation("COMPLIANT", "fine"))).isEqualTo(isKept);
    assertThat(unchanged.findNonCompliant(config, () -> false))
        .isEqualTo(isKept ? Set.of(USER) : Set.of());
  }

  @Test
  void onlyTheGivenResourcesAreKept() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), StoredResults.NONE, NOW);
    unchanged.keepNonCompliant(
        Set.of(Resource.user("AIDAOTHER")), holding("NON_COMPLIANT", "delete A"), () -> false);
    assertThat(unchanged.isKept(USER)).isFalse();
    assertThat(unchanged.leaveOut(evaluation("COMPLIANT", "fine"))).isFalse();
  }

  @Test
  void keptResultIsReplacedByTheNextEvaluation() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), StoredResults.NONE, NOW);
    unchanged.keepNonCompliant(Set.of(USER), holding("NON_COMPLIANT", "delete A"), () -> false);
    unchanged.sendNext(USER);
    assertThat(unchanged.isKept(USER)).isFalse();
    assertThat(unchanged.leaveOut(evaluation("COMPLIANT", "fine"))).isFalse();
  }

  /** The second reading is the later one, and is used in place of the first. */
  @Test
  void laterReadingReplacesAnEarlierOne() {
    UnchangedResults unchanged = leftOut("NON_COMPLIANT");
    unchanged.findCleared(holding("NON_COMPLIANT", "text"), () -> false);
    unchanged.keepNonCompliant(
        Set.of(Resource.user("AIDANEW")), holding("NON_COMPLIANT", "other"), () -> false);
    FakeConfig notRead = new FakeConfig(List.of());
    assertThat(unchanged.findNonCompliant(notRead, () -> false)).isEqualTo(Set.of(USER));
    assertThat(notRead.reads()).isZero();
  }

  /** Another run has not replaced what this one has sent. */
  @Test
  void ownResultIsNotReplaced() {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW), NOW);
    assertThat(unchanged.leaveOut(evaluation("NON_COMPLIANT", "delete A"))).isFalse();
    assertThat(unchanged.findNonCompliant(holding("NON_COMPLIANT", "delete A"), () -> false))
        .isEmpty();
  }

  @Test
  void evaluationOfReplacedResultIsSent() {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW), NOW);
    unchanged.sendNext(USER);
    assertThat(unchanged.isReplaced(USER)).isTrue();
    assertThat(unchanged.isReplaced(Resource.user("AIDAOTHER"))).isFalse();
    assertThat(unchanged.leaveOut(evaluation("COMPLIANT", "fine"))).isFalse();
  }

  /** A page of NON_COMPLIANT results once, and of the others only when one is missing. */
  @Test
  void otherResultsAreReadOnlyWhenOneIsMissing() {
    UnchangedResults unchanged = leftOut("NON_COMPLIANT");
    FakeConfig held = holding("NON_COMPLIANT", "text");
    unchanged.findCleared(held, () -> false);
    unchanged.findNonCompliant(held, () -> false);
    assertThat(held.reads()).isEqualTo(1);
    FakeConfig missing = holding(null, null);
    leftOut("NON_COMPLIANT").findCleared(missing, () -> false);
    assertThat(missing.reads()).isEqualTo(2);
  }

  @Test
  void withoutTimeForTheNextPageItIsNotKnown() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), StoredResults.NONE, NOW);
    FakeConfig config =
        new FakeConfig(
            IntStream.range(0, 101)
                .mapToObj(i -> new Stored("AIDA" + i, "NON_COMPLIANT", "text", NOW))
                .toList());
    assertThatThrownBy(() -> unchanged.findCleared(config, () -> true))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessageEndingWith("the time limit was reached before the last page");
  }

  @Test
  void rejectedReadIsNamed() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), StoredResults.NONE, NOW);
    FakeConfig config =
        new FakeConfig(List.of()).failingReads(ConfigException.builder().message("denied").build());
    assertThatThrownBy(() -> unchanged.findNonCompliant(config, () -> false))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessage(
            "config:GetComplianceDetailsByConfigRule for rule %s: denied"
                .formatted(Events.RULE_NAME));
  }

  private static UnchangedResults leftOut(String type) {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), stored(type, "text", NOW), NOW);
    assertThat(unchanged.leaveOut(evaluation(type, "text"))).isTrue();
    return unchanged;
  }

  private static FakeConfig holding(String type, String annotation) {
    FakeConfig config = new FakeConfig(List.of());
    if (type == null) return config;
    String text = annotation == null ? null : annotation.replace("ours", OURS);
    return config.storing("AWS::IAM::User", new Stored(BO, type, text, NOW));
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
