package initialkeys.decision;

import java.time.Duration;
import java.util.List;

/**
 * The parsed values of all rule parameters on their way into {@link RuleParameters}. Its fields are
 * private, so that only the methods here set them: then Error Prone rejects a field that {@link
 * #parameters} does not read.
 */
final class ParameterValues {
  private Duration creationWindow;
  private boolean consolePasswordOnly;
  private boolean unusedKeysOnly;
  private boolean activeKeysOnly;
  private Duration gracePeriod;
  private List<UserPattern> exemptUsers;
  private Duration resendUnchangedAfter;

  void creationWindowMinutes(int minutes) {
    creationWindow = Duration.ofMinutes(minutes);
  }

  void consolePasswordOnly(boolean flag) {
    consolePasswordOnly = flag;
  }

  void unusedKeysOnly(boolean flag) {
    unusedKeysOnly = flag;
  }

  void activeKeysOnly(boolean flag) {
    activeKeysOnly = flag;
  }

  void gracePeriodHours(int hours) {
    gracePeriod = Duration.ofHours(hours);
  }

  void exemptUsers(List<UserPattern> users) {
    exemptUsers = users;
  }

  void resendUnchangedAfterDays(int days) {
    resendUnchangedAfter = Duration.ofDays(days);
  }

  /** What a run reads. Each setter must have been called. */
  RuleParameters parameters() {
    return new RuleParameters(
        new DecisionParameters(
            creationWindow,
            consolePasswordOnly,
            unusedKeysOnly,
            activeKeysOnly,
            gracePeriod,
            exemptUsers),
        resendUnchangedAfter);
  }
}
