package initialkeys.decision;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The rule parameters that the decision depends on.
 *
 * @param creationWindow how close to the user's creation a key must be created to count; inclusive
 * @param consolePasswordOnly only users with a console password can be NON_COMPLIANT
 * @param unusedKeysOnly a key that has been used does not count
 * @param activeKeysOnly a key that is Inactive or Expired does not count
 * @param gracePeriod a key younger than this does not count yet
 * @param exemptUsers users that are exempt on purpose
 */
public record DecisionParameters(
    Duration creationWindow,
    boolean consolePasswordOnly,
    boolean unusedKeysOnly,
    boolean activeKeysOnly,
    Duration gracePeriod,
    List<UserPattern> exemptUsers) {

  public DecisionParameters {
    Objects.requireNonNull(creationWindow, "creationWindow");
    Objects.requireNonNull(gracePeriod, "gracePeriod");
    exemptUsers = List.copyOf(exemptUsers);
  }

  boolean exempts(UserIdentity user) {
    return exemptUsers.stream().anyMatch(pattern -> pattern.matches(user));
  }
}
