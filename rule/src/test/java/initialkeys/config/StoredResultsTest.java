package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.config.StoredResults.StoredResult;
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

class StoredResultsTest {

  private static final Instant RECORDED = Instant.parse("2026-01-15T12:00:00Z");
  private static final Resource ANN = Resource.user("AIDAANN");
  private static final Resource BO = Resource.user("AIDABO");
  private static final Resource NOBODY = Resource.user("AIDANOBODY");

  private static final StoredResult COMPLIANT =
      new StoredResult(ComplianceType.COMPLIANT, "fine", RECORDED, Instant.EPOCH);
  private static final StoredResult NON_COMPLIANT =
      new StoredResult(ComplianceType.NON_COMPLIANT, "delete", RECORDED, Instant.EPOCH);
  private static final StoredResults STORED =
      new StoredResults(Map.of(ANN, COMPLIANT, BO, NON_COMPLIANT));

  /** AWS Config with so many results, on pages of 100. */
  private static FakeConfig config(int results) {
    return new FakeConfig(
        IntStream.range(0, results)
            .mapToObj(i -> new Stored("AIDA" + i, "COMPLIANT", "fine", RECORDED))
            .toList());
  }

  @Test
  void everyPageIsRead() {
    FakeConfig config = config(250);
    StoredResults stored = StoredResults.read(config, "rule", () -> false);
    assertThat(config.reads()).isEqualTo(3);
    assertThat(stored.results()).hasSize(250).containsEntry(Resource.user("AIDA249"), COMPLIANT);
  }

  @Test
  void resultsHaveTheirTypeAndTime() {
    FakeConfig config =
        new FakeConfig(List.of(new Stored("AIDABO", "NON_COMPLIANT", "delete", RECORDED)))
            .storing("AWS::::Account", new Stored("123456789012", "COMPLIANT", "fine", null));
    assertThat(StoredResults.read(config, "rule", () -> false).results())
        .isEqualTo(
            Map.of(
                BO,
                NON_COMPLIANT,
                new Resource("AWS::::Account", "123456789012"),
                new StoredResult(ComplianceType.COMPLIANT, "fine", Instant.EPOCH, Instant.EPOCH)));
  }

  @Test
  void repeatedTokenEndsTheReading() {
    FakeConfig config = config(250).repeatingNextToken();
    assertThatThrownBy(() -> StoredResults.read(config, "rule", () -> false))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessage(
            "config:GetComplianceDetailsByConfigRule for rule rule: AWS Config returned the same"
                + " next token twice");
    assertThat(config.reads()).isEqualTo(2);
  }

  /** A part of the results would look like all of them. */
  @Test
  void withoutTimeForTheNextPageThereIsNoResult() {
    FakeConfig config = config(250);
    assertThatThrownBy(() -> StoredResults.read(config, "rule", () -> config.reads() == 2))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessageEndingWith("for rule rule: the time limit was reached before the last page");
    assertThat(config.reads()).isEqualTo(2);
  }

  @Test
  void lastPageNeedsNoTimeForAnother() {
    FakeConfig config = config(250);
    assertThat(StoredResults.read(config, "rule", () -> config.reads() == 3).results())
        .hasSize(250);
  }

  @Test
  void rejectedCallIsNamed() {
    FakeConfig config = config(1).failingReads(ConfigException.builder().message("denied").build());
    assertThatThrownBy(() -> StoredResults.read(config, "rule", () -> false))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessage("config:GetComplianceDetailsByConfigRule for rule rule: denied");
  }

  /** AWS Config returns the results of all rules together. */
  @Test
  void resultOfOneUserIsThatOfThisRule() {
    FakeConfig config =
        config(1).storing("AWS::IAM::User", new Stored("AIDABO", "COMPLIANT", "fine", RECORDED));
    assertThat(StoredResults.readOf(BO, config, Events.RULE_NAME, () -> false).results())
        .isEqualTo(Map.of(BO, COMPLIANT));
    assertThat(config.reads()).as("pages, of which the first is another rule's").isEqualTo(2);
    assertThat(StoredResults.readOf(NOBODY, config, Events.RULE_NAME, () -> false))
        .isEqualTo(StoredResults.NONE);
  }

