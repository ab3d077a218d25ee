package initialkeys.run;

import static initialkeys.simulation.service.FakeIam.noSuchEntity;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.config.RuleEvent;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.run.RunSummary.Counts;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A user that was created a moment ago, of which IAM does not know everywhere yet (F23). */
class ConsistencyRetryTest {

  private static final String ACCOUNT = "123456789012";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  private final User young =
      UserBuilder.named("young")
          .created(NOW.minusSeconds(1))
          .keys(UserBuilder.key("YOUNG", NOW.minusSeconds(1), null))
          .build();
  private final List<User> old =
      IntStream.range(0, 200).mapToObj(i -> UserBuilder.withoutKeys("old" + i)).toList();
  private final List<Duration> waits = new ArrayList<>();
  private final FakeConfig config = new FakeConfig(List.of());

  private int remainingMillis = 900_000;

  /** IAM's calls about the young user fail until the run has waited. */
  private FakeIam iamThatDoesNotFindTheYoungUser() {
    FakeIam iam = new FakeIam(Stream.concat(old.stream(), Stream.of(young)).toList());
    for (String operation : List.of("ListAccessKeys", "GetLoginProfile", "GetUser")) {
      iam.before(
          operation + " young",
          () -> {
            if (waits.isEmpty()) throw noSuchEntity("The user with name young cannot be found.");
          });
    }
    return iam;
  }

  @Test
  void scheduleEvaluatesListedUserAgain() {
    RunSummary summary = schedule(iamThatDoesNotFindTheYoungUser());
    assertThat(summary.counts()).isEqualTo(new Counts(200, 1, 0, 0));
    assertThat(summary.failures()).isEmpty();
    assertThat(waits).containsExactly(FIRST_WAIT);
    assertThat(config.evaluations()).hasSize(201);
    assertThat(config.currentEvaluation(young.id()).complianceTypeAsString())
        .isEqualTo("NON_COMPLIANT");
  }

  @Test
  void scheduleDoesNotTakeYoungUserForDeleted() {
    FakeIam iam = iamThatDoesNotFindTheYoungUser();
    iam.before("ListAccessKeys young", () -> hideUntilTheRunWaits(iam));
    RunSummary summary = schedule(iam);
    assertThat(summary.counts()).isEqualTo(new Counts(200, 1, 0, 0));
    assertThat(summary.failures()).isEmpty();
  }

  @Test
  void changeEvaluatesUserAgainThatIsNotListedYet() {
    FakeIam iam = new FakeIam(old);
    sleeper = length -> iam.add(young);
    RunSummary summary = change(iam);
    assertThat(summary.counts()).isEqualTo(new Counts(0, 1, 0, 0));
    assertThat(waits).containsExactly(FIRST_WAIT);
  }

  @Test
  void userThatStaysMissingIsDeletedInTheEnd() {
    RunSummary summary = change(new FakeIam(old));
    assertThat(summary.counts()).isEqualTo(new Counts(0, 0, 1, 0));
    assertThat(waits).containsExactly(FIRST_WAIT, Duration.ofSeconds(4), Duration.ofSeconds(8));
    assertThat(config.currentEvaluation(young.id()).complianceTypeAsString())
        .isEqualTo("NOT_APPLICABLE");
  }

  @Test
  void userThatStaysInconsistentFailsAloneInTheEnd() {
    FakeIam iam = new FakeIam(Stream.concat(old.stream(), Stream.of(young)).toList());
    iam.instead(
        "ListAccessKeys young",
        () -> {
          throw noSuchEntity("The user with name young cannot be found.");
        });
    RunSummary summary = schedule(iam);
    assertThat(summary.counts()).isEqualTo(new Counts(200, 0, 0, 1));
    assertThat(summary.failures())
        .containsExactly(
            "iam:ListUsers for user young (%s): IAM lists the user, but other calls return"
                    .formatted(young.id())
                + " NoSuchEntity (eventual consistency)");
    assertThat(waits).hasSize(3);
  }

  @Test
  void withoutTimeToWaitUserIsNotTakenForDeleted() {
    FakeIam iam = new FakeIam(old);
    sleeper = length -> remainingMillis = 100_000;
    RunSummary summary = change(iam);
    assertThat(waits).containsExactly(FIRST_WAIT);
    assertThat(summary.counts()).isEqualTo(new Counts(0, 0, 0, 1));
    assertThat(config.evaluations()).isEmpty();
  }

