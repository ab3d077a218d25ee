package initialkeys.invocation;

import static initialkeys.invocation.InMemoryRuns.ACCOUNT;
import static initialkeys.invocation.InMemoryRuns.NOW;
import static initialkeys.invocation.InMemoryRuns.change;
import static initialkeys.invocation.InMemoryRuns.configWithResultsOf;
import static initialkeys.invocation.InMemoryRuns.configWithoutResults;
import static initialkeys.invocation.InMemoryRuns.results;
import static initialkeys.invocation.InMemoryRuns.schedule;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;

/** When stored results are read from AWS Config, and which evaluations are sent because of them. */
class ReadingStoredResultsTest {

  private static final String COMPLIANT_ANNOTATION =
      "No unused access key created within 5 min of the user, or no console password.";

  private final FakeConfig config = configWithResultsOf(idOf("deleted"), idOf("bo"));

  /** The results of these users, recorded by AWS Config so long ago; null for no time. */
  private static FakeConfig configWithResults(List<User> users, Duration ago) {
    FakeConfig first = configWithoutResults();
    Invocation.of(new FakeIam(users), first).run(schedule());
    return new FakeConfig(
        first.evaluations().stream()
            .map(
                it ->
                    new Stored(
                        it.complianceResourceId(),
                        it.complianceTypeAsString(),
                        it.annotation(),
                        ago == null ? null : NOW.minus(ago)))
            .toList());
  }

  private static final List<User> USERS =
      List.of(withoutKeys("ann"), withUnusedKey("bo"), withoutKeys("cy"));

  @Test
  void onlyChangedResultsAreSent() {
    FakeConfig unchanged = configWithResults(USERS, Duration.ofDays(1));
    Invocation.of(new FakeIam(USERS), unchanged).run(schedule());
    assertThat(unchanged.requests())
        .extracting(PutEvaluationsRequest::evaluations)
        .containsExactly(List.of());

    FakeConfig changed = configWithResults(USERS, Duration.ofDays(1));
    Invocation.of(new FakeIam(List.of(withUnusedKey("ann"), withoutKeys("bo"))), changed)
        .run(schedule());
    assertThat(results(changed))
        .containsExactly(
            idOf("ann") + " NON_COMPLIANT",
            idOf("bo") + " COMPLIANT",
            idOf("cy") + " NOT_APPLICABLE");
  }

  /** By the time of AWS Config, the limit included; a time that cannot be true is no time. */
  @ParameterizedTest
  @CsvSource({
    "30, P30D,         0",
    "30, P30DT0.001S,  3",
    "30, PT0S,         0",
    "30, PT-10M,       0",
    "30, PT-10M-0.001S, 3",
    "30, ,             3",
    "1,  P1D,          0",
    "1,  P1DT0.001S,   3",
    "365, P365D,       0",
    "0,  PT0S,         3",
    "0,  P1D,          3"
  })
  void unchangedResultIsSentAgainWhenItIsOld(String days, Duration ago, int sent) {
    FakeConfig config = configWithResults(USERS, ago);
    Invocation.of(new FakeIam(USERS), config)
        .run(schedule(Map.of("resendUnchangedAfterDays", days)));
    assertThat(config.evaluations()).hasSize(sent);
  }

  /** AWS Config stores another result while the run reads users, and sends nothing of them. */
  @Test
  void resultThatChangesDuringRunIsCorrectedAtItsEnd() {
    FakeConfig config = configWithResults(USERS, Duration.ofDays(1));
    FakeIam iam = new FakeIam(USERS);
    iam.before(
        "ListAccessKeys bo",
        () ->
            config.replaceStored(
                "AWS::IAM::User", new Stored(idOf("bo"), "COMPLIANT", COMPLIANT_ANNOTATION, NOW)));

    Invocation.of(iam, config).run(schedule());

    assertThat(results(config)).containsExactly(idOf("bo") + " NON_COMPLIANT");
  }

  @Test
  void changeEventSendsItsResultEvenIfUnchanged() {
    FakeConfig first = configWithoutResults();
    Invocation.of(new FakeIam(List.of(withUnusedKey("bo"))), first).run(change(idOf("bo"), "bo"));
    Evaluation evaluation = first.evaluations().getFirst();
    FakeConfig again =
        new FakeConfig(
            List.of(
                new Stored(
                    evaluation.complianceResourceId(),
                    evaluation.complianceTypeAsString(),
                    evaluation.annotation(),
                    NOW)));
    Invocation.of(new FakeIam(List.of(withUnusedKey("bo"))), again)
        .run(
            Events.change(
                ACCOUNT,
                NOW,
                Map.of("resendUnchangedAfterDays", "365"),
                "the-s3cr3t-token",
                idOf("bo"),
                "bo"));
    assertThat(again.evaluations()).containsExactly(evaluation);
  }

  @Test
  void differentAnnotationIsAChange() {
    FakeConfig config =
        new FakeConfig(List.of(new Stored(idOf("bo"), "COMPLIANT", "from earlier", NOW)));
    Invocation.of(new FakeIam(List.of(withoutKeys("bo"))), config).run(schedule());
    assertThat(results(config)).containsExactly(idOf("bo") + " COMPLIANT");
  }

  /** A user created and evaluated between the two reads must not be treated as deleted. */
  @Test
  void storedResultsAreReadBeforeTheUsers() {
    FakeIam iam = new FakeIam(List.of(withoutKeys("ann")));
    iam.before("ListUsers", () -> assertThat(config.reads()).isEqualTo(1));
    Invocation.of(iam, config).run(schedule());
    assertThat(iam.calls()).contains("ListUsers");
  }
}
