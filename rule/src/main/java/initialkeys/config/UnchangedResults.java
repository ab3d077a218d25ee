package initialkeys.config;

import initialkeys.decision.InitialKeyRule;
import initialkeys.decision.TriState;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

/**
 * What a scheduled run does not send: what AWS Config already holds with the same compliance type
 * and annotation, unless it has held them for longer than the rule parameters say; and what would
 * replace a result of another run that is to be kept. A result whose time is unknown, or lies in
 * the future of both the event and the run, is sent. Used by one thread.
 */
public final class UnchangedResults {

  private final RuleEvent event;
  private final StoredResults stored;
  private final Instant newest;
  private final Set<Resource> leftOut = new HashSet<>();
  private final Set<Resource> kept = new HashSet<>();
  private final Set<Resource> replaced = new HashSet<>();
  private StoredResults atTheEnd = StoredResults.NONE;

  /**
   * Resources whose evaluation was left out, and of which AWS Config holds something else now.
   *
   * @param other those that are or were NON_COMPLIANT, with another compliance type or annotation;
   *     and those whose result was kept, because their evaluation was not sent
   * @param withoutResult those of which AWS Config returns no result, as after NOT_APPLICABLE
   * @param otherAnnotation those that are COMPLIANT as before, with another annotation
   */
  public record Replaced(
      Set<Resource> other, Set<Resource> withoutResult, Set<Resource> otherAnnotation) {

    public Replaced {
      other = Set.copyOf(other);
      withoutResult = Set.copyOf(withoutResult);
      otherAnnotation = Set.copyOf(otherAnnotation);
    }
  }

  private UnchangedResults(RuleEvent event, StoredResults stored, Instant started) {
    this.event = event;
    this.stored = stored;
    Instant notified = event.trigger().notified();
    this.newest =
        (started.isAfter(notified) ? started : notified).plus(InitialKeyRule.CLOCK_MARGIN);
  }

  /**
   * With a parameter that has everything sent at every run, nothing is left out as unchanged.
   *
   * @param started when the run started: hours after the event where that has waited, and after the
   *     first attempt has stored its results
   */
  public static UnchangedResults of(RuleEvent event, StoredResults stored, Instant started) {
    return new UnchangedResults(event, stored, started);
  }

  /** Whether the evaluation is not sent; the methods below know it from then on. */
  boolean leaveOut(Evaluation evaluation) {
    Resource resource =
        new Resource(evaluation.complianceResourceType(), evaluation.complianceResourceId());
    Instant oldest = event.trigger().notified().minus(event.parameters().resendUnchangedAfter());
    boolean isHeld = !isEverythingSent() && stored.holds(evaluation, oldest, newest);
    if (isReplaced(resource) || !(isHeld || isKept(resource))) return false;
    leftOut.add(resource);
    return true;
  }

  private boolean isEverythingSent() {
    return event.parameters().resendUnchangedAfter().isZero();
  }

  /** Whether an evaluation was left out. */
  public boolean hasLeftOut() {
    return !leftOut.isEmpty();
  }

  /** Whether a NON_COMPLIANT evaluation was left out. */
  public boolean hasLeftOutNonCompliant() {
    return !leftOut.stream().allMatch(stored::isCompliant);
  }

  /**
   * The resources whose evaluation was left out as NON_COMPLIANT, and that are not NON_COMPLIANT
   * any more. Reads the NON_COMPLIANT results again.
   *
   * @param isLate whether no further page must be requested
   * @throws ConfigCallException when AWS Config rejects the call, or its response is malformed
   */
  public Set<Resource> findCleared(ConfigClient config, BooleanSupplier isLate) {
    StoredResults now = nonCompliant(config, isLate);
    return leftOut.stream()
        .filter(resource -> !stored.isCompliant(resource) && now.of(resource).isEmpty())
        .collect(Collectors.toSet());
  }

  /**
   * Keeps what another run has set to NON_COMPLIANT: of these resources, the evaluation of each
   * that was not NON_COMPLIANT at the start, and is now, is left out too. The NON_COMPLIANT results
   * are read again for that.
   *
   * @throws ConfigCallException as {@link #findCleared}
   */
  public void keepNonCompliant(
      Set<Resource> resources, ConfigClient config, BooleanSupplier isLate) {
    Set<Resource> other = new HashSet<>(resources);
    other.removeIf(resource -> stored.of(resource).isPresent() && !stored.isCompliant(resource));
    if (other.isEmpty()) return;
    other.retainAll(nonCompliant(config, isLate).results().keySet());
    kept.addAll(other);
  }

  /** Whether the result of another run is kept, and its resource not evaluated again yet. */
  public boolean isKept(Resource resource) {
    return kept.contains(resource) && !isReplaced(resource);
  }

  private StoredResults nonCompliant(ConfigClient config, BooleanSupplier isLate) {
    return StoredResults.read(config, event.ruleName(), ComplianceType.NON_COMPLIANT, isLate);
  }

  /**
   * Reads all results again, and compares those whose evaluation was left out with the start.
   *
   * @throws ConfigCallException as {@link #findCleared}
   */
  public Replaced findReplaced(ConfigClient config, BooleanSupplier isLate) {
    StoredResults now = StoredResults.read(config, event.ruleName(), isLate);
    atTheEnd = now;
    Set<Resource> other = new HashSet<>();
    Set<Resource> withoutResult = new HashSet<>();
    Set<Resource> otherAnnotation = new HashSet<>();
    for (Resource resource : leftOut) {
      if (isReplaced(resource) || (!isKept(resource) && now.isSame(resource, stored))) continue;
      boolean isCompliantAsBefore = now.isCompliant(resource) && stored.isCompliant(resource);
      if (now.of(resource).isEmpty()) {
        withoutResult.add(resource);
      } else if (isCompliantAsBefore && !isKept(resource)) {
        otherAnnotation.add(resource);
      } else {
        other.add(resource);
      }
    }
    return new Replaced(other, withoutResult, otherAnnotation);
  }

  /** Has the next evaluation of a resource sent, whatever AWS Config held at the start. */
  public void sendNext(Resource resource) {
    replaced.add(resource);
  }

  /** Whether {@link #sendNext} was called for it. */
  public boolean isReplaced(Resource resource) {
    return replaced.contains(resource);
  }

  /**
   * Whether AWS Config may have dropped the evaluation of a resource that it has accepted (F13): it
   * holds a result of a later event.
   */
  public boolean isOutdated(Resource resource) {
    Instant ordering = event.trigger().ordering();
    return stored.isOrderedAfter(resource, ordering) || atTheEnd.isOrderedAfter(resource, ordering);
  }

  /**
   * Whether a resource may have a finding in Security Hub: by the result at the start and, of one
   * whose next evaluation is sent, the results of other runs: one without a result may get one
   * meanwhile. While such a result is kept, so is its finding.
   */
  public TriState mayHaveFinding(Resource resource) {
    if (isKept(resource)) return TriState.NO;
    TriState atTheStart = stored.mayHaveFinding(resource);
    if (!isReplaced(resource)) return atTheStart;
    boolean isPossible =
        kept.contains(resource)
            || atTheStart == TriState.YES
            || atTheEnd.of(resource).isEmpty()
            || atTheEnd.mayHaveFinding(resource) == TriState.YES;
    return isPossible ? TriState.UNKNOWN : TriState.NO;
  }
}
