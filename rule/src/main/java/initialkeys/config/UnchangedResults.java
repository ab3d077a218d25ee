package initialkeys.config;

import initialkeys.decision.InitialKeyRule;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
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
  private final Set<Resource> leftOut = new HashSet<>();
  private final Set<Resource> replaced = new HashSet<>();

  /**
   * What other runs have stored while this one was under way, of the resources whose evaluation
   * this one has left out.
   *
   * @param compliant COMPLIANT now, by the annotation that the rule parameters of this run give,
   *     and left out as NON_COMPLIANT. Another annotation is that of later parameters, and right
   * @param gone without a result now, as after NOT_APPLICABLE, and left out as NON_COMPLIANT
   * @param nonCompliant NON_COMPLIANT now, and left out as COMPLIANT; with whether the annotation
   *     says that the keys were never used
   */
  public record Replaced(
      Set<Resource> compliant, Set<Resource> gone, Map<Resource, Boolean> nonCompliant) {

    public Replaced {
      compliant = Set.copyOf(compliant);
      gone = Set.copyOf(gone);
      nonCompliant = Map.copyOf(nonCompliant);
    }
  }

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
    leftOut.add(resource);
    return true;
  }

  /** Whether an evaluation was left out. */
  public boolean hasLeftOut() {
    return !leftOut.isEmpty();
  }

  /**
   * Reads the stored results again, and returns those that other runs have replaced. The
   * NON_COMPLIANT ones are read first, and the others only when one is missing.
   *
   * @param isLate whether no further page must be requested
   * @throws ConfigCallException when AWS Config rejects the call, or its response is malformed
   */
  public Replaced findReplaced(ConfigClient config, BooleanSupplier isLate) {
    StoredResults found = read(config, ComplianceType.NON_COMPLIANT, isLate);
    Set<Resource> missing =
        leftOut.stream()
            .filter(it -> !stored.isCompliant(it) && found.of(it).isEmpty())
            .collect(Collectors.toSet());
    StoredResults compliant =
        missing.isEmpty() ? StoredResults.NONE : read(config, ComplianceType.COMPLIANT, isLate);
    return new Replaced(
        missing.stream()
            .filter(resource -> isOfTheseParameters(compliant, resource))
            .collect(Collectors.toSet()),
        missing.stream()
            .filter(resource -> compliant.of(resource).isEmpty())
            .collect(Collectors.toSet()),
        found.results().entrySet().stream()
            .filter(now -> stored.isCompliant(now.getKey()) && leftOut.contains(now.getKey()))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    now -> Annotations.saysNeverUsed(now.getValue().annotation()))));
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

  /** Has the next evaluation of a resource sent, whatever AWS Config held at the start. */
  public void send(Resource resource) {
    replaced.add(resource);
  }

  /** Whether {@link #send} was asked for. */
  public boolean isReplaced(Resource resource) {
    return replaced.contains(resource);
  }
}
