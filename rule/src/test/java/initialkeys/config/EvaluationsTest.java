package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

class EvaluationsTest {

  private static final Instant ORDERING = Instant.parse("2026-01-15T11:59:00Z");
  private static final UserIdentity BO =
      new UserIdentity("AIDABO00000000000000", "bo", "/", Instant.EPOCH);

  @Test
  void evaluationStatesVerdictAnnotationAndTime() {
    assertThat(of(Subject.of(IamUser.listed(BO)), new NonCompliant(List.of(finding()))))
        .isEqualTo(
            Evaluation.builder()
                .complianceResourceType("AWS::IAM::User")
                .complianceResourceId("AIDABO00000000000000")
                .complianceType(ComplianceType.NON_COMPLIANT)
                .annotation(
                    "User bo: delete access key AKIA1: created 12 s after the user, never used.")
                .orderingTimestamp(ORDERING)
                .build());
  }

  @Test
  void exemptUserIsCompliant() {
    assertThat(
            of(Subject.of(IamUser.listed(BO)), new Compliant(Compliant.Reason.EXEMPT))
                .complianceType())
        .isEqualTo(ComplianceType.COMPLIANT);
  }

  @Test
  void resourceOfAnotherTypeKeepsItsType() {
    Evaluation evaluation =
        of(
            Subject.of(new Resource("AWS::IAM::Role", "AROA1")),
            new NotApplicable(NotApplicable.Reason.NOT_AN_IAM_USER));
    assertThat(evaluation.complianceResourceType()).isEqualTo("AWS::IAM::Role");
    assertThat(evaluation.complianceResourceId()).isEqualTo("AROA1");
    assertThat(evaluation.complianceType()).isEqualTo(ComplianceType.NOT_APPLICABLE);
  }

  /** A later run reads it. */
  @Test
  void findingThatIsNotArchivedIsPartOfTheAnnotation() {
    Evaluated again =
        new Evaluated(
            Subject.of(IamUser.listed(BO)), new Compliant(Compliant.Reason.NO_INITIAL_KEY));
    String annotation =
        new Evaluations(RuleParameters.parse(Map.of()).decision(), ORDERING)
            .of(again, true)
            .annotation();
    assertThat(annotation)
        .isEqualTo(
            "No unused access key created within 5 min of the user, or no console password. A"
                + " finding in Security Hub may not be archived yet.");
    assertThat(Annotations.isUnarchived(annotation)).isTrue();
    assertThat(Annotations.isUnarchived("No unused access key.")).isFalse();
  }

  private static Finding finding() {
    return new Finding("AKIA1", Duration.ofSeconds(12));
  }

  private static Evaluation of(Subject subject, Settled verdict) {
    return new Evaluations(RuleParameters.parse(Map.of()).decision(), ORDERING)
        .of(new Evaluated(subject, verdict), false);
  }
}
