package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.config.StoredResults.StoredResult;
import initialkeys.config.UnchangedResults.Replaced;
import initialkeys.decision.TriState;
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

  private static final Replaced NOTHING = new Replaced(Set.of(), Set.of(), Set.of());
  private static final Replaced OTHER = new Replaced(Set.of(USER), Set.of(), Set.of());
  private static final Replaced WITHOUT_RESULT = new Replaced(Set.of(), Set.of(USER), Set.of());

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
    "NON_COMPLIANT, NON_COMPLIANT, false",
    "NON_COMPLIANT, COMPLIANT,     true",
    "NON_COMPLIANT, ,              true",
    "COMPLIANT,     NON_COMPLIANT, false",
    "COMPLIANT,     ,              false"
  })
  void clearedResultIsFound(String type, String typeNow, boolean isFound) {
    UnchangedResults unchanged = leftOut(type);
    assertThat(unchanged.hasLeftOutNonCompliant()).isEqualTo(type.equals("NON_COMPLIANT"));
    FakeConfig config = holding(typeNow, "delete B");
    assertThat(unchanged.findCleared(config, () -> false))
        .isEqualTo(isFound ? Set.of(USER) : Set.of());
    assertThat(config.reads()).isEqualTo(1);
  }

  /** What AWS Config held at the start, and what it holds now; empty for nothing. */
  @ParameterizedTest
  @CsvSource({
    "COMPLIANT,     text, COMPLIANT,     text,     same",
    "COMPLIANT,     text, COMPLIANT,     other,    other annotation",
    "COMPLIANT,     text, COMPLIANT,     ,         other annotation",
    "COMPLIANT,     text, NON_COMPLIANT, text,     other",
    "COMPLIANT,     text, ,              ,         without a result",
    "NON_COMPLIANT, text, NON_COMPLIANT, text,     same",
    "NON_COMPLIANT, text, NON_COMPLIANT, delete B, other",
    "NON_COMPLIANT, text, NON_COMPLIANT, ,         other",
    "NON_COMPLIANT, text, COMPLIANT,     text,     other",
    "NON_COMPLIANT, text, ,              ,         without a result"
  })
  void replacedResultIsFound(
      String type, String annotation, String typeNow, String annotationNow, String found) {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored(type, annotation, NOW), NOW);
    assertThat(unchanged.leaveOut(evaluation(type, annotation))).isTrue();
    assertThat(unchanged.findReplaced(holding(typeNow, annotationNow), () -> false))
        .isEqualTo(
            switch (found) {
              case "other" -> OTHER;
              case "without a result" -> WITHOUT_RESULT;
              case "other annotation" -> new Replaced(Set.of(), Set.of(), Set.of(USER));
              default -> NOTHING;
            });
  }

  /** Its time alone makes no difference: another run has sent the same. */
  @Test
  void sameResultOfLaterTimeIsNotReplaced() {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored("COMPLIANT", "text", NOW.minusSeconds(9)), NOW);
    assertThat(unchanged.leaveOut(evaluation("COMPLIANT", "text"))).isTrue();
    assertThat(unchanged.findReplaced(holding("COMPLIANT", "text"), () -> false))
        .isEqualTo(NOTHING);
  }

  /** It was found before the others. */
  @Test
  void resourceWhoseNextEvaluationIsSentIsNotFound() {
    UnchangedResults unchanged = leftOut("NON_COMPLIANT");
    unchanged.sendNext(USER);
    assertThat(unchanged.findReplaced(holding("COMPLIANT", "text"), () -> false))
        .isEqualTo(NOTHING);
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
    assertThat(unchanged.findReplaced(config, () -> false)).isEqualTo(isKept ? OTHER : NOTHING);
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

  /**
   * Its evaluation was not sent, and the two other runs may have sent what the rule does not say.
   */
  @ParameterizedTest
  @CsvSource({"COMPLIANT, true", ", false"})
  void keptResultIsReplacedWhateverItIsLater(String typeAtTheEnd, boolean hasResult) {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored("COMPLIANT", "text", NOW), NOW);
    unchanged.keepNonCompliant(Set.of(USER), holding("NON_COMPLIANT", "delete A"), () -> false);
    assertThat(unchanged.leaveOut(evaluation("COMPLIANT", "fine"))).isTrue();
    assertThat(unchanged.findReplaced(holding(typeAtTheEnd, "text"), () -> false))
        .isEqualTo(hasResult ? OTHER : WITHOUT_RESULT);
  }

  /** NO stands for a user that needs no archive, UNKNOWN for one that other runs have changed. */
  @ParameterizedTest
  @CsvSource({
    "NON_COMPLIANT, text,   COMPLIANT,     text,   YES, UNKNOWN",
    "COMPLIANT,     memory, COMPLIANT,     text,   YES, UNKNOWN",
    "COMPLIANT,     text,   NON_COMPLIANT, text,   NO,  UNKNOWN",
    "COMPLIANT,     text,   COMPLIANT,     memory, NO,  UNKNOWN",
    "COMPLIANT,     text,   COMPLIANT,     other,  NO,  NO",
    "COMPLIANT,     text,   ,              ,       NO,  UNKNOWN"
  })
  void findingIsPossibleByBothResults(
      String type,
      String annotation,
      String typeNow,
      String annotationNow,
      TriState before,
      TriState after) {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored(type, memory(annotation), NOW), NOW);
    assertThat(unchanged.leaveOut(evaluation(type, memory(annotation)))).isTrue();
    unchanged.findReplaced(holding(typeNow, memory(annotationNow)), () -> false);
    assertThat(unchanged.mayHaveFinding(USER)).isEqualTo(before);
    unchanged.sendNext(USER);
    assertThat(unchanged.mayHaveFinding(USER)).isEqualTo(after);
  }

  private static String memory(String annotation) {
    return "memory".equals(annotation) ? Annotations.unarchived("text") : annotation;
  }

  /** The event's ordering timestamp is NOW. */
  @ParameterizedTest
  @CsvSource({"PT0S, PT0S, false", "PT0.001S, PT0S, true", "PT0S, PT0.001S, true"})
  void resultOfLaterEventMakesEvaluationOutdated(
      Duration atTheStart, Duration atTheEnd, boolean isOutdated) {
    StoredResult held =
        new StoredResult(ComplianceType.COMPLIANT, "text", NOW, NOW.plus(atTheStart));
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), new StoredResults(Map.of(USER, held)), NOW);
    unchanged.findReplaced(
        holding("COMPLIANT", "text").holdingFrom(NOW.plus(atTheEnd)), () -> false);
    assertThat(unchanged.isOutdated(USER)).isEqualTo(isOutdated);
  }

  @Test
  void findingOfKeptResultIsPossibleLater() {
    UnchangedResults unchanged = UnchangedResults.of(event("30"), StoredResults.NONE, NOW);
    unchanged.keepNonCompliant(Set.of(USER), holding("NON_COMPLIANT", "delete A"), () -> false);
    assertThat(unchanged.mayHaveFinding(USER)).isEqualTo(TriState.NO);
    unchanged.findReplaced(holding("COMPLIANT", "text"), () -> false);
    unchanged.sendNext(USER);
    assertThat(unchanged.mayHaveFinding(USER)).isEqualTo(TriState.UNKNOWN);
  }

  /** Another run has not replaced what this one has sent. */
  @Test
  void ownResultIsNotReplaced() {
    UnchangedResults unchanged =
        UnchangedResults.of(event("30"), stored("COMPLIANT", "fine", NOW), NOW);
    assertThat(unchanged.leaveOut(evaluation("NON_COMPLIANT", "delete A"))).isFalse();
    assertThat(unchanged.findReplaced(holding("NON_COMPLIANT", "delete B"), () -> false))
        .isEqualTo(NOTHING);
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
    assertThatThrownBy(() -> unchanged.findReplaced(config, () -> false))
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
    return config.storing("AWS::IAM::User", new Stored(BO, type, annotation, NOW));
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
            USER,
            new StoredResult(ComplianceType.fromValue(type), annotation, recorded, Instant.EPOCH)));
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
