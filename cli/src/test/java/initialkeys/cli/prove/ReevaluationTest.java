package initialkeys.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.cli.prove.user.ProofCase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.LimitExceededException;
import software.amazon.awssdk.services.config.model.ResourceInUseException;

class ReevaluationTest {

  private static final String START = "config:StartConfigRulesEvaluation";

  private final ProvableAccount cloud = ProvableAccount.withDefaults().withSilentRule();
  private final CountedCalls calls = CountedCalls.withoutFaults();
  private final ProofAccount account = TestAccount.of(cloud, calls);
  private final Reevaluation reevaluation = new Reevaluation(account);

  private Instant now() {
    return cloud.time.instant();
  }

  private void pass(Duration length) {
    cloud.time.pass(length);
  }

  private void askAfter(Duration length, ProofUser... open) {
    pass(length);
    reevaluation.askWhenDue(List.of(open));
  }

  /** A user that AWS Config cannot see has lost its password. */
  private ProofUser userWithoutPassword() {
    ProofUser user = new ProofUser(ProofCase.NO_PASSWORD, account);
    user.advance(Optional.of(TestAccount.nonCompliant(user, now())));
    assertThat(user.isSettled()).isTrue();
    return user;
  }

  @Test
  void awsConfigIsAskedEverySixMinutes() {
    askAfter(Duration.ofMinutes(6).minusSeconds(1));
    assertThat(calls.count(START)).isZero();
    askAfter(Duration.ofSeconds(1));
    assertThat(calls.count(START)).isOne();
    askAfter(Duration.ofMinutes(6).minusSeconds(1));
    assertThat(calls.count(START)).isOne();
    askAfter(Duration.ofSeconds(1));
    assertThat(calls.count(START)).isEqualTo(2);
  }

  @Test
  void awsConfigIsAskedSixTimesAtMost() {
    for (int i = 0; i < 10; i++) askAfter(Duration.ofMinutes(6));
    assertThat(calls.count(START)).isEqualTo(Reevaluation.MAX_REQUESTS).isEqualTo(6);
  }

  @Test
  void unnoticedChangeIsRequestedImmediatelyAndOnce() {
    ProofUser user = userWithoutPassword();
    askAfter(Duration.ofSeconds(1), user);
    assertThat(calls.count(START)).isOne();
    askAfter(Duration.ofMinutes(2), user);
    assertThat(calls.count(START)).isOne();
  }

  @Test
  void changeIsAskedForOnceEveryUserIsSettled() {
    ProofUser settled = userWithoutPassword();
    ProofUser waiting = new ProofUser(ProofCase.USED_KEY, account);
    askAfter(Duration.ofSeconds(1), settled, waiting);
    assertThat(calls.count(START)).isZero();
  }

  @Test
  void changeThatAwsConfigNoticesIsNotAskedFor() {
    askAfter(Duration.ofSeconds(1), new ProofUser(ProofCase.UNUSED_KEY, account));
    assertThat(calls.count(START)).isZero();
  }

  static Stream<RuntimeException> limits() {
    return Stream.of(
        LimitExceededException.builder().message("later").build(),
        ResourceInUseException.builder().message("later").build());
  }

  @ParameterizedTest
  @MethodSource("limits")
  void limitedRequestIsRepeatedAfterMinute(RuntimeException limit) {
    calls.instead(
        START,
        () -> {
          throw limit;
        });
    askAfter(Duration.ofMinutes(6));
    askAfter(Duration.ofSeconds(59));
    assertThat(calls.count(START)).isOne();
    for (int i = 0; i < 9; i++) askAfter(Duration.ofMinutes(1));
    assertThat(calls.count(START)).isEqualTo(10);
    assertThat(reevaluation.fact().text()).isEqualTo("every result came without a request.");
  }

  /** A request counts a minute after the change at the earliest, a run 5 minutes after that. */
  @ParameterizedTest
  @CsvSource({"61, 301, true", "60, 301, false", "61, 300, false", "61, , false"})
  void runCountsWhenRequestWasCertainlyProcessed(
      long secondsToRequest, Long secondsToRun, boolean expected) {
    askAfter(Duration.ofMinutes(6));
    Instant settled = now().minusSeconds(secondsToRequest);
    Optional<Instant> lastRun = Optional.ofNullable(secondsToRun).map(it -> now().plusSeconds(it));
    assertThat(reevaluation.hasRunSince(settled, lastRun)).isEqualTo(expected);
  }

