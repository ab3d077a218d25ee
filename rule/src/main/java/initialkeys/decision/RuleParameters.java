package initialkeys.decision;

import static initialkeys.decision.RuleParameter.ACTIVE_KEYS_ONLY;
import static initialkeys.decision.RuleParameter.CONSOLE_PASSWORD_ONLY;
import static initialkeys.decision.RuleParameter.CREATION_WINDOW_MINUTES;
import static initialkeys.decision.RuleParameter.EXEMPT_USERS;
import static initialkeys.decision.RuleParameter.GRACE_PERIOD_HOURS;
import static initialkeys.decision.RuleParameter.REPORT_ONLY_CHANGES;
import static initialkeys.decision.RuleParameter.UNUSED_KEYS_ONLY;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The rule's parameters, one component for each {@link RuleParameter}, which says what they may be.
 *
 * @param creationWindow how close to the user's creation a key counts as made with it, inclusive
 * @param consolePasswordOnly only users with a console password can be NON_COMPLIANT
 * @param unusedKeysOnly a key that has been used does not count
 * @param activeKeysOnly a key that is Inactive or Expired does not count
 * @param gracePeriod a key younger than this does not count yet
 * @param exemptUsers users that are left out on purpose
 * @param reportOnlyChanges on a schedule, send only what differs from what AWS Config holds
 */
public record RuleParameters(
    Duration creationWindow,
    boolean consolePasswordOnly,
    boolean unusedKeysOnly,
    boolean activeKeysOnly,
    Duration gracePeriod,
    List<UserPattern> exemptUsers,
    boolean reportOnlyChanges) {

  public RuleParameters {
    exemptUsers = List.copyOf(exemptUsers);
  }

  /**
   * Reads the parameters as AWS Config hands them over; an absent one has its default.
   *
   * @param given names to values; every value must be text
   * @throws InvalidInputException naming the parameter, the value and what is allowed
   */
  public static RuleParameters parse(Map<String, ?> given) {
    RuleParameter.requireKnown(given);
    return new RuleParameters(
        Duration.ofMinutes(CREATION_WINDOW_MINUTES.number(given, 1, 1440)),
        CONSOLE_PASSWORD_ONLY.flag(given),
        UNUSED_KEYS_ONLY.flag(given),
        ACTIVE_KEYS_ONLY.flag(given),
        Duration.ofHours(GRACE_PERIOD_HOURS.number(given, 0, 2160)),
        exemptUsers(given),
        REPORT_ONLY_CHANGES.flag(given));
  }

  private static List<UserPattern> exemptUsers(Map<String, ?> given) {
    return Arrays.stream(EXEMPT_USERS.text(given).split(","))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .map(UserPattern::new)
        .toList();
  }

  boolean exempts(UserIdentity user) {
    return exemptUsers.stream().anyMatch(pattern -> pattern.matches(user));
  }
}
