package initialkeys.simulation;

import initialkeys.simulation.Account.Expected;
import initialkeys.simulation.Account.Stored;
import initialkeys.simulation.Account.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * An account of any size that was evaluated before, so that AWS Config holds a result of each user.
 *
 * @param users long there
 */
public record SimulatedAccount(List<User> users) {

  public static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  private static final String ACCOUNT_ID = "123456789012";
  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");
  private static final Instant USED = Instant.parse("2025-12-01T00:00:00Z");

  /**
   * Of a hundred users, 60 have no key, 20 one made 30 days later and used, 10 one made with the
   * user and used, 5 one made with the user and never used, with a password, 3 the same without a
   * password, and 2 one made 90 days later and never used.
   */
  public static SimulatedAccount mixed(int users) {
    return of(
        users,
        i ->
            switch (i % 100) {
              case 0, 20, 40, 60, 80 -> user(i, true, Duration.ofSeconds(20), null);
              case 10, 30, 50 -> user(i, false, Duration.ofSeconds(20), null);
              case 70, 90 -> user(i, true, Duration.ofDays(90), null);
              default -> harmless(i);
            });
  }

  /** Users without keys and with used ones: nobody is guilty, and nobody looks it. */
  public static SimulatedAccount clean(int users) {
    return of(users, SimulatedAccount::harmless);
  }

  private static SimulatedAccount of(int users, IntFunction<User> user) {
    return new SimulatedAccount(IntStream.range(0, users).mapToObj(user).toList());
  }

  private static User harmless(int i) {
    return switch (i % 9) {
      case 0, 1 -> user(i, true, Duration.ofDays(30), USED);
      case 2 -> user(i, true, Duration.ofSeconds(20), USED);
      default -> user(i, true, null, null);
    };
  }

  private static User user(int i, boolean password, Duration keyAfter, Instant lastUsed) {
    List<Account.Key> keys =
        keyAfter == null
            ? List.of()
            : List.of(
                new Account.Key(
                    String.format(Locale.ROOT, "AKIA%016d", i),
                    CREATED.plus(keyAfter),
                    null,
                    lastUsed));
    return new User(
        String.format(Locale.ROOT, "user-%05d", i),
        String.format(Locale.ROOT, "AIDA%016d", i),
        "/",
        CREATED,
        password,
        keys,
        new Expected("-", "-"));
  }

  /** IAM with a report that was begun, or is there already. */
  public FakeIam iam(ReportStateType report) {
    return iam(report, NOW.minusSeconds(60));
  }

  /** The same with a report of another time. */
  public FakeIam iam(ReportStateType report, Instant made) {
    String csv = CredentialReportCsv.of(users, List.of(), new Random(0));
    return new FakeIam(users).withReport(report, made, csv);
  }

  /** IAM that gives no report: everything is asked of each user. */
  public FakeIam iamWithoutReport() {
    return new FakeIam(users);
  }

  /** AWS Config with a result of each user. */
  public FakeConfig config() {
    return new FakeConfig(
        users.stream().map(user -> new Stored(user.id(), "COMPLIANT", "from earlier")).toList());
  }

  /** A change of the first user. */
  public String change() {
    User first = users.getFirst();
    return Events.change(ACCOUNT_ID, NOW, Map.of(), "a-result-token", first.id(), first.name());
  }

  public String event() {
    return Events.schedule(ACCOUNT_ID, NOW, Map.of(), "a-result-token");
  }
}
