package initialkeys.config;

import initialkeys.decision.InitialKeyRule;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

/**
 * What a scheduled run does not send, because AWS Config already holds the same compliance type and
 * annotation, unless it has held them for longer than the rule parameters say. A result whose time
 * is unknown, or lies in the future, is sent. Used by one thread.
 */
public final class UnchangedResults {

  private final RuleEvent event;
  private final StoredResults stored;
  private final Set<Resource> nonCompliant = new HashSet<>();
  private Set<Resource> replaced = Set.of();

  private UnchangedResults(RuleEvent event, StoredResults stored) {
    this.event = event;
    this.stored = stored;
  }

  /** With a parameter that has everything sent at every run, nothing is left out. */
  public static UnchangedResults of(RuleEvent event, StoredResults stored) {
    boolean isEverythingSent = event.parameters().resendUnchangedAfter().isZero();
    return new UnchangedResults(event, isEverythingSent ? StoredResults.NONE : stored);
  }

  /** Whether the evaluation is not sent; {@link #findReplaced} knows it from then on. */
  boolean leavesOut(Evaluation evaluation) {
    Resource resource =
        new Resource(evaluation.complianceResourceType(), evaluation.complianceResourceId());
    Instant now = event.trigger().notified();
    Instant oldest = now.minus(event.parameters().resendUnchangedAfter());
    if (replaced.contains(resource)
        || !stored.holds(evaluation, oldest, now.plus(InitialKeyRule.CLOCK_MARGIN))) {
      return false;
    }
    if (evaluation.complianceType() == ComplianceType.NON_COMPLIANT) nonCompliant.add(resource);
    return true;
  }

  /** Whether a NON_COMPLIANT evaluation was left out. */
  public boolean hasNonCompliant() {
    return !nonCompliant.isEmpty();
  }

  /**
   * Reads the stored results again, and returns the resources whose NON_COMPLIANT evaluation was
   * left out, and of which AWS Config holds COMPLIANT now: another run has stored that meanwhile.
   * Their next evaluations are sent. Only the annotation that these rule parameters give counts: a
   * run with later parameters is right. The NON_COMPLIANT results are read first, and the others
   * only when one is missing.
   *
   * @param isLate whether no further page must be requested
   * @throws ConfigCallException when AWS Config rejects the call, or its response is malformed
   */
  public Set<Resource> findReplaced(ConfigClient config, BooleanSupplier isLate) {
    Set<Resource> missing = new HashSet<>(nonCompliant);
    missing.removeAll(read(config, ComplianceType.NON_COMPLIANT, isLate).results().keySet());
    if (missing.isEmpty()) return Set.of();
    StoredResults compliant = read(config, ComplianceType.COMPLIANT, isLate);
    replaced =
        missing.stream()
            .filter(resource -> isOfTheseParameters(compliant, resource))
            .collect(Collectors.toUnmodifiableSet());
    return replaced;
  }

  private StoredResults read(ConfigClient config, ComplianceType type, BooleanSupplier isLate) {
    return StoredResults.read(config, event.ruleName(), type, isLate);
  }

  private boolean isOfTheseParameters(StoredResults compliant, Resource resource) {
    String annotation =
        Annotations.of(
            new Evaluated(Subject.of(resource), new Compliant(Compliant.Reason.NO_INITIAL_KEY)),
            event.parameters().decision());
    return compliant
        .of(resource)
        .filter(held -> held.annotation() != null && held.annotation().startsWith(annotation))
        .isPresent();
  }

  /** Whether {@link #findReplaced} has found the resource. */
  public boolean isReplaced(Resource resource) {
    return replaced.contains(resource);
  }
}
