package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.Undecided;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every combination of known and unknown facts about a user with 0 to 3 keys: each key with any
 * status, created before, at or after the limit, used or not; with or without a password.
 *
 * <p>The invariant: the decision gives a verdict exactly when every completion of the unknown facts
 * gives that verdict. So more facts never change a verdict, a question is asked only when its
 * answer can change the result, and with all facts known the verdict is as {@link
 * #verdictOfTheControl} states, an independent formulation of the control.
 */
class DecisionExhaustiveTest {

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Duration GRACE = Duration.ofHours(24);
  private static final Instant CREATED = TestUsers.USER_CREATED;
  private static final Instant BEFORE_LIMIT = CREATED.plus(WINDOW).minusSeconds(1);
  private static final Instant AT_LIMIT = CREATED.plus(WINDOW);
  private static final Instant AFTER_LIMIT = AT_LIMIT.plusSeconds(1);
  private static final List<Instant> TIMES = List.of(BEFORE_LIMIT, AT_LIMIT, AFTER_LIMIT);

  /** With a grace period, the earliest key is just old enough and the others are not. */
  private static final Instant NOW = BEFORE_LIMIT.plus(GRACE);

  private static final Verdict NO_FINDING = new Compliant(Compliant.Reason.NO_INITIAL_KEY);
  private static final List<AccessKey> KEYS = keysInEveryState();

  static Stream<DecisionParameters> parameters() {
    return Stream.of(true, false)
        .flatMap(p -> Stream.of(true, false).map(u -> List.of(p, u)))
        .flatMap(pu -> Stream.of(true, false).map(a -> List.of(pu.get(0), pu.get(1), a)))
        .flatMap(
            pua ->
                Stream.of(Duration.ZERO, GRACE)
                    .map(
                        grace ->
                            new DecisionParameters(
                                WINDOW, pua.get(0), pua.get(1), pua.get(2), grace, List.of())));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void verdictIsGivenExactlyWhenUnknownFactsCannotChangeIt(DecisionParameters parameters) {
    int states = 0;
    for (IamUser known : usersInEveryState()) {
      Set<Verdict> possible = possibleVerdicts(known, parameters);
      Verdict given = InitialKeyRule.evaluate(known, parameters, NOW);
      boolean isRight =
          possible.size() == 1 ? possible.contains(given) : given instanceof Undecided;
      if (!isRight) {
        throw new AssertionError("%s: %s, but possible are %s".formatted(known, given, possible));
      }
      states++;
    }
    assertThat(states).isEqualTo(62_478);
  }

  @Test
  void thereAreSixteenSetsOfParameters() {
    assertThat(parameters()).doesNotHaveDuplicates().hasSize(16);
  }

  /** The rule in the control's own terms (F1), for a world in which every fact is known. */
  private static Verdict verdictOfTheControl(
      List<AccessKey> keys, TriState password, DecisionParameters parameters) {
    List<Finding> findings = new ArrayList<>();
    for (AccessKey key : keys) {
      Duration gap = Duration.between(CREATED, key.created().orElseThrow());
      boolean duringSetup = gap.toMillis() <= WINDOW.toMillis();
      boolean unused = key.used() == TriState.NO || !parameters.unusedKeysOnly();
      boolean inactive = Set.of(Status.INACTIVE, Status.EXPIRED).contains(key.status());
      boolean usable = !inactive || !parameters.activeKeysOnly();
      boolean oldEnough = parameters.gracePeriod().isZero() || gap.compareTo(WINDOW) < 0;
      if (duringSetup && unused && usable && oldEnough) findings.add(new Finding(key.id(), gap));
    }
    findings.sort(Comparator.comparing(Finding::afterUser).thenComparing(Finding::keyId));
    boolean withPassword = password == TriState.YES || !parameters.consolePasswordOnly();
    return withPassword && !findings.isEmpty() ? new NonCompliant(findings) : NO_FINDING;
  }

  private static Set<Verdict> possibleVerdicts(IamUser known, DecisionParameters parameters) {
    Set<Verdict> possible = new HashSet<>();
    for (TriState password : completions(known.password())) {
      for (List<AccessKey> keys : completions(known.keys())) {
        possible.add(verdictOfTheControl(keys, password, parameters));
      }
    }
    return possible;
  }

  private static List<TriState> completions(TriState known) {
    return known == TriState.UNKNOWN ? List.of(TriState.YES, TriState.NO) : List.of(known);
  }

  /** An unknown list of keys may be empty, or hold what the control looks for. */
  private static List<List<AccessKey>> completions(Optional<List<AccessKey>> known) {
    if (known.isEmpty()) {
      return List.of(List.of(), List.of(key(1, Status.ACTIVE, BEFORE_LIMIT, TriState.NO)));
    }
    List<List<AccessKey>> completed = List.of(List.of());
    for (AccessKey key : known.get()) {
      completed =
          completed.stream()
              .flatMap(before -> completions(key).map(complete -> plus(before, complete)))
              .toList();
    }
    return completed;
  }

  private static Stream<AccessKey> completions(AccessKey known) {
    List<Instant> times = known.created().map(List::of).orElse(TIMES);
    return times.stream()
        .flatMap(
            created ->
                completions(known.used()).stream()
                    .map(
                        used ->
                            new AccessKey(known.id(), known.status(), Optional.of(created), used)));
  }

  private static List<IamUser> usersInEveryState() {
    List<IamUser> users = new ArrayList<>();
    for (TriState password : TriState.values()) {
      users.add(user(Optional.empty(), password));
      for (List<AccessKey> keys : listsOfUpToThree()) users.add(user(Optional.of(keys), password));
    }
    return users;
  }

  private static IamUser user(Optional<List<AccessKey>> keys, TriState password) {
    return new IamUser(TestUsers.IDENTITY, Presence.CONFIRMED, keys, password);
  }

  /** IAM's order of keys means nothing, so one order of each choice is enough. */
  private static List<List<AccessKey>> listsOfUpToThree() {
    List<List<AccessKey>> lists = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < KEYS.size(); i++) {
      lists.add(List.of(named(i, 1)));
      for (int j = i; j < KEYS.size(); j++) {
        lists.add(List.of(named(i, 1), named(j, 2)));
        for (int k = j; k < KEYS.size(); k++)
          lists.add(List.of(named(i, 1), named(j, 2), named(k, 3)));
      }
    }
    return lists;
  }

  private static AccessKey named(int state, int number) {
    AccessKey key = KEYS.get(state);
    return new AccessKey("AKIA" + number, key.status(), key.created(), key.used());
  }

  private static List<AccessKey> keysInEveryState() {
    List<AccessKey> keys = new ArrayList<>();
    for (Status status : Status.values()) {
      for (Instant created : Arrays.asList(BEFORE_LIMIT, AT_LIMIT, AFTER_LIMIT, null)) {
        for (TriState used : TriState.values()) keys.add(key(1, status, created, used));
      }
    }
    return keys;
  }

  private static AccessKey key(int number, Status status, Instant created, TriState used) {
    return new AccessKey("AKIA" + number, status, Optional.ofNullable(created), used);
  }

  private static List<AccessKey> plus(List<AccessKey> keys, AccessKey key) {
    return Stream.concat(keys.stream(), Stream.of(key)).toList();
  }
}