  @Test
  void withoutRequestNoRunCounts() {
    assertThat(reevaluation.hasRunSince(Instant.EPOCH, Optional.of(now()))).isFalse();
  }

  private static ConfigResult result(Instant recorded, Instant ordering) {
    return new ConfigResult(ComplianceType.COMPLIANT, "text", recorded, ordering);
  }

  private static Map<String, ConfigResult> results(ConfigResult one, ConfigResult other) {
    return Map.of("AIDA1", one, "AIDA2", other);
  }

  /** Two results from before the request, which have times of their own. */
  private void request() {
    reevaluation.observe(
        results(result(now(), now().minusSeconds(10)), result(now(), now().minusSeconds(20))));
    askAfter(Duration.ofMinutes(6));
  }

  private void observe(ConfigResult one, ConfigResult other) {
    reevaluation.observe(results(one, other));
  }

  @Test
  void sameTimeSoonAfterRequestIsSchedule() {
    request();
    Instant run = now().plusSeconds(119);
    observe(result(run, run), result(run, run));
    assertThat(reevaluation.fact())
        .isEqualTo(
            ObservedFact.of(
                "F58",
                "StartConfigRulesEvaluation sent a ScheduledNotification: results of several users"
                    + " have one time, after the request."));
  }

  @Test
  void sameTimeLaterMayBeRegularSchedule() {
    request();
    Instant run = now().plusSeconds(120);
    observe(result(run, run), result(run, run));
    assertThat(reevaluation.fact())
        .isEqualTo(
            ObservedFact.none(
                "F58",
                "results of several users have one time, more than 2 minutes after a request: it"
                    + " may be that of the regular schedule."));
  }

  @Test
  void sameTimeRecordedAgainIsChange() {
    Instant first = now().minusSeconds(10);
    Instant second = now().minusSeconds(20);
    request();
    observe(result(now(), first), result(now(), second));
    assertThat(reevaluation.fact())
        .isEqualTo(
            ObservedFact.of(
                "F58",
                "StartConfigRulesEvaluation sent changes: results were recorded again, with the"
                    + " earlier times of the configuration items."));
    Instant run = now();
    observe(result(run, run), result(run, run));
    assertThat(reevaluation.fact().text())
        .contains("sent a ScheduledNotification: ")
        .contains("; and changes: ");
  }

  @Test
  void oneResultAfterRequestSaysNothing() {
    Instant second = now().minusSeconds(20);
    Instant recorded = now();
    request();
    Instant run = now();
    observe(result(run, run), result(recorded, second));
    assertThat(reevaluation.fact())
        .isEqualTo(ObservedFact.none("F58", "fewer than two results came after a request."));
  }

  @Test
  void resultsThatStaySayNothing() {
    Map<String, ConfigResult> before =
        results(result(now(), now().minusSeconds(10)), result(now(), now().minusSeconds(20)));
    reevaluation.observe(before);
    askAfter(Duration.ofMinutes(6));
    reevaluation.observe(before);
    assertThat(reevaluation.fact().isObserved()).isFalse();
  }

  @Test
  void oneResultThatIsRecordedAgainSaysNothing() {
    Instant first = now().minusSeconds(10);
    Instant second = now().minusSeconds(20);
    Instant recorded = now();
    request();
    observe(result(now(), first), result(recorded, second));
    assertThat(reevaluation.fact().isObserved()).isFalse();
  }

  /** Several may be recorded at one time. */
  @Test
  void usersWithoutEarlierResultSayNothing() {
    askAfter(Duration.ofMinutes(6));
    Instant run = now();
    observe(result(run, run), result(run, run));
    assertThat(reevaluation.fact().isObserved()).isFalse();
  }

  @Test
  void withoutRequestNothingIsObserved() {
    observe(result(now(), now()), result(now(), now()));
    assertThat(reevaluation.fact())
        .isEqualTo(ObservedFact.none("F58", "every result came without a request."));
  }
}
