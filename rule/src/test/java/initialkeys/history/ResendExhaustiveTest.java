package initialkeys.history;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.invocation.Invocation;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * The law for resendUnchangedAfterDays: neither a stored result of any kind and age, nor a
 * credential report of any kind, nor the parameter changes what AWS Config holds of a user after a
 * run. They decide only whether it is sent.
 */
class ResendExhaustiveTest {

  private static final String ACCOUNT = "123456789012";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private static final List<User> USERS =
      List.of(
          withoutKeys("bo"),
          withUnusedKey("bo"),
          named("bo")
              .keys(key("1", UserBuilder.CREATED, UserBuilder.CREATED.plusSeconds(9)))
              .build());

  @Test
  void onlyTheParameterAndTheAgeDecideWhatIsSent() {
    int worlds = 0;
    for (User user : USERS) {
      Evaluation right = result(user);
      for (int days : List.of(0, 1, 30, 365)) {
        for (Optional<Stored> stored : storedResults(right, Duration.ofDays(days))) {
          for (FakeIam iam : reports(user)) {
            FakeConfig config = new FakeConfig(stored.stream().toList()).remembering(() -> NOW);
            Invocation.of(iam, config).run(schedule(days));
            String world = "%s, %s days, %s".formatted(user, days, stored);
            assertThat(config.storedResults())
                .as(world)
                .singleElement()
                .returns(right.complianceType(), EvaluationResult::complianceType)
                .returns(right.annotation(), EvaluationResult::annotation);
            assertThat(config.evaluations())
                .as(world)
                .hasSize(isSent(right, stored, Duration.ofDays(days)) ? 1 : 0);
            worlds++;
          }
        }
      }
    }
    assertThat(worlds).isEqualTo(3 * 4 * (1 + 3 * 8) * 3);
  }

  /**
   * As the parameter is documented: a result is not sent that AWS Config holds and has recorded
   * within the limit.
   */
  private static boolean isSent(Evaluation right, Optional<Stored> stored, Duration limit) {
    if (stored.isEmpty() || limit.isZero()) return true;
    Stored held = stored.get();
    boolean isSame =
        held.compliance().equals(right.complianceTypeAsString())
            && held.annotation().equals(right.annotation());
    if (!isSame || held.recorded() == null) return true;
    Duration age = Duration.between(held.recorded(), NOW);
    return age.compareTo(limit) > 0 || age.compareTo(MARGIN.negated()) < 0;
  }

  /**
   * No result; and the right one, one of another type and one with another annotation, each of
   * several ages.
   */
  private static List<Optional<Stored>> storedResults(Evaluation right, Duration limit) {
    String id = right.complianceResourceId();
    String type = right.complianceTypeAsString();
    String other = type.equals("COMPLIANT") ? "NON_COMPLIANT" : "COMPLIANT";
    List<Instant> times =
        Arrays.asList(
            null,
            NOW,
            NOW.minus(limit),
            NOW.minus(limit).minusMillis(1),
            NOW.minus(limit).plusMillis(1),
            NOW.plus(MARGIN),
            NOW.plus(MARGIN).plusMillis(1),
            NOW.plus(Duration.ofDays(400)));
    return Stream.concat(
            Stream.of(Optional.<Stored>empty()),
            times.stream()
                .flatMap(
                    time ->
                        Stream.of(
                                new Stored(id, type, right.annotation(), time),
                                new Stored(id, other, right.annotation(), time),
                                new Stored(id, type, "from earlier", time))
                            .map(Optional::of)))
        .toList();
  }

  /** Without a credential report, with an earlier one, and with one of this run. */
  private static List<FakeIam> reports(User user) {
    String report = CredentialReportCsv.of(List.of(user), List.of(), new Random(0));
    return List.of(
        new FakeIam(List.of(user)),
        new FakeIam(List.of(user))
            .withCredentialReport(ReportStateType.COMPLETE, NOW.minus(Duration.ofHours(3)), report),
        new FakeIam(List.of(user)).withCredentialReport(ReportStateType.STARTED, NOW, report));
  }

  private static Evaluation result(User user) {
    FakeConfig config = new FakeConfig(List.of());
    Invocation.of(new FakeIam(List.of(user)), config).run(schedule(0));
    assertThat(config.evaluations())
        .singleElement()
        .returns(idOf("bo"), Evaluation::complianceResourceId);
    return config.evaluations().getFirst();
  }

  private static String schedule(int days) {
    return Events.schedule(
        ACCOUNT, NOW, Map.of("resendUnchangedAfterDays", String.valueOf(days)), "a-result-token");
  }
}
