package initialkeys.securityhub;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender.Delivery;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which findings are archived. */
class FindingArchiverTest {

  private static final String ANN = "AIDAANN0000000000000";
  private static final String BOB = "AIDABOB0000000000000";
  private static final Settled CLEAN = new Compliant(Compliant.Reason.NO_INITIAL_KEY);
  private static final Settled DELETED = new NotApplicable(NotApplicable.Reason.DELETED);

  private HubServer server;
  private Instant now = Instant.parse("2026-01-15T12:00:30Z");

  @BeforeEach
  void open() throws IOException {
    server = new HubServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private FindingArchiver archiver(Predicate<Resource> mayHaveFinding) {
    FindingFormat format =
        new FindingFormat(
            new FindingFormat.Source("aws", "eu-west-1", "123456789012", "the-rule"),
            RuleParameters.parse(Map.of()).decision(),
            "LOW",
            user -> Instant.parse("2026-01-15T12:00:00Z"));
    return new FindingArchiver(
        new FindingImports(server.client(), "123456789012", () -> false),
        format,
        () -> now,
        mayHaveFinding);
  }

  private static Evaluated outcome(String id, Settled verdict) {
    return new Evaluated(
        Subject.of(IamUser.listed(new UserIdentity(id, "name", "/", Instant.EPOCH))), verdict);
  }

  /** Not of users that have none: one call for each would cost most of a run. */
  @Test
  void findingsOfUsersThatAreCompliantAgainAreArchived() {
    archiver(user -> user.id().equals(ANN)).send(List.of(outcome(ANN, CLEAN), outcome(BOB, CLEAN)));
    assertThat(server.hub().recordStates()).isEqualTo(Map.of(ANN, "ARCHIVED"));
  }

  @Test
  void findingsOfDeletedUsersAreArchived() {
    archiver(user -> user.id().equals(ANN))
        .send(List.of(outcome(ANN, DELETED), outcome(BOB, DELETED)));
    assertThat(server.hub().recordStates()).isEqualTo(Map.of(ANN, "ARCHIVED"));
  }

  /** Not that of the run, after which another may have sent a finding. */
  @Test
  void archiveHasTheTimeAtWhichItIsSent() {
    FindingArchiver archiver = archiver(any -> true);
    now = Instant.parse("2026-01-15T12:01:00Z");
    archiver.send(List.of(outcome(ANN, CLEAN)));
    assertThat(server.hub().findings().values())
        .singleElement()
        .extracting(finding -> finding.get("UpdatedAt").textValue())
        .isEqualTo("2026-01-15T12:01:00Z");
  }

  @Test
  void otherResourcesHaveNoFinding() {
    Subject role = Subject.of(new Resource("AWS::IAM::Role", "AROA1"));
    archiver(any -> true)
        .send(
            List.of(new Evaluated(role, new NotApplicable(NotApplicable.Reason.NOT_AN_IAM_USER))));
    assertThat(server.hub().batches()).isEmpty();
  }

  @Test
  void noncompliantUserKeepsItsFinding() {
    archiver(any -> true)
        .send(
            List.of(
                outcome(
                    ANN, new NonCompliant(List.of(new Finding("AKIA1", Duration.ofSeconds(1)))))));
    assertThat(server.hub().batches()).isEmpty();
  }

  /** Before AWS Config forgets that there is one; the sender of findings reports it. */
  @Test
  void nothingIsLeftForTheEnd() {
    FindingArchiver archiver = archiver(any -> true);
    archiver.send(List.of(outcome(ANN, CLEAN)));
    assertThat(server.hub().batches()).containsExactly(1);
    archiver.flush();
    assertThat(archiver.finish(true)).isEqualTo(new Delivery(0, List.of()));
    assertThat(server.hub().batches()).containsExactly(1);
  }
}
