package initialkeys.simulation.service;

import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
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
 * An account of any size that has been evaluated before: AWS Config stores a result of each user.
 *
 * @param users all created long before {@link #NOW}
 */
public record SimulatedAccount(List<User> users) {

  public static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  private static final String ACCOUNT_ID = "123456789012";
  private static final Instant CREATED = UserBuilder.CREATED;
  private static final Instant USED = Instant.parse("2025-12-01T00:00:00Z");

  /**
   * Of 100 users, 60 have no key. 20 have one created 30 days after the user and used, and 10 one
   * created with the user and used. 5 have one created with the user and never used, and 3 the same
   * without a password. 2 have one created 90 days later and never used.
   */
  public static SimulatedAccount mixed(int users) {
    return of(
        users,
        i ->
            switch (i % 100) {
              case 0, 20, 40, 60, 80 -> user(i, true, Duration.ofSeconds(20), null);
              case 10, 30, 50 -> user(i, false, Duration.ofSeconds(20), null);
              case 70, 90 -> user(i, true, Duration.ofDays(90), null);
              default -> compliant(i);
            });
  }

  /**
   * Users without keys or with used keys: all are COMPLIANT, and most are decided without calls.
   */
  public static SimulatedAccount clean(int users) {
    return of(users, SimulatedAccount::compliant);
  }

  private static SimulatedAccount of(int users, IntFunction<User> user) {
    return new SimulatedAccount(IntStream.range(0, users).mapToObj(user).toList());
  }

  private static User compliant(int i) {
    return switch (i % 9) {
      case 0, 1 -> user(i, true, Duration.ofDays(30), USED);
      case 2 -> user(i, true, Duration.ofSeconds(20), USED);
      default -> user(i, true, null, null);
    };
  }

  private static User user(int i, boolean password, Duration keyAfter, Instant lastUsed) {
    UserBuilder user =
        UserBuilder.named(String.format(Locale.ROOT, "user-%05d", i))
            .id(String.format(Locale.ROOT, "AIDA%016d", i))
            .password(password);
    if (keyAfter != null) {
      String suffix = String.format(Locale.ROOT, "%016d", i);
      user.keys(UserBuilder.key(suffix, CREATED.plus(keyAfter), lastUsed));
    }
    return user.build();
  }

  /** IAM with a credential report of one minute ago. */
  public FakeIam iam(ReportStateType state) {
    return iam(state, NOW.minusSeconds(60));
  }

  /** IAM with a credential report of any time. */
  public FakeIam iam(ReportStateType state, Instant generated) {
    String csv = CredentialReportCsv.of(users, List.of(), new Random(0));
    return new FakeIam(users).withCredentialReport(state, generated, csv);
  }

  /** IAM without a credential report: each user needs live calls. */
  public FakeIam iamWithoutReport() {
    return new FakeIam(users);
  }

  /** AWS Config with a stored result of each user. */
  public FakeConfig config() {
    return new FakeConfig(
        users.stream().map(user -> new Stored(user.id(), "COMPLIANT", "from earlier")).toList());
  }

  /** A change event of the first user. */
  public String change() {
    User first = users.getFirst();
    return Events.change(ACCOUNT_ID, NOW, Map.of(), "a-result-token", first.id(), first.name());
  }

  /** A schedule event. */
  public String event() {
    return Events.schedule(ACCOUNT_ID, NOW, Map.of(), "a-result-token");
  }
}
