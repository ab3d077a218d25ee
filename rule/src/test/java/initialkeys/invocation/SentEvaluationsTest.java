package initialkeys.invocation;

import static initialkeys.invocation.InMemoryRuns.ACCOUNT;
import static initialkeys.invocation.InMemoryRuns.NOW;
import static initialkeys.invocation.InMemoryRuns.change;
import static initialkeys.invocation.InMemoryRuns.configWithoutResults;
import static initialkeys.invocation.InMemoryRuns.results;
import static initialkeys.invocation.InMemoryRuns.schedule;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;

/** Which evaluations are sent to AWS Config, and what happens to those it rejects. */
class SentEvaluationsTest {

  @Test
  void evaluationsAreSentInBatchesOfOneHundred() {
    FakeIam iam = new FakeIam(IntStream.range(0, 250).mapToObj(i -> withoutKeys("u" + i)).toList());
    FakeConfig config = configWithoutResults();
    Invocation.of(iam, config).run(schedule());
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(100, 100, 50);
    assertThat(config.requests())
        .allSatisfy(
            request -> {
              assertThat(request.resultToken()).isEqualTo("the-s3cr3t-token");
              assertThat(request.testMode()).isFalse();
            });
    assertThat(config.evaluations()).extracting(Evaluation::orderingTimestamp).containsOnly(NOW);
  }

  @Test
  void changeIsOrderedByItsCaptureTime() {
    FakeConfig config = configWithoutResults();
    Invocation.of(new FakeIam(List.of(withoutKeys("bo"))), config).run(change(idOf("bo"), "bo"));
    assertThat(config.evaluations())
        .extracting(Evaluation::orderingTimestamp)
        .containsExactly(NOW.minusSeconds(60));
  }

  /**
   * The key is within the grace period at the time of the change, and no longer at the time of the
   * schedule. In either order of arrival, the result of the later time must be the current one.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lateChangeDoesNotReplaceANewerResult(boolean arrivesLate) {
    Instant created = NOW.minusSeconds(3_600);
    FakeIam iam =
        new FakeIam(List.of(named("bo").created(created).keys(key("bo", created, null)).build()));
    Map<String, String> grace = Map.of("gracePeriodHours", "1");
    String earlier =
        Events.change(ACCOUNT, NOW.minusSeconds(10), grace, "token-1", idOf("bo"), "bo");
    String later = Events.schedule(ACCOUNT, NOW, grace, "token-2");
    FakeConfig config = configWithoutResults();
    Invocation invocation = Invocation.of(iam, config);
    invocation.run(arrivesLate ? later : earlier).run(arrivesLate ? earlier : later);
    assertThat(results(config))
        .containsExactlyInAnyOrder(idOf("bo") + " COMPLIANT", idOf("bo") + " NON_COMPLIANT");
    assertThat(config.currentEvaluation(idOf("bo")).complianceTypeAsString())
        .isEqualTo("NON_COMPLIANT");
  }

  @Test
  void testModeTokenSetsTestMode() {
    FakeConfig config = configWithoutResults();
    Invocation.of(new FakeIam(List.of(withoutKeys("bo"))), config)
        .run(Events.schedule(ACCOUNT, NOW, Map.of(), "TESTMODE"));
    assertThat(config.requests()).extracting(PutEvaluationsRequest::testMode).containsExactly(true);
  }

  @Test
  void runWithoutResultsSendsAnEmptyList() {
    FakeConfig config = configWithoutResults();
    Invocation.of(new FakeIam(List.of()), config).run(schedule());
    assertThat(config.requests())
        .extracting(PutEvaluationsRequest::evaluations)
        .containsExactly(List.of());
  }

  @Test
  void nonCompliantUsersAreSentFirst() {
    FakeConfig config = configWithoutResults();
    Invocation.of(new FakeIam(List.of(withUnusedKey("bo"), withoutKeys("ex"))), config)
        .run(schedule(Map.of("exemptUsers", "ex")));
    assertThat(results(config))
        .containsExactly(idOf("bo") + " NON_COMPLIANT", idOf("ex") + " COMPLIANT");
  }

  @Test
  void evaluationsAcceptedBeforeARejectionAreCounted() {
    FakeConfig config = configWithoutResults();
    config.failingEvaluations(
        batch -> {
          config.failingPuts(ConfigException.builder().message("no more").build());
          return List.of(batch.getLast());
        });
    Invocation invocation =
        Invocation.of(
            new FakeIam(List.of(withoutKeys("ann"), withoutKeys("bo"), withoutKeys("cy"))), config);
    assertThatThrownBy(() -> invocation.run(schedule()))
        .hasMessageEndingWith("config:PutEvaluations for %s: no more", idOf("cy"));
    assertThat(invocation.log().getFirst()).contains("\"evaluationsSent\":2,");
  }

  @Test
  void resultTokenIsRedactedAndEveryBatchIsSent() {
    FakeConfig config =
        configWithoutResults()
            .failingPuts(
                ConfigException.builder().message("Value 'the-s3cr3t-token' is stale").build());
    List<User> users = IntStream.range(0, 150).mapToObj(i -> withoutKeys("u" + i)).toList();
    assertThatThrownBy(() -> Invocation.of(new FakeIam(users), config).run(schedule()))
        .isExactlyInstanceOf(FailedInvocation.class)
        .hasMessageContaining("Value '(the result token)' is stale")
        .hasMessageNotContaining("s3cr3t")
        .hasNoCause();
    assertThat(config.requests()).hasSize(2);
  }

  @Test
  void everyFailedEvaluationIsNamed() {
    FakeConfig config = configWithoutResults().failingEvaluations(batch -> batch);
    List<User> users = IntStream.range(0, 100).mapToObj(i -> withoutKeys("u" + i)).toList();
    assertThatThrownBy(() -> Invocation.of(new FakeIam(users), config).run(schedule()))
        .hasMessageEndingWith(
            "config:PutEvaluations for %s: not accepted in 3 attempts",
            IntStream.range(0, 100).mapToObj(i -> idOf("u" + i)).collect(joining(", ")));
  }
}
