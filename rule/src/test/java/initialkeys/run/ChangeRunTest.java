package initialkeys.run;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.config.RuleEvent;
import initialkeys.run.FurtherSenders.FindingTarget;
import initialkeys.run.RunSummary.Counts;
import initialkeys.securityhub.HubServer;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.iam.model.IamException;

/** Two changes of one user overlap: the other one puts COMPLIANT over NON_COMPLIANT. */
class ChangeRunTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final String BO = idOf("bo");

  private final FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
  private final FakeConfig config = new FakeConfig(List.of()).remembering(() -> NOW);
  private final AtomicInteger remainingMillis = new AtomicInteger(900_000);
  private Instant now = NOW;
  private HubServer securityHub;

  @BeforeEach
  void open() throws IOException {
    securityHub = new HubServer();
  }

  @AfterEach
  void close() {
    securityHub.close();
  }

  /** The other change has read the stored result before this one was sent. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void findingOfUserThatIsCompliantByNowIsArchived(int secondsLater) {
    afterTheFinding(
        () -> {
          replace("COMPLIANT", NOW.plusSeconds(secondsLater));
          iam.remove("bo");
          iam.add(withoutKeys("bo"));
          now = NOW.plusSeconds(2);
        });
    RunSummary summary = run("a-token");
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.further().warnings()).isEmpty();
    assertThat(summary.counts()).isEqualTo(new Counts(1, 0, 0, 0));
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(BO, "ARCHIVED"));
    assertThat(held()).isEqualTo("COMPLIANT");
  }

  /** The other change has the earlier facts. */
  @Test
  void userThatIsNonCompliantIsSentAgain() {
    afterTheFinding(
        () -> {
          replace("COMPLIANT", NOW);
          now = NOW.plusSeconds(2);
        });
    RunSummary summary = run("a-token");
    assertThat(summary.counts()).isEqualTo(new Counts(0, 1, 0, 0));
    assertThat(summary.sent()).isEqualTo(2);
    assertThat(held()).isEqualTo("NON_COMPLIANT");
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(BO, "ACTIVE"));
    assertThat(securityHub.hub().findings().values())
        .singleElement()
        .satisfies(it -> assertThat(it.get("UpdatedAt").textValue()).isEqualTo(now.toString()));
  }

  /** AWS Config may not return yet what it has accepted. */
  @Test
  void compliantResultFromBeforeTheRunIsNoReason() {
    afterTheFinding(() -> replace("COMPLIANT", NOW.minusMillis(1)));
    assertThat(run("a-token").sent()).isEqualTo(1);
    assertThat(iam.calls()).doesNotHaveDuplicates();
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(BO, "ACTIVE"));
  }

  /** It is the result of a later event, and AWS Config may keep it (F13). */
  @ParameterizedTest
  @CsvSource({"PT0.001S, false", "PT0S, true"})
  void resultThatMayBeDroppedHasNoFinding(Duration later, boolean hasFinding) {
    replace("COMPLIANT", NOW.minusSeconds(9));
    config.holdingFrom(NOW.minusSeconds(60).plus(later)); // The item is a minute old.
    RunSummary summary = run("a-token");
    assertThat(summary.counts()).isEqualTo(new Counts(0, 1, 0, 0));
    assertThat(summary.further().warnings()).isEmpty();
    assertThat(held()).isEqualTo(hasFinding ? "NON_COMPLIANT" : "COMPLIANT");
    assertThat(securityHub.hub().findings().isEmpty()).isNotEqualTo(hasFinding);
  }

  @Test
  void storedResultIsReadBeforeAndAfterTheFinding() {
    run("a-token");
    assertThat(config.reads()).as("two pages each").isEqualTo(4);
    assertThat(iam.calls()).doesNotHaveDuplicates();
  }

  /** Whether there is a finding to archive. */
  @Test
  void storedResultOfCompliantUserIsReadBeforeAlone() {
    iam.remove("bo");
    iam.add(withoutKeys("bo"));
    run("a-token");
    assertThat(config.reads()).as("one page").isEqualTo(1);
  }

  /** Nothing is stored, and nothing sent to Security Hub. */
  @Test
  void inTestModeNothingIsRead() {
    assertThat(run("TESTMODE").counts()).isEqualTo(new Counts(0, 1, 0, 0));
    assertThat(config.reads()).isZero();
  }

  /** AWS Config holds COMPLIANT then: a later finding would replace what a run archives. */
  @Test
  void findingIsNotSentAgainWhenTheResultIsRejected() {
    AtomicInteger puts = new AtomicInteger();
    config.failingEvaluations(batch -> puts.incrementAndGet() > 1 ? batch : List.of());
    afterTheFinding(
        () -> {
          replace("COMPLIANT", NOW);
          now = NOW.plusSeconds(2);
        });
    assertThat(run("a-token").failures()).isNotEmpty();
    assertThat(securityHub.hub().findings().values())
        .singleElement()
        .satisfies(it -> assertThat(it.get("UpdatedAt").textValue()).isEqualTo(NOW.toString()));
  }

  @Test
  void userThatCannotBeReadAgainIsNotEvaluated() {
    afterTheFinding(
        () -> {
          replace("COMPLIANT", NOW);
          iam.before(
              "GetUser bo",
              () -> {
                throw IamException.builder().message("denied").build();
              });
        });
    RunSummary summary = run("a-token");
    assertThat(summary.failures()).containsExactly("iam:GetUser for user bo: denied");
    assertThat(summary.counts()).isEqualTo(new Counts(0, 0, 0, 1));
  }

  @Test
  void userThatIsDeletedMeanwhileIsNotApplicable() {
    afterTheFinding(
        () -> {
          replace("COMPLIANT", NOW);
          iam.remove("bo");
          now = NOW.plusSeconds(2);
        });
    assertThat(run("a-token").counts()).isEqualTo(new Counts(0, 0, 1, 0));
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(BO, "ARCHIVED"));
  }

  @Test
  void withoutTimeTheResultIsNotReadAgain() {
    afterTheFinding(() -> remainingMillis.set(100_000));
    RunSummary summary = run("a-token");
    assertThat(config.reads()).as("before the finding").isEqualTo(2);
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.further().warnings())
        .containsExactly(
            "User %s: the stored result was not read again: the invocation was about to time out"
                .formatted(BO));
  }

  @Test
  void unreadableResultIsWarning() {
    config.failingReads(ConfigException.builder().message("denied").build());
    RunSummary summary = run("a-token");
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.further().warnings())
        .containsExactly(
            "config:GetComplianceDetailsByResource for user "
                + BO
                + ": denied; if another change has set the user to COMPLIANT meanwhile, its finding"
                + " in Security Hub stays active");
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(BO, "ACTIVE"));
  }

  private void afterTheFinding(Runnable other) {
    securityHub
        .hub()
        .failing(
            finding -> {
              if (finding.get("RecordState").textValue().equals("ACTIVE") && now.equals(NOW)) {
                other.run();
              }
              return false;
            });
  }

  private void replace(String type, Instant recorded) {
    config.replaceStored("AWS::IAM::User", new Stored(BO, type, "of another run", recorded));
  }

  private String held() {
    return config.storedResults().getFirst().complianceTypeAsString();
  }

  private RunSummary run(String token) {
    RuleEvent event =
        RuleEvent.read(
            Events.stream(Events.change("123456789012", NOW, Map.of(), token, BO, "bo")));
    FindingTarget target = new FindingTarget(securityHub::client, "aws", "the-rule", "HIGH");
    return new RuleRun(
            event,
            iam,
            config,
            new RunContext(new Deadline(remainingMillis::get), () -> now, length -> {}),
            new FurtherSenders(false, Optional.of(target), List.of()))
        .execute();
  }
}
