package initialkeys.remediation;

import initialkeys.decision.RuleParameters;
import initialkeys.iam.Sleeper;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** One remediation over an IAM in memory, with everything that it logged and waited for. */
final class RemediationRun {

  static final Instant USER_CREATED = UserBuilder.CREATED;
  static final Instant NOW = USER_CREATED.plus(Duration.ofDays(300));
  static final Duration GRACE = Duration.ofHours(24);

  final FakeIam iam;
  final List<KeyEvent> events = new ArrayList<>();
  final List<Duration> waits = new ArrayList<>();
  private Map<String, String> parameters = Map.of();
  private RemediationPolicy policy = new RemediationPolicy(GRACE, false);
  private Instant now = NOW;
  private IntSupplier remainingMillis = () -> 270_000;
  private Sleeper sleeper = waits::add;

  RemediationRun(Account.User... users) {
    this(new FakeIam(List.of(users)));
  }

  RemediationRun(FakeIam iam) {
    this.iam = iam;
  }

  RemediationRun withParameters(Map<String, String> given) {
    parameters = given;
    return this;
  }

  RemediationRun withGrace(Duration grace) {
    policy = new RemediationPolicy(grace, policy.isDryRun());
    return this;
  }

  RemediationRun dry() {
    policy = new RemediationPolicy(policy.grace(), true);
    return this;
  }

  RemediationRun at(Instant time) {
    now = time;
    return this;
  }

  RemediationRun withRemainingMillis(IntSupplier millis) {
    remainingMillis = millis;
    return this;
  }

  RemediationRun sleeping(Sleeper other) {
    sleeper = other;
    return this;
  }

  /** Remediates the user whose id follows from this name. */
  RemediationResult of(String name) {
    return new Remediation(
            iam,
            () -> RuleParameters.parse(parameters).decision(),
            policy,
            now,
            remainingMillis,
            sleeper,
            events::add)
        .remediate(UserBuilder.idOf(name));
  }

  /** Every write, as "UpdateAccessKey user key status". */
  List<String> writes() {
    return writes(iam);
  }

  static List<String> writes(FakeIam iam) {
    return iam.calls().stream().filter(call -> call.startsWith("UpdateAccessKey")).toList();
  }
}