  @Test
  void onlyInconsistentOutcomesAreEvaluatedAgain() {
    Outcome settled = new Skipped(Subject.of(Resource.user("AIDA1")));
    Outcome pending = new Inconsistent(Subject.of(Resource.user("AIDA2")), settled);
    List<String> evaluated = new ArrayList<>();
    Supplier<Outcome> first = () -> recorded("first", evaluated, settled);
    Supplier<Outcome> second =
        () -> recorded("second", evaluated, waits.size() < 2 ? pending : settled);
    assertThat(new ConsistencyRetry(context()).evaluate(List.of(first, second)))
        .containsExactly(settled, settled);
    assertThat(evaluated).containsExactly("first", "second", "second", "second");
  }

  @Test
  void withoutTimeOnlyInconsistentOutcomesAreSkipped() {
    Outcome failed = new Failed(Subject.of(Resource.user("AIDA1")), "denied");
    Subject young2 = Subject.of(Resource.user("AIDA2"));
    remainingMillis = 100_000;
    assertThat(
            new ConsistencyRetry(context())
                .evaluate(List.of(() -> failed, () -> new Inconsistent(young2, failed))))
        .containsExactly(failed, new Skipped(young2));
  }

  @Test
  void interruptedWaitEndsAndIsKept() {
    RunContext interrupted =
        new RunContext(
            new Deadline(() -> remainingMillis),
            InstantSource.fixed(NOW),
            length -> {
              throw new InterruptedException();
            });
    assertThat(new ConsistencyRetry(interrupted).sleep(FIRST_WAIT)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  private static Outcome recorded(String name, List<String> evaluated, Outcome outcome) {
    evaluated.add(name);
    return outcome;
  }

  @Test
  void userThatIsListedLateIsNotCleared() {
    FakeConfig holding = new FakeConfig(List.of(new Stored(young.id(), "NON_COMPLIANT", "delete")));
    FakeIam iam = new FakeIam(old);
    sleeper = length -> iam.add(young);
    RunSummary summary = run(iam, holding, Events.schedule(ACCOUNT, NOW, Map.of(), "token"));
    assertThat(summary.counts()).isEqualTo(new Counts(200, 1, 0, 0));
  }

  @Test
  void userInTheSecondRosterOnlyIsEvaluatedAgain() {
    FakeConfig holding = new FakeConfig(List.of(new Stored(young.id(), "COMPLIANT", "earlier")));
    FakeIam iam = new FakeIam(old);
    sleeper =
        length -> {
          iam.add(young);
          iam.before(
              "ListAccessKeys young",
              () -> {
                if (waits.size() < 2) throw noSuchEntity("young cannot be found.");
              });
        };
    RunSummary summary = run(iam, holding, Events.schedule(ACCOUNT, NOW, Map.of(), "token"));
    assertThat(summary.counts()).isEqualTo(new Counts(200, 1, 0, 0));
    assertThat(summary.failures()).isEmpty();
    assertThat(waits).containsExactly(Duration.ofSeconds(5), FIRST_WAIT);
  }

  private interface Waiting {
    void during(Duration length);
  }

  private Waiting sleeper = length -> {};

  private void hideUntilTheRunWaits(FakeIam iam) {
    if (!waits.isEmpty()) return;
    iam.remove("young");
    sleeper = length -> iam.add(young);
    throw noSuchEntity("The user with name young cannot be found.");
  }

  private RunSummary schedule(FakeIam iam) {
    return run(iam, config, Events.schedule(ACCOUNT, NOW, Map.of(), "a-result-token"));
  }

  private RunSummary change(FakeIam iam) {
    return run(
        iam,
        config,
        Events.change(ACCOUNT, NOW, Map.of(), "a-result-token", young.id(), young.name()));
  }

  private RunSummary run(FakeIam iam, FakeConfig to, String event) {
    return new RuleRun(RuleEvent.read(Events.stream(event)), iam, to, context()).execute();
  }

  private RunContext context() {
    return new RunContext(
        new Deadline(() -> remainingMillis),
        InstantSource.fixed(NOW),
        length -> {
          sleeper.during(length);
          sleeper = later -> {};
          waits.add(length);
        });
  }
}
