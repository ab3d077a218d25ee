package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.config.Annotations;
import initialkeys.decision.CisControl;
import initialkeys.run.RunSummary.Counts;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.model.IamException;

/** Another run sets a user to NON_COMPLIANT, and sends its finding, during a scheduled run. */
class KeptResultsTest extends ReplacedResultsFixture {

  private static final User BEA = UserBuilder.withoutKeys("bea");

  /** The schedule has read the user before, and would replace the result of the change. */
  @ParameterizedTest
  @CsvSource({"30, ", "30, COMPLIANT", "0, COMPLIANT"})
  void findingOfAnotherRunIsArchivedWithItsResult(String resendDays, String heldAtTheStart) {
    FakeIam iam = new FakeIam(List.of(ANN));
    if (heldAtTheStart != null) replace(ANN, heldAtTheStart, "from earlier");
    iam.before(
        "ListUsers",
        () -> {
          replace(ANN, "NON_COMPLIANT", NAMED.formatted("ann"));
          clock = InstantSource.fixed(NOW.plusSeconds(10));
        });
    RunSummary summary = run(iam, withFindings(), Map.of("resendUnchangedAfterDays", resendDays));
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.counts()).isEqualTo(new Counts(1, 0, 0, 0));
    assertThat(iam.calls()).as("it is read again").contains("GetUser ann");
    assertThat(held(ANN)).isEqualTo("COMPLIANT");
    assertThat(finding(ANN, "RecordState")).isEqualTo("ARCHIVED");
  }

  /** The change has the later facts. */
  @Test
  void keyThatAppearsDuringTheRunIsNotHidden() {
    FakeIam iam = new FakeIam(List.of(ANN));
    iam.before("ListUsers", () -> replace(ANN, "NON_COMPLIANT", NAMED.formatted("ann")));
    iam.before(
        "GetUser ann",
        () -> {
          iam.remove("ann");
          iam.add(UserBuilder.withUnusedKey("ann"));
        });
    RunSummary summary = run(iam);
    assertThat(summary.counts()).isEqualTo(new Counts(0, 1, 0, 0));
    assertThat(config.evaluations())
        .extracting(Evaluation::complianceType)
        .containsExactly(ComplianceType.NON_COMPLIANT);
    assertThat(finding(ANN, "RecordState")).isEqualTo("ACTIVE");
  }

  @Test
  void findingOfUserDeletedDuringTheRunIsArchived() {
    FakeIam iam = new FakeIam(List.of(ANN));
    replace(ZOE, "COMPLIANT", CLEAN);
    iam.before("ListUsers", () -> replace(ZOE, "NON_COMPLIANT", NAMED.formatted("zoe")));
    RunSummary summary = run(iam);
    assertThat(summary.counts()).isEqualTo(new Counts(1, 0, 1, 0));
    assertThat(finding(ZOE, "RecordState")).isEqualTo("ARCHIVED");
  }

  /** NON_COMPLIANT results are sent as they are. */
  @Test
  void withoutOtherResultsNothingIsReadAgain() {
    assertThat(run(new FakeIam(List.of(ZOE))).counts()).isEqualTo(new Counts(0, 1, 0, 0));
    assertThat(config.reads()).isEqualTo(1);
  }

  @Test
  void rejectedReadFailsTheRunOnce() {
    FakeIam iam = new FakeIam(List.of(ANN));
    iam.before(
        "ListUsers",
        () -> config.failingReads(ConfigException.builder().message("denied").build()));
    assertThat(run(iam).failures())
        .containsExactly(
            "config:GetComplianceDetailsByConfigRule for rule %s: denied"
                .formatted(Events.RULE_NAME));
    assertThat(config.reads()).isEqualTo(2);
    assertThat(held(ANN)).as("it is sent").isEqualTo("COMPLIANT");
  }

  @Test
  void withoutTimeNothingIsReadAgain() {
    FakeIam iam = new FakeIam(List.of(ANN));
    iam.before("ListAccessKeys ann", () -> remainingMillis.set(100_000));
    assertThat(run(iam).failures())
        .containsExactly(
            "Results that changed during the run were not all evaluated again: the invocation was"
                + " about to time out");
    assertThat(config.reads()).isEqualTo(1);
  }

  /** It is looked for where everything that was COMPLIANT is sent, too. */
  @Test
  void keyHiddenWhileChangesAreSentIsFound() {
    FakeIam iam = new FakeIam(List.of(ZOE));
    run(iam);
    iam.add(ANN);
    onFirstPut(() -> replace(ZOE, "COMPLIANT", CLEAN));
    run(iam);
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  @Test
  void resultReplacedWhileOthersAreSentIsFound() {
    FakeIam iam = new FakeIam(List.of(ANN, BEA));
    replace(ANN, "COMPLIANT", CLEAN);
    replace(BEA, "COMPLIANT", "from earlier");
    onFirstPut(() -> replace(ANN, "NON_COMPLIANT", NAMED.formatted("ann")));
    run(iam);
    assertThat(held(ANN)).isEqualTo("COMPLIANT");
    assertThat(finding(ANN, "RecordState")).isEqualTo("ARCHIVED");
  }

  /** A user whose result is kept and that is evaluated again counts once. */
  @Test
  void processCheckCountsEveryUser() {
    FakeIam iam = new FakeIam(List.of(ANN, BEA));
    config.withRules(FakeConfig.processCheck(CisControl.NAME));
    iam.before("ListUsers", () -> replace(ANN, "NON_COMPLIANT", NAMED.formatted("ann")));
    run(iam);
    assertThat(config.externalEvaluations().values())
        .singleElement()
        .satisfies(it -> assertThat(it.annotation()).startsWith("0 of 2 IAM users"));
  }

  /** A run of earlier parameters has set the user to NON_COMPLIANT. */
  @Test
  void exemptUserIsCorrected() {
    FakeIam iam = new FakeIam(List.of(ZOE));
    iam.before("ListUsers", () -> replace(ZOE, "NON_COMPLIANT", NAMED.formatted("zoe")));
    run(iam, withFindings(), Map.of("exemptUsers", "zoe"));
    assertThat(held(ZOE)).isEqualTo("COMPLIANT");
    assertThat(finding(ZOE, "RecordState")).isEqualTo("ARCHIVED");
  }

  /** As long as the result is kept, also of a user with a finding that is to be archived. */
  @Test
  void findingOfKeptResultIsNotArchived() {
    FakeIam iam = new FakeIam(List.of(ANN));
    replace(ANN, "COMPLIANT", Annotations.unarchived(CLEAN));
    iam.before("ListUsers", () -> replace(ANN, "NON_COMPLIANT", NAMED.formatted("ann")));
    iam.before(
        "GetUser ann",
        () -> {
          throw IamException.builder().message("denied").build();
        });
    assertThat(run(iam).failures()).hasSize(1);
    assertThat(hub.hub().findings()).isEmpty();
  }

  @Test
  void withoutPendingResultsNoTimeIsNeeded() {
    FakeIam iam = new FakeIam(List.of(ZOE));
    iam.before("GetAccessKeyLastUsed AKIAZOE", () -> remainingMillis.set(100_000));
    assertThat(run(iam).failures()).isEmpty();
  }

  /** Only the first of the readings fails. */
  @Test
  void laterReadingsAreMadeAfterOneThatFailed() {
    FakeIam iam = new FakeIam(List.of(ZOE));
    run(iam);
    iam.add(ANN);
    iam.before(
        "ListUsers",
        () -> config.failingReads(ConfigException.builder().message("denied").build()));
    onFirstPut(
        () -> {
          config.failingReads(null);
          replace(ZOE, "COMPLIANT", CLEAN);
        });
    assertThat(run(iam).failures()).hasSize(1);
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  /** Without findings, a result that is sent needs no second look. */
  @Test
  void withoutFindingsNothingIsReadAgain() {
    FakeIam iam = new FakeIam(List.of(ANN));
    run(iam, FurtherSenders.NONE, Map.of());
    assertThat(config.reads()).isEqualTo(1);
  }

  /** The archives of such a run are not chosen by stored results. */
  @Test
  void unknownStoredResultsAreNotComparedWithLaterOnes() {
    FakeIam iam = new FakeIam(List.of(ANN));
    config.failingReads(ConfigException.builder().message("denied").build());
    assertThat(run(iam).failures()).hasSize(1);
    assertThat(config.reads()).isEqualTo(1);
    assertThat(finding(ANN, "RecordState")).isEqualTo("ARCHIVED");
  }

  /** The result of the other run stays, as that of a user that cannot be read. */
  @Test
  void userThatCannotBeReadAgainIsNotSent() {
    FakeIam iam = new FakeIam(List.of(ANN));
    iam.before("ListUsers", () -> replace(ANN, "NON_COMPLIANT", NAMED.formatted("ann")));
    iam.before(
        "GetUser ann",
        () -> {
          throw IamException.builder().message("denied").build();
        });
    RunSummary summary = run(iam);
    assertThat(summary.failures()).containsExactly("iam:GetUser for user ann: denied");
    assertThat(summary.counts()).isEqualTo(new Counts(0, 0, 0, 1));
    assertThat(held(ANN)).isEqualTo("NON_COMPLIANT");
  }

  private void onFirstPut(Runnable action) {
    AtomicBoolean isDone = new AtomicBoolean();
    config.failingEvaluations(
        _ -> {
          if (isDone.compareAndSet(false, true)) action.run();
          return List.of();
        });
  }

  private RunSummary run(FakeIam iam) {
    return run(iam, withFindings(), Map.of());
  }
}
