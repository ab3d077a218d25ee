package initialkeys.config;

import initialkeys.evaluation.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.Evaluation;

/**
 * What a scheduled run does not send, because AWS Config already holds the same compliance type and
 * annotation, unless it has held them for longer than the rule parameters say. A result whose time
 * is unknown, or lies in the future, is sent. Used by one thread.
 */
public final class UnchangedResults {

  /** How far the time of the event and that of a stored result may differ. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(10);

  private final StoredResults stored;
  private final Instant oldest;
  private final Instant newest;
  private final Set<Resource> leftOut = new HashSet<>();
  private Set<Resource> replaced = Set.of();

  private UnchangedResults(StoredResults stored, Instant oldest, Instant newest) {
    this.stored = stored;
    this.oldest = oldest;
    this.newest = newest;
  }

  /** None for a parameter that has everything sent at every run. */
  public static UnchangedResults of(RuleEvent event, StoredResults stored) {
    Duration after = event.parameters().resendUnchangedAfter();
    Instant now = event.trigger().notified();
    return new UnchangedResults(
        after.isZero() ? StoredResults.NONE : stored, now.minus(after), now.plus(CLOCK_MARGIN));
  }

  /** Whether the evaluation is not sent. */
  boolean leavesOut(Evaluation evaluation) {
    Resource resource =
        new Resource(evaluation.complianceResourceType(), evaluation.complianceResourceId());
    if (replaced.contains(resource) || !stored.holds(evaluation, oldest, newest)) return false;
    leftOut.add(resource);
    return true;
  }

  /** Whether nothing was left out. */
  public boolean isNone() {
    return leftOut.isEmpty();
  }

  /**
   * The resources whose evaluation was not sent, and whose stored result another run has replaced
   * since: it is NON_COMPLIANT and was not, or the reverse, or names other keys. Their evaluations
   * are sent from now on. The NON_COMPLIANT results are read once more for that; two COMPLIANT ones
   * have the same annotation as long as the rule parameters are the same.
   *
   * @param isLate whether no further page must be requested
   * @throws ConfigCallException when AWS Config rejects the call, or its response is malformed
   */
  public Set<Resource> replaced(ConfigClient config, String ruleName, BooleanSupplier isLate) {
    StoredResults nonCompliant = StoredResults.readNonCompliant(config, ruleName, isLate);
    replaced =
        leftOut.stream()
            .filter(resource -> !stored.isSame(resource, nonCompliant))
            .collect(Collectors.toUnmodifiableSet());
    return replaced;
  }

  /** Whether {@link #replaced} has found the resource. */
  public boolean isReplaced(Resource resource) {
    return replaced.contains(resource);
  }
}
