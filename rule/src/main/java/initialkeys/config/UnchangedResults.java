package initialkeys.config;

import initialkeys.config.StoredResults.StoredResult;
import initialkeys.decision.InitialKeyRule;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
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
  private StoredResults nonCompliantNow;

  /**
   * Resources whose evaluation was left out as NON_COMPLIANT, and that other runs have set to
   * something else meanwhile.
   *
   * @param compliant COMPLIANT now
   * @param withoutResult those of which AWS Config returns no result now, as after NOT_APPLICABLE
   */
  public record Cleared(Set<Resource> compliant, Set<Resource> withoutResult) {

    public Cleared {
      compliant = Set.copyOf(compliant);
      withoutResult = Set.copyOf(withoutResult);
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
   * Reads the NON_COMPLIANT results again, unless that was done before, and the others when one is
   * missing.
   *
   * @param isLate whether no further page must be requested
   * @throws ConfigCallException when AWS Config rejects the call, or its response is malformed
   */
  public Cleared findCleared(ConfigClient config, BooleanSupplier isLate) {
    StoredResults now = nonCompliantNow(config, isLate);
    Set<Resource> missing =
        leftOut.stream()
            .filter(resource -> !stored.isCompliant(resource) && now.of(resource).isEmpty())
            .collect(Collectors.toSet());
    if (missing.isEmpty()) return new Cleared(Set.of(), Set.of());
    StoredResults compliant = read(config, ComplianceType.COMPLIANT, isLate);
    return new Cleared(
        missing.stream()
            .filter(resource -> compliant.of(resource).isPresent())
            .collect(Collectors.toSet()),
        missing.stream()
            .filter(resource -> compliant.of(resource).isEmpty())
            .collect(Collectors.toSet()));
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
    StoredResults now = read(config, ComplianceType.NON_COMPLIANT, isLate);
    if (nonCompliantNow != null) nonCompliantNow = now;
    other.retainAll(now.results().keySet());
    kept.addAll(other);
  }

  /** Whether the result of another run is kept, and its resource not evaluated again yet. */
  public boolean isKept(Resource resource) {
    return kept.contains(resource) && !isReplaced(resource);
  }

  /**
   * The resources whose evaluation was left out and that are NON_COMPLIANT now, with another
   * compliance type or annotation than at the start. The NON_COMPLIANT results are read again,
   * unless that was done before.
   *
   * @throws ConfigCallException as {@link #findCleared}
   */
  public Set<Resource> findNonCompliant(ConfigClient config, BooleanSupplier isLate) {
    return nonCompliantNow(config, isLate).results().entrySet().stream()
        .filter(now -> leftOut.contains(now.getKey()) && isOther(now.getKey(), now.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private boolean isOther(Resource resource, StoredResult now) {
    return stored
        .of(resource)
        .filter(before -> !before.isCompliant())
        .filter(before -> Objects.equals(before.annotation(), now.annotation()))
        .isEmpty();
  }

  private StoredResults nonCompliantNow(ConfigClient config, BooleanSupplier isLate) {
    if (nonCompliantNow == null) {
      nonCompliantNow = read(config, ComplianceType.NON_COMPLIANT, isLate);
    }
    return nonCompliantNow;
  }

  private StoredResults read(ConfigClient config, ComplianceType type, BooleanSupplier isLate) {
    return StoredResults.read(config, event.ruleName(), type, isLate);
  }

  /** Has the next evaluation of a resource sent, whatever AWS Config held at the start. */
  public void sendNext(Resource resource) {
    replaced.add(resource);
  }

  /** Whether {@link #sendNext} was called for it. */
  public boolean isReplaced(Resource resource) {
    return replaced.contains(resource);
  }
}