  @Test
  void lastPageOfOneUserNeedsNoTimeForAnother() {
    FakeConfig config = new FakeConfig(List.of());
    assertThat(StoredResults.readOf(NOBODY, config, Events.RULE_NAME, () -> config.reads() == 1))
        .isEqualTo(StoredResults.NONE);
  }

  @Test
  void pagesOfOneUserEndToo() {
    FakeConfig config = new FakeConfig(List.of(new Stored("AIDABO", "COMPLIANT", "", RECORDED)));
    assertThatThrownBy(() -> StoredResults.readOf(BO, config, "no-rule", () -> true))
        .hasMessage(
            "config:GetComplianceDetailsByResource for user AIDABO: the time limit was reached"
                + " before the last page");
    config.repeatingNextToken();
    assertThatThrownBy(() -> StoredResults.readOf(BO, config, "no-rule", () -> false))
        .isExactlyInstanceOf(ConfigCallException.class)
        .hasMessageEndingWith("AWS Config returned the same next token twice");
  }

  @Test
  void userMayHaveAFindingByItsResult() {
    StoredResults stored =
        new StoredResults(
            Map.of(
                ANN,
                new StoredResult(
                    ComplianceType.COMPLIANT,
                    Annotations.unarchived("fine"),
                    RECORDED,
                    Instant.EPOCH),
                Resource.user("AIDACY"),
                COMPLIANT,
                Resource.user("AIDADI"),
                new StoredResult(ComplianceType.COMPLIANT, null, RECORDED, Instant.EPOCH),
                BO,
                NON_COMPLIANT));
    assertThat(stored.mayHaveFinding(BO)).isEqualTo(TriState.YES);
    assertThat(stored.mayHaveFinding(ANN)).as("not archived").isEqualTo(TriState.YES);
    assertThat(stored.mayHaveFinding(Resource.user("AIDACY"))).isEqualTo(TriState.NO);
    assertThat(stored.mayHaveFinding(Resource.user("AIDADI"))).isEqualTo(TriState.NO);
    assertThat(stored.mayHaveFinding(NOBODY)).isEqualTo(TriState.NO);
  }

  @Test
  void onlyACompliantResultHasATime() {
    assertThat(STORED.lastCompliant(ANN)).isEqualTo(RECORDED);
    assertThat(STORED.lastCompliant(BO)).isEqualTo(Instant.MIN);
    assertThat(STORED.lastCompliant(NOBODY)).isEqualTo(Instant.MIN);
  }

  @Test
  void resultIsFoundByItsResource() {
    assertThat(STORED.of(BO)).contains(NON_COMPLIANT);
    assertThat(STORED.of(new Resource("AWS::IAM::Role", BO.id()))).isEmpty();
  }

  /** Compliance type and annotation are equal, and the time is between the two. */
  @ParameterizedTest
  @CsvSource({
    "AIDABO, NON_COMPLIANT, delete, PT-1S, PT1S, true",
    "AIDABO, NON_COMPLIANT, delete, PT0S, PT0S, true",
    "AIDABO, NON_COMPLIANT, delete, PT0.001S, PT1S, false",
    "AIDABO, NON_COMPLIANT, delete, PT-1S, PT-0.001S, false",
    "AIDABO, NON_COMPLIANT, other, PT-1S, PT1S, false",
    "AIDABO, COMPLIANT, delete, PT-1S, PT1S, false",
    "AIDANOBODY, NON_COMPLIANT, delete, PT-1S, PT1S, false",
  })
  void evaluationIsHeldWhenNothingDiffers(
      String id,
      ComplianceType type,
      String annotation,
      Duration oldest,
      Duration newest,
      boolean isAlreadyStored) {
    Evaluation evaluation =
        Evaluation.builder()
            .complianceResourceType("AWS::IAM::User")
            .complianceResourceId(id)
            .complianceType(type)
            .annotation(annotation)
            .build();
    assertThat(STORED.holds(evaluation, RECORDED.plus(oldest), RECORDED.plus(newest)))
        .isEqualTo(isAlreadyStored);
  }

  @Test
  void excludingUsersComparesTheTypeAndTheId() {
    Resource role = new Resource("AWS::IAM::Role", ANN.id());
    StoredResults stored =
        new StoredResults(Map.of(ANN, COMPLIANT, BO, COMPLIANT, role, COMPLIANT));
    assertThat(stored.excludingUsers(Set.of(ANN.id()))).containsExactlyInAnyOrder(role, BO);
  }
}
