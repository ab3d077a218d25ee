package initialkeys.config;

import initialkeys.decision.Verdict.Absence;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.Optional;

/** Why AWS Config calls the rule. */
public sealed interface Trigger {

  /** When AWS Config asked (notificationCreationTime): the {@code now} of every decision. */
  Instant notified();

  /** What orders this trigger's results among those of others (F13). */
  Instant ordering();

  /** It is time to look at every user (F9). */
  record Schedule(Instant notified) implements Trigger {
    @Override
    public Instant ordering() {
      return notified;
    }
  }

  /**
   * One user was made or changed (F7, F8).
   *
   * @param ordering the configuration item's capture time
   * @param userName the name at that time; an oversized item may lack it
   */
  record UserChanged(Instant notified, Instant ordering, String userId, Optional<String> userName)
      implements Trigger {}

  /** A resource that there is nothing to say of any more, or that is no user (F10). */
  record ResourceAbsent(Instant notified, Instant ordering, Resource resource, Absence absence)
      implements Trigger {}
}
