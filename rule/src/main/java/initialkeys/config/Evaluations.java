package initialkeys.config;

import initialkeys.decision.RuleParameters;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import java.time.Instant;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

/**
 * Verdicts as the evaluations that AWS Config takes (F13).
 *
 * @param parameters the rule's parameters, of which the annotations speak
 * @param ordering the trigger's ordering timestamp
 */
public record Evaluations(RuleParameters parameters, Instant ordering) {

  /** The evaluations that answer an event. */
  public static Evaluations of(RuleEvent event) {
    return new Evaluations(event.parameters(), event.trigger().ordering());
  }

  /** What the verdict says of the resource. */
  public Evaluation evaluation(Resource resource, Settled verdict) {
    return Evaluation.builder()
        .complianceResourceType(resource.type())
        .complianceResourceId(resource.id())
        .complianceType(complianceType(verdict))
        .annotation(Annotations.of(verdict, parameters))
        .orderingTimestamp(ordering)
        .build();
  }

  private static ComplianceType complianceType(Settled verdict) {
    return switch (verdict) {
      case Compliant _ -> ComplianceType.COMPLIANT;
      case NonCompliant _ -> ComplianceType.NON_COMPLIANT;
      case NotApplicable _ -> ComplianceType.NOT_APPLICABLE;
    };
  }
}
