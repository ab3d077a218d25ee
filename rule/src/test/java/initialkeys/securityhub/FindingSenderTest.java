package initialkeys.securityhub;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Subject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the sender and the archiver of a run call Security Hub, and what they report together. */
class FindingSenderTest {

  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");
  private static final Settled NONCOMPLIANT =
      new NonCompliant(List.of(new Finding("AKIA1", Duration.ofSeconds(12))));
  private static final Settled CLEAN = new Compliant(Compliant.Reason.NO_INITIAL_KEY);
  private static final String ANN = "AIDAANN0000000000000";
  private static final String BOB = "AIDABOB0000000000000";

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-15T12:01:00Z"));

  private HubServer server;
  private FindingImports imports;
  private FindingFormat format;

  @BeforeEach
  void open() throws IOException {
    server = new HubServer();
    imports = new FindingImports(server.client(), "123456789012", () -> false);
    format =
        new FindingFormat(
            new FindingFormat.Source("aws", "eu-west-1", "123456789012", "the-rule"),
            RuleParameters.parse(Map.of()).decision(),
            "LOW",
            user -> Instant.parse("2026-01-15T12:00:00Z"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Evaluated outcome(String id, Settled verdict) {
    return new Evaluated(
        Subject.of(IamUser.listed(new UserIdentity(id, "name", "/", CREATED))), verdict);
  }

  /** AWS Config has not been sent the same outcomes before. */
  @Test
  void findingsAreSentWhenTheyAreFlushed() {
    FindingSender sender = new FindingSender(imports, format, user -> user.id().equals(ANN));
    sender.send(List.of(outcome(ANN, NONCOMPLIANT), outcome(BOB, NONCOMPLIANT)));
    assertThat(server.hub().batches()).isEmpty();
    sender.flush();
    assertThat(server.hub().recordStates()).isEqualTo(Map.of(ANN, "ACTIVE"));
    sender.finish(false);
    assertThat(server.hub().batches()).as("nothing is sent twice").containsExactly(1);
  }

  @Test
  void compliantUsersHaveNoFinding() {
    FindingSender sender = new FindingSender(imports, format, user -> true);
    sender.send(List.of(outcome(ANN, CLEAN)));
    sender.finish(true);
    assertThat(server.hub().batches()).isEmpty();
  }

  @Test
  void senderReportsWhatBothHaveSent() {
    FindingArchiver archiver = new FindingArchiver(imports, format, CLOCK, user -> true);
    FindingSender sender = new FindingSender(imports, format, user -> true);
    archiver.send(List.of(outcome(ANN, CLEAN)));
    sender.send(List.of(outcome(BOB, NONCOMPLIANT)));
    assertThat(archiver.finish(true)).isEqualTo(new OutcomeSender.Delivery(0, List.of()));
    assertThat(sender.finish(true).counts())
        .isEqualTo(Map.of("FindingsSent", 1, "FindingsArchived", 1, "FindingsRejected", 0));
  }
}
