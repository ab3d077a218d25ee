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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ConfigException;

/** What a run does for each trigger. */
class RuleRunTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  private final FakeIam iam = new FakeIam(List.of(withoutKeys("ann"), withUnusedKey("bo")));
  private final FakeConfig config = new FakeConfig(List.of());
  private HubServer securityHub;

  @BeforeEach
  void open() throws IOException {
    securityHub = new HubServer();
  }

  @AfterEach
  void close() {
    securityHub.close();
  }

  private static String change(String name) {
    return Events.change("123456789012", NOW, Map.of(), "a-token", idOf(name), name);
  }

  private RunSummary run(String event) {
    return run(event, FurtherSenders.NONE);
  }

  private RunSummary runWithFindings(String event) {
    FindingTarget target = new FindingTarget(securityHub::client, "aws", "the-rule", "HIGH");
    return run(event, new FurtherSenders(false, Optional.of(target), List.of()));
  }

  private RunSummary run(String event, FurtherSenders further) {
    return new RuleRun(
            RuleEvent.read(Events.stream(event)),
            iam,
            config,
            new RunContext(new Deadline(() -> 900_000), InstantSource.fixed(NOW), length -> {}),
            further)
        .execute();
  }

  private List<String> results() {
    return config.evaluations().stream()
        .map(it -> it.complianceResourceId() + " " + it.complianceTypeAsString())
        .toList();
  }

  @Test
  void scheduleEvaluatesEveryUser() {
    RunSummary summary = run(schedule());
    assertThat(summary.counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(results())
        .containsExactly(idOf("bo") + " NON_COMPLIANT", idOf("ann") + " COMPLIANT");
  }

  @Test
  void changeEvaluatesItsUserAlone() {
    RunSummary summary = run(change("bo"));
    assertThat(summary.counts()).isEqualTo(new Counts(0, 1, 0, 0));
    assertThat(results()).containsExactly(idOf("bo") + " NON_COMPLIANT");
    assertThat(summary.credentialReport()).isEqualTo(new CredentialReportStatus.NotRequested());
    assertThat(config.reads()).as("stored results").isZero();
  }

  @Test
  void deletionClearsTheResultWithoutACallToIam() {
    RunSummary summary = run(change("bo").replace("\\\"OK\\\"", "\\\"ResourceDeleted\\\""));
    assertThat(summary.counts()).isEqualTo(new Counts(0, 0, 1, 0));
    assertThat(results()).containsExactly(idOf("bo") + " NOT_APPLICABLE");
    assertThat(config.evaluations().getFirst().annotation()).isEqualTo("The user is deleted.");
    assertThat(iam.calls()).isEmpty();
  }

  @Test
  void changeToNoncompliantSendsTheFinding() {
    runWithFindings(change("bo"));
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(idOf("bo"), "ACTIVE"));
  }

  /** The next schedule would not find it: AWS Config holds the new result by then. */
  @Test
  void changeArchivesTheFindingOfAUserThatWasNoncompliant() {
    config.storing("AWS::IAM::User", new Stored(idOf("ann"), "NON_COMPLIANT", "from earlier"));
    runWithFindings(change("ann"));
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(idOf("ann"), "ARCHIVED"));
  }

  @Test
  void changeOfAUserThatWasCompliantSendsNoFinding() {
    config.storing("AWS::IAM::User", new Stored(idOf("bo"), "NON_COMPLIANT", "from earlier"));
    runWithFindings(change("ann"));
    assertThat(securityHub.hub().batches()).isEmpty();
  }

  /** AWS Config may not return the result of a deleted user (F15). */
  @Test
  void deletionWithoutAStoredResultArchives() {
    runWithFindings(change("bo").replace("\\\"OK\\\"", "\\\"ResourceDeleted\\\""));
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(idOf("bo"), "ARCHIVED"));
  }

  /** Its own event has not arrived yet; IAM does not find it after some seconds either. */
  @Test
  void changeOfAUserThatIsDeletedMeanwhileArchives() {
    RunSummary summary = runWithFindings(change("deleted"));
    assertThat(summary.counts()).isEqualTo(new Counts(0, 0, 1, 0));
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(idOf("deleted"), "ARCHIVED"));
  }

  @Test
  void deletionOfACompliantUserArchivesNothing() {
    config.storing("AWS::IAM::User", new Stored(idOf("bo"), "COMPLIANT", "from earlier"));
    runWithFindings(change("bo").replace("\\\"OK\\\"", "\\\"ResourceDeleted\\\""));
    assertThat(securityHub.hub().batches()).isEmpty();
  }

  /** Better a finding archived that does not exist than one left behind. */
  @Test
  void changeWithoutStoredResultsArchives() {
    config.failingReads(ConfigException.builder().message("denied").build());
    assertThat(runWithFindings(change("ann")).failures()).isEmpty();
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(idOf("ann"), "ARCHIVED"));
  }

  /** By the results that AWS Config holds; of other users there is no finding. */
  @Test
  void scheduleArchivesFindingsOfUsersThatWereNoncompliant() {
    config.storing("AWS::IAM::User", new Stored(idOf("ann"), "NON_COMPLIANT", "from earlier"));
    iam.add(withoutKeys("cy"));
    runWithFindings(schedule());
    assertThat(securityHub.hub().recordStates())
        .isEqualTo(Map.of(idOf("ann"), "ARCHIVED", idOf("bo"), "ACTIVE"));
  }

  @Test
  void scheduleWithoutStoredResultsArchivesEveryOtherFinding() {
    config.failingReads(ConfigException.builder().message("denied").build());
    assertThat(runWithFindings(schedule()).failures()).hasSize(1);
    assertThat(securityHub.hub().recordStates())
        .isEqualTo(Map.of(idOf("ann"), "ARCHIVED", idOf("bo"), "ACTIVE"));
  }

  /** A finding that AWS Config knows nothing of would never be archived. */
  @Test
  void findingIsNotSentUntilConfigHasAcceptedTheResult() {
    iam.add(withUnusedKey("cy"));
    config.failingEvaluations(
        batch ->
            batch.stream().filter(it -> it.complianceResourceId().equals(idOf("bo"))).toList());
    runWithFindings(schedule());
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(idOf("cy"), "ACTIVE"));
    config.storing("AWS::IAM::User", new Stored(idOf("bo"), "COMPLIANT", "from earlier"));
    runWithFindings(schedule());
    assertThat(securityHub.hub().recordStates()).isEqualTo(Map.of(idOf("cy"), "ACTIVE"));
  }

  @Test
  void findingOfAnAlreadyStoredResultIsSentAgain() {
    config.remembering(() -> NOW);
    runWithFindings(schedule());
    assertThat(runWithFindings(schedule()).sent()).isZero();
    assertThat(securityHub.hub().batches()).containsExactly(1, 1);
  }

  private static String schedule() {
    return Events.schedule("123456789012", NOW, Map.of(), "a-token");
  }
}
