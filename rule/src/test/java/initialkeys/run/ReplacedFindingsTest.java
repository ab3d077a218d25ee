package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.RunSummary.Counts;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;

/** Results that another run replaces during a scheduled run: findings, order and the time limit. */
class ReplacedFindingsTest extends ReplacedResultsFixture {

  private static final User CY = UserBuilder.withUnusedKey("cy");
  private static final User BEA = UserBuilder.withUnusedKey("bea");
  private static final int MANY = 300;

  /** Security Hub ignores an update that is not later than what another run has archived. */
  @Test
  void findingHasTheTimeOfTheSecondEvaluation() {
    FakeIam iam = new FakeIam(List.of(ZOE, CY, BEA));
    run(iam);
    iam.before(
        "ListUsers",
        () -> {
          replace(ZOE, "COMPLIANT", CLEAN);
          replace(CY, "NON_COMPLIANT", NAMED.formatted("cy"));
          clock = InstantSource.fixed(NOW.plusSeconds(10));
        });
    iam.before("GetUser zoe", () -> clock = InstantSource.fixed(NOW.plusSeconds(20)));
    iam.before("GetUser cy", () -> clock = InstantSource.fixed(NOW.plusSeconds(30)));
    run(iam);
    assertThat(finding(ZOE, "UpdatedAt")).isEqualTo(NOW.plusSeconds(10).toString());
    assertThat(finding(CY, "UpdatedAt")).isEqualTo(NOW.plusSeconds(20).toString());
    assertThat(finding(BEA, "UpdatedAt")).isEqualTo(NOW.toString());
  }

  @Test
  void findingOfCorrectedUserIsArchived() {
    FakeIam iam = new FakeIam(List.of(ZOE, ANN));
    run(iam);
    iam.before("ListUsers", () -> replace(ANN, "NON_COMPLIANT", NAMED.formatted("ann")));
    run(iam);
    assertThat(finding(ANN, "RecordState")).isEqualTo("ARCHIVED");
    assertThat(finding(ZOE, "RecordState")).isEqualTo("ACTIVE");
  }

  /** AWS Config holds COMPLIANT then, and no later run would archive what replaces an archive. */
  @Test
  void rejectedCorrectionIsNotSentToSecurityHub() {
    FakeIam iam = new FakeIam(List.of(ZOE));
    runWithoutFindings(iam);
    iam.before(
        "ListUsers",
        () -> {
          replace(ZOE, "COMPLIANT", CLEAN);
          clock = InstantSource.fixed(NOW.plusSeconds(10));
        });
    config.failingEvaluations(batch -> batch);
    assertThat(run(iam).failures()).isNotEmpty();
    assertThat(finding(ZOE, "UpdatedAt")).isEqualTo(NOW.toString());
  }

  /** Their number may end the sending. */
  @Test
  void keyThatIsHiddenIsSentBeforeCompliantResults() {
    FakeIam iam = new FakeIam(with(ZOE));
    runWithoutFindings(iam);
    iam.before(
        "ListUsers",
        () -> {
          replace(ZOE, "COMPLIANT", CLEAN);
          many().forEach(user -> replace(user, "COMPLIANT", "from earlier"));
        });
    many().forEach(user -> replace(user, "COMPLIANT", "from earlier"));
    config.failingEvaluations(
        batch ->
            batch.stream().filter(it -> it.complianceType() == ComplianceType.COMPLIANT).toList());
    assertThat(run(iam).failures()).isNotEmpty();
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  /** No call is started, and the log says so once. */
  @Test
  void noCallIsStartedWithoutTime() {
    FakeIam iam = new FakeIam(with(ZOE));
    runWithoutFindings(iam);
    iam.before(
        "ListUsers",
        () -> {
          replace(ZOE, "COMPLIANT", CLEAN);
          many().forEach(user -> replace(user, "NON_COMPLIANT", NAMED.formatted(user.name())));
        });
    AtomicInteger found = new AtomicInteger();
    for (User user : many()) {
      iam.before(
          "GetUser " + user.name(),
          () -> {
            if (found.incrementAndGet() == 50) remainingMillis.set(100_000);
          });
    }
    RunSummary summary = runWithoutFindings(iam);
    assertThat(found.get()).isBetween(50, 50 + ScheduledRun.MAX_CONCURRENT_USERS);
    int skipped = summary.counts().notEvaluated();
    assertThat(skipped)
        .isBetween(MANY - found.get(), MANY - 50 + ScheduledRun.MAX_CONCURRENT_USERS);
    assertThat(summary.counts()).isEqualTo(new Counts(MANY - skipped, 1, 0, skipped));
    assertThat(summary.failures())
        .containsExactly(
            "%s users not evaluated: the invocation was about to time out".formatted(skipped));
    assertThat(held(ZOE)).as("looked for first").isEqualTo("NON_COMPLIANT");
  }

  /** AWS Config holds a result of a later event, because this one has waited, and may keep it. */
  @Test
  void resultThatMayBeDroppedHasNoFinding() {
    FakeIam iam = new FakeIam(List.of(ZOE, CY));
    replace(ZOE, "COMPLIANT", CLEAN);
    config.holdingFrom(NOW.plusMillis(1));
    RunSummary summary = run(iam);
    assertThat(summary.failures()).isEmpty();
    assertThat(held(ZOE)).isEqualTo("COMPLIANT");
    assertThat(hub.hub().findings().toString()).contains(CY.id()).doesNotContain(ZOE.id());
  }

  /** For example of a change with other rule parameters. It hides no key. */
  @Test
  void otherAnnotationIsCorrectedOnlyWhileThereIsTime() {
    FakeIam iam = new FakeIam(with(ZOE));
    runWithoutFindings(iam);
    iam.before(
        "ListUsers",
        () -> {
          replace(ZOE, "NON_COMPLIANT", "User zoe: delete access key AKIAOTHER, never used.");
          many().forEach(user -> replace(user, "COMPLIANT", "Exempt by exemptUsers."));
        });
    for (User user : many()) {
      iam.before("GetUser " + user.name(), () -> remainingMillis.set(100_000));
    }
    RunSummary summary = runWithoutFindings(iam);
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.counts()).isEqualTo(new Counts(MANY, 1, 0, 0));
    assertThat(summary.sent()).isBetween(1, 1 + ScheduledRun.MAX_CONCURRENT_USERS);
    assertThat(stored(ZOE).annotation()).as("first").doesNotContain("AKIAOTHER");
  }

  private static List<User> many() {
    return IntStream.range(0, MANY).mapToObj(i -> UserBuilder.withoutKeys("user" + i)).toList();
  }

  private static List<User> with(User user) {
    return Stream.concat(Stream.of(user), many().stream()).toList();
  }

  private RunSummary run(FakeIam iam) {
    return run(iam, withFindings(), Map.of());
  }

  private RunSummary runWithoutFindings(FakeIam iam) {
    return run(iam, FurtherSenders.NONE, Map.of());
  }
}
