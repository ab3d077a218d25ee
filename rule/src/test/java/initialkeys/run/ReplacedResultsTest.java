package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.config.RuleEvent;
import initialkeys.run.RunSummary.Counts;
import initialkeys.simulation.Account.Stored;
import initialkeys.simulation.Account.User;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.UserBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;

/** Another run replaces stored results while a scheduled run evaluates, and sends nothing. */
class ReplacedResultsTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final User ZOE = UserBuilder.withUnusedKey("zoe");
  private static final User ANN = UserBuilder.withoutKeys("ann");

  private final FakeConfig config = new FakeConfig(List.of()).remembering(() -> NOW);
  private final FakeIam iam = new FakeIam(List.of(ZOE, ANN));
  private final AtomicInteger remainingMillis = new AtomicInteger(900_000);
  private final List<Duration> waits = new ArrayList<>();

  private List<Evaluation> before;

  @BeforeEach
  void holdsTheResultsOfAnEarlierRun() {
    run(Map.of());
    before = config.evaluations();
    assertThat(before).hasSize(2);
  }

  @Test
  void resultOfAChangeWithEarlierFactsIsCorrected() {
    onTheSecondRun(() -> replace(ZOE, "COMPLIANT", "from earlier facts"));
    RunSummary summary = run(Map.of());
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.sent()).isEqualTo(1);
    assertThat(summary.counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  @Test
  void userThatBecomesCompliantAgainIsClearedAtOnce() {
    onTheSecondRun(() -> replace(ANN, "NON_COMPLIANT", "delete what is deleted already"));
    assertThat(run(Map.of()).counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(held(ANN)).isEqualTo("COMPLIANT");
  }

  /** The facts of the run may be the earlier ones, so they are read again. */
  @Test
  void resultOfAChangeWithLaterFactsStays() {
    AtomicInteger listings = new AtomicInteger();
    List<String> reads = new ArrayList<>();
    onTheSecondRun(
        () -> {
          listings.incrementAndGet();
          replace(ANN, "NON_COMPLIANT", "delete a new key");
        });
    iam.before("ListAccessKeys ann", () -> reads.add("ann"));
    run(Map.of());
    assertThat(reads).as("as every user, and again").hasSize(2);
    assertThat(listings).as("IAM's list is not read again").hasValue(1);
  }

  @Test
  void onlyWhoseResultWasReplacedIsEvaluatedAgain() {
    int calls = iam.calls().size();
    onTheSecondRun(() -> {});
    assertThat(run(Map.of()).sent()).isZero();
    assertThat(iam.calls().subList(calls, iam.calls().size())).doesNotHaveDuplicates();
    assertThat(config.reads()).as("of the first run, at the start, at the end").isEqualTo(1 + 2);
  }

  /** What is sent at every run needs no second look. */
  @Test
  void nothingIsReadAgainWhereEverythingIsSent() {
    int reads = config.reads();
    onTheSecondRun(() -> replace(ZOE, "COMPLIANT", "from earlier facts"));
    assertThat(run(Map.of("resendUnchangedAfterDays", "0")).sent()).isEqualTo(2);
    assertThat(config.reads() - reads).isEqualTo(1);
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  @Test
  void withoutTimeToLookAgainTheRunFails() {
    Map<String, String> everyoneIsExempt = Map.of("exemptUsers", "*");
    run(everyoneIsExempt);
    onTheSecondRun(() -> remainingMillis.set(100_000));
    assertThat(run(everyoneIsExempt).failures())
        .containsExactly(
            "Results that changed during the run were not looked for: the invocation was about to"
                + " time out");
  }

  @Test
  void rejectedSecondReadFailsTheRun() {
    onTheSecondRun(() -> config.failingReads(ConfigException.builder().message("denied").build()));
    assertThat(run(Map.of()).failures())
        .containsExactly(
            "config:GetComplianceDetailsByConfigRule for rule %s: denied"
                .formatted(Events.RULE_NAME));
  }

  private void onTheSecondRun(Runnable duringListing) {
    iam.before("ListUsers", duringListing);
  }

  private void replace(User user, String type, String annotation) {
    config.replaceStored("AWS::IAM::User", new Stored(user.id(), type, annotation, NOW));
  }

  private String held(User user) {
    return config.storedResults().stream()
        .filter(
            it ->
                it.evaluationResultIdentifier()
                    .evaluationResultQualifier()
                    .resourceId()
                    .equals(user.id()))
        .findFirst()
        .orElseThrow()
        .complianceTypeAsString();
  }

  private RunSummary run(Map<String, String> parameters) {
    RuleEvent event =
        RuleEvent.read(
            Events.stream(Events.schedule("123456789012", NOW, parameters, "a-result-token")));
    return new RuleRun(
            event,
            iam,
            config,
            new RunContext(
                new Deadline(remainingMillis::get), InstantSource.fixed(Instant.EPOCH), waits::add))
        .execute();
  }
}
