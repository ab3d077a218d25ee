package initialkeys.config;

import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.Optional;

/** Why AWS Config invokes the rule. */
public sealed interface Trigger {

  /**
   * When AWS Config sent the event (notificationCreationTime): the {@code now} of each decision.
   */
  Instant notified();

  /** The ordering timestamp of this trigger's results (F13). */
  Instant ordering();

  /** The schedule: every user is evaluated (F9). */
  record Schedule(Instant notified) implements Trigger {
    @Override
    public Instant ordering() {
      return notified;
    }
  }

  /**
   * One user was created or changed (F7, F8).
   *
   * @param ordering the configuration item's capture time
   * @param userName the name at that time, if the event has it; the id decides
   */
  record UserChanged(Instant notified, Instant ordering, String userId, Optional<String> userName)
      implements Trigger {}

  /**
   * The rule does not apply to the resource, or no longer (F10).
   *
   * @param ordering the configuration item's capture time
   */
  record ResourceAbsent(
      Instant notified, Instant ordering, Resource resource, NotApplicable.Reason reason)
      implements Trigger {}
}
