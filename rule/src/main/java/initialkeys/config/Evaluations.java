package initialkeys.config;

import initialkeys.decision.DecisionParameters;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

/** Converts verdicts to the evaluations of PutEvaluations (F13). */
final class Evaluations {

  private final DecisionParameters parameters;
  private final Instant ordering;

  /**
   * @param parameters the rule parameters, which the annotations state
   * @param ordering the trigger's ordering timestamp
   */
  Evaluations(DecisionParameters parameters, Instant ordering) {
    this.parameters = parameters;
    this.ordering = ordering;
  }

  /**
   * The evaluation that states the verdict.
   *
   * @param isUnarchived whether the user's finding was to be archived, and was not
   */
  Evaluation of(Evaluated outcome, boolean isUnarchived) {
    Resource resource = outcome.subject().resource();
    String annotation = Annotations.of(outcome, parameters);
    return Evaluation.builder()
        .complianceResourceType(resource.type())
        .complianceResourceId(resource.id())
        .complianceType(complianceType(outcome.verdict()))
        .annotation(isUnarchived ? Annotations.unarchived(annotation) : annotation)
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
