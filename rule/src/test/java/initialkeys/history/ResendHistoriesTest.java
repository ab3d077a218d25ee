package initialkeys.history;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.invocation.Invocation;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * What AWS Config holds after each run of a random history is the same whatever
 * resendUnchangedAfterDays is: as if every result were sent at every run. AWS Config may say when
 * it recorded a result, or not, or say a time that cannot be true, and results may change while a
 * run is under way.
 */
class ResendHistoriesTest {

  private static final int HISTORIES = 300;
  private static final int RUNS = 8;
  private static final String ACCOUNT = "123456789012";

  /** What AWS Config holds of a user. */
  private record Held(String type, String annotation) {}

  /** One rule with its stored results; the clock of AWS Config is wrong by so much. */
  private static final class Deployment {
    private final String days;
    private final FakeConfig config;

    /** By how much the time of a stored result is wrong; null for none. */
    private Duration skew = Duration.ZERO;

    private Instant now = Instant.EPOCH;

    Deployment(String days) {
      this.days = days;
      config = new FakeConfig(List.of()).remembering(() -> skew == null ? null : now.plus(skew));
    }

    Map<String, String> parameters(Map<String, String> others) {
      Map<String, String> parameters = new TreeMap<>(others);
      parameters.put("resendUnchangedAfterDays", days);
      return parameters;
    }

    void schedule(FakeIam iam, Instant time, Map<String, String> others) {
      now = time;
      Invocation.of(iam, config)
          .run(Events.schedule(ACCOUNT, time, parameters(others), "a-result-token"));
    }

    void change(FakeIam iam, Instant time, Map<String, String> others, User user) {
      Invocation.of(iam, config)
          .run(
              Events.change(
                  ACCOUNT, time, parameters(others), "a-result-token", user.id(), user.name()));
    }

    Map<String, Held> held() {
      return config.storedResults().stream()
          .collect(
              toMap(
                  it -> it.evaluationResultIdentifier().evaluationResultQualifier().resourceId(),
                  it -> new Held(it.complianceTypeAsString(), it.annotation()),
                  (one, other) -> other,
                  TreeMap::new));
    }
  }

  @Test
  void parameterChangesWhatIsSentAndNothingThatIsHeld() {
    int sent = 0;
    int sentAlways = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(new SplittableRandom(seed).nextLong());
      AccountHistory history = new AccountHistory(random);
      Deployment always = new Deployment("0");
      Deployment tested = new Deployment(List.of("1", "7", "30", "365").get(random.nextInt(4)));
      Map<String, String> parameters =
          Map.of(
              "gracePeriodHours", List.of("0", "30").get(random.nextInt(2)),
              "creationWindowMinutes", "1440",
              "consolePasswordOnly", String.valueOf(random.nextBoolean()));
      List<User> read = List.of();
      for (int run = 0; run < RUNS; run++) {
        history.play(random.nextInt(4));
        history.pass(timeBetweenRuns(random, tested.days));
        tested.skew = skew(random);
        boolean isDisturbed = random.nextInt(3) == 0 && !history.users().isEmpty();
        if (isDisturbed) runDisturbed(history, random, always, tested, parameters);
        if (random.nextInt(3) == 0) {
          runOvertaken(read, history, random, List.of(always, tested), parameters);
          assertThat(tested.held())
              .as("seed %s, run %s, %s days, overtaken", seed, run, tested.days)
              .isEqualTo(always.held());
        }
        String report =
            CredentialReportCsv.of(history.users(), history.deleted(), new Random(seed));
        Instant generated = history.now().minusSeconds(60);
        always.schedule(new FakeIam(history.users()), history.now(), parameters);
        tested.schedule(
            new FakeIam(history.users())
                .withCredentialReport(ReportStateType.COMPLETE, generated, report),
            history.now(),
            parameters);
        assertThat(tested.held())
            .as("seed %s, run %s, %s days", seed, run, tested.days)
            .isEqualTo(always.held());
        read = history.users();
      }
      sent += tested.config.evaluations().size();
      sentAlways += always.config.evaluations().size();
    }
    assertThat(sent).isPositive().isLessThan(sentAlways * 3 / 4);
  }

  /** Among them exactly as long as the parameter says, and a thousandth of a second more. */
  private static Duration timeBetweenRuns(Random random, String days) {
    Duration limit = Duration.ofDays(Long.parseLong(days));
    return switch (random.nextInt(5)) {
      case 0 -> limit;
      case 1 -> limit.plusMillis(1);
      case 2 -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  /** By how much AWS Config's clock is wrong; null where it says no time. */
  private static Duration skew(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> Duration.ofDays(400);
      case 2 -> Duration.ofMinutes(10);
      case 3 -> Duration.ofDays(-400);
      default -> Duration.ZERO;
    };
  }

  /** While a scheduled run reads users, a user changes, and its change is evaluated and stored. */
  private static void runDisturbed(
      AccountHistory history,
      Random random,
      Deployment always,
      Deployment tested,
      Map<String, String> parameters) {
    List<User> before = history.users();
    User changed = before.get(random.nextInt(before.size()));
    history.play(1);
    List<User> after = history.users();
    for (Deployment deployment : List.of(always, tested)) {
      runTogether(deployment, before, after, changed, history.now(), parameters);
    }
    history.pass(Duration.ofHours(1));
  }

  /**
   * A user changes, and changes back before a scheduled run reads what was so at the last one. The
   * run of the change, which has read the user in between or did not find it, ends during the
   * scheduled run.
   */
  private static void runOvertaken(
      List<User> now,
      AccountHistory history,
      Random random,
      List<Deployment> deployments,
      Map<String, String> parameters) {
    List<User> between = history.users();
    List<User> known = between.stream().filter(user -> isIn(now, user)).toList();
    if (known.isEmpty()) return;
    User changed = known.get(random.nextInt(known.size()));
    List<User> ofChange =
        random.nextInt(3) == 0
            ? between.stream().filter(user -> !user.equals(changed)).toList()
            : between;
    for (Deployment deployment : deployments) {
      runTogether(deployment, now, ofChange, changed, history.now(), parameters);
    }
    history.pass(Duration.ofHours(1));
  }

  private static boolean isIn(List<User> users, User user) {
    return users.stream().anyMatch(it -> it.id().equals(user.id()));
  }

  private static void runTogether(
      Deployment deployment,
      List<User> ofSchedule,
      List<User> ofChange,
      User changed,
      Instant time,
      Map<String, String> parameters) {
    FakeIam iam = new FakeIam(ofSchedule);
    boolean[] isChanged = new boolean[1];
    iam.before(
        "ListUsers",
        () -> {
          if (isChanged[0]) return;
          isChanged[0] = true;
          deployment.now = time;
          deployment.change(new FakeIam(ofChange), time, parameters, changed);
        });
    deployment.schedule(iam, time, parameters);
    assertThat(isChanged[0]).isTrue();
  }
}
