package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static initialkeys.simulation.service.FakeConfig.processCheck;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.ResultDestinations;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeSecurityHub;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that stops after any of its calls, or in which any one call is rejected: whatever it has
 * written, the next run makes the same of the account as if nothing had happened, also when users
 * have changed meanwhile.
 */
class StoppedRunTest extends FaultInjection {

  private static final String CHECK =
      "iam-user-console-and-api-access-at-creation-conformance-pack-6cruwvtg2";

  /** What the three services show in the end. */
  private record Shown(
      Map<String, String> results, Map<String, String> findings, String processCheck) {

    /** A finding that is archived although there was none is better than one left behind. */
    Set<String> activeFindings() {
      return findings.entrySet().stream()
          .filter(finding -> finding.getValue().equals("ACTIVE"))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }
  }

  /** One account with every service, and what it holds. */
  private record World(FakeIam iam, FakeConfig config, FakeSecurityHub hub) {

    static World before() {
      List<User> users =
          List.of(
              withoutKeys("keyless"),
              withUnusedKey("stays"),
              withUnusedKey("new"),
              named("resolved").keys(UserBuilder.key("resolved", LONG_AGO, NOW)).build());
      FakeConfig config =
          new FakeConfig(
                  Stream.of("stays", "resolved", "deleted")
                      .map(name -> new Stored(idOf(name), "NON_COMPLIANT", "from earlier"))
                      .toList())
              .remembering()
              .withRules(processCheck(CHECK));
      return new World(new FakeIam(users), config, new FakeSecurityHub());
    }

    Shown shown() {
      Map<String, String> results = new TreeMap<>();
      config
          .storedResults()
          .forEach(
              held ->
                  results.put(
                      held.evaluationResultIdentifier().evaluationResultQualifier().resourceId(),
                      held.complianceTypeAsString()));
      return new Shown(
          results,
          hub.recordStates(),
          Optional.ofNullable(config.externalEvaluations().get(CHECK))
              .map(answer -> answer.complianceTypeAsString() + " " + answer.annotation())
              .orElse(""));
    }
  }

  private World world;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nextRunCorrectsARunThatStoppedAfterAnyCall(boolean isResolvedMeanwhile) throws IOException {
    destinations = new ResultDestinations(true, Optional.of("HIGH"));
    int calls = stopAfter(Integer.MAX_VALUE, isResolvedMeanwhile);
    Shown expected = world.shown();
    assertThat(expected.findings()).hasSize(4);
    assertThat(calls).isGreaterThan(15);
    for (int stop = 0; stop < calls; stop++) {
      stopAfter(stop, isResolvedMeanwhile);
      Map<String, String> findings = new TreeMap<>(world.shown().findings());
      // A user whose finding was never sent has none to archive.
      findings.putIfAbsent(idOf("new"), expected.findings().get(idOf("new")));
      assertThat(new Shown(world.shown().results(), findings, world.shown().processCheck()))
          .as("stopped after call %s of %s", stop, calls)
          .isEqualTo(expected);
      assertThat(world.shown().findings().getOrDefault(idOf("new"), "ARCHIVED"))
          .isEqualTo(expected.findings().get(idOf("new")));
    }
  }

  /** One call is rejected, and the run goes on without it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nextRunCorrectsARunWithAnyCallRejected(boolean isResolvedMeanwhile) throws IOException {
    destinations = new ResultDestinations(true, Optional.of("HIGH"));
    int calls = failing(schedule(), call -> false, isResolvedMeanwhile);
    Shown expected = world.shown();
    for (int rejected = 1; rejected <= calls; rejected++) {
      int one = rejected;
      failing(schedule(), call -> call == one, isResolvedMeanwhile);
      assertThat(world.shown().results()).as("rejected call %s", one).isEqualTo(expected.results());
      assertThat(world.shown().activeFindings())
          .as("rejected call %s", one)
          .isEqualTo(expected.activeFindings());
      assertThat(world.shown().processCheck()).isEqualTo(expected.processCheck());
    }
  }

  static Stream<String> changes() {
    return Stream.of(change("new"), change("stays"), change("resolved"), deletion("deleted"));
  }

  /** A change writes to the same services, in the same order. */
  @ParameterizedTest
  @MethodSource("changes")
  void nextScheduleCorrectsAChangeInWhichAnyCallFailed(String change) throws IOException {
    destinations = new ResultDestinations(true, Optional.of("HIGH"));
    int calls = failing(change, call -> false, false);
    Shown expected = world.shown();
    assertThat(calls).isGreaterThan(1);
    for (int first = 1; first <= calls; first++) {
      int failed = first;
      for (IntPredicate isRejected :
          List.<IntPredicate>of(call -> call == failed, call -> call >= failed)) {
        failing(change, isRejected, false);
        assertThat(world.shown().results()).as("call %s", failed).isEqualTo(expected.results());
        assertThat(world.shown().activeFindings())
            .as("call %s", failed)
            .isEqualTo(expected.activeFindings());
      }
    }
  }

  /** Runs once and stops, runs again, and returns the number of calls of the first run. */
  private int stopAfter(int stop, boolean isResolvedMeanwhile) throws IOException {
    return failing(schedule(), call -> call > stop, isResolvedMeanwhile);
  }

  private int failing(String event, IntPredicate isRejected, boolean isResolvedMeanwhile)
      throws IOException {
    world = World.before();
    FakeAws aws = new FakeAws(world.iam(), world.config(), world.hub());
    AtomicInteger calls = new AtomicInteger();
    restart(
        request ->
            isRejected.test(calls.incrementAndGet())
                ? error(request.operation(), 400, "AccessDenied", "stopped")
                : aws.respond(request));
    run(event);
    int made = calls.get();
    if (isResolvedMeanwhile) {
      world.iam().remove("new");
      world.iam().add(named("new").keys(UserBuilder.key("new", LONG_AGO, NOW)).build());
    }
    restart(aws);
    clock = InstantSource.fixed(NOW.plusSeconds(3_600));
    assertThat(run(schedule())).isEmpty();
    clock = InstantSource.fixed(NOW);
    return made;
  }

  private void restart(FakeAwsServer.Service service) throws IOException {
    server.close();
    server = new FakeAwsServer(service);
  }

  /** The account is as the test says: otherwise the other test proves nothing. */
  @Test
  void undisturbedRunSendsEverything() throws IOException {
    destinations = new ResultDestinations(true, Optional.of("HIGH"));
    stopAfter(Integer.MAX_VALUE, false);
    assertThat(world.shown())
        .isEqualTo(
            new Shown(
                new TreeMap<>(
                    Map.of(
                        idOf("keyless"), "COMPLIANT",
                        idOf("stays"), "NON_COMPLIANT",
                        idOf("new"), "NON_COMPLIANT",
                        idOf("resolved"), "COMPLIANT",
                        idOf("deleted"), "NOT_APPLICABLE")),
                new TreeMap<>(
                    Map.of(
                        idOf("stays"), "ACTIVE",
                        idOf("new"), "ACTIVE",
                        idOf("resolved"), "ARCHIVED",
                        idOf("deleted"), "ARCHIVED")),
                "NON_COMPLIANT 2 of 4 IAM users are NON_COMPLIANT; 0 exempt. Rule:"
                    + " iam-user-console-and-api-access-at-creation."));
  }
}
