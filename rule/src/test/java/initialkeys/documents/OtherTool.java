package initialkeys.documents;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Account.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What other tools find, as we read their sources and documentation. Users that they exempt by
 * settings of their own are not exempt here.
 */
enum OtherTool {
  /**
   * prowler-cloud/prowler, iam_user_no_setup_initial_access_key.py: of the two keys in the
   * credential report, one is active, its last use is N/A, and a password is enabled.
   */
  PROWLER("Prowler") {
    @Override
    boolean finds(User user, Instant now) {
      return user.password()
          && user.keys().stream().limit(2).anyMatch(key -> isActive(key) && isNeverUsed(key));
    }
  },
  /**
   * The control's audit "From Console": of users with a password and a key, a key's creation
   * matches the user's. "Match" is taken as this rule's default window.
   */
  CONSOLE_AUDIT("console audit") {
    @Override
    boolean finds(User user, Instant now) {
      return user.password() && user.keys().stream().anyMatch(key -> isCreatedWith(user, key));
    }
  },
  /**
   * The control's audit "From Command Line": a password is enabled, and a key's last use is N/A.
   */
  COMMAND_LINE_AUDIT("command-line audit") {
    @Override
    boolean finds(User user, Instant now) {
      return user.password() && user.keys().stream().anyMatch(OtherTool::isNeverUsed);
    }
  },
  /**
   * IAM Access Analyzer's findings of unused access keys with a tracking period of 90 days (F75):
   * an active key has not been used in it. A key that was never used counts from its creation.
   */
  ACCESS_ANALYZER("Access Analyzer") {
    @Override
    boolean finds(User user, Instant now) {
      Instant before = now.minus(Duration.ofDays(90));
      return user.keys().stream()
          .filter(OtherTool::isActive)
          .anyMatch(
              key -> !Objects.requireNonNullElse(key.lastUsed(), key.created()).isAfter(before));
    }
  },
  /** Security Hub's standards have no control for this requirement (F76). */
  SECURITY_HUB("Security Hub") {
    @Override
    boolean finds(User user, Instant now) {
      return false;
    }
  };

  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final String title;

  OtherTool(String title) {
    this.title = title;
  }

  /** The name in the document. */
  String title() {
    return title;
  }

  /** Whether the tool finds the user. */
  abstract boolean finds(User user, Instant now);

  private static boolean isActive(Account.Key key) {
    return key.status().equals("Active");
  }

  private static boolean isNeverUsed(Account.Key key) {
    return key.lastUsed() == null;
  }

  private static boolean isCreatedWith(User user, Account.Key key) {
    return Duration.between(user.created(), key.created()).abs().compareTo(WINDOW) <= 0;
  }
}
