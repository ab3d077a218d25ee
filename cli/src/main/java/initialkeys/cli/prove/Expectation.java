package initialkeys.cli.prove;

import initialkeys.config.Annotations;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.InitialKeyRule;
import initialkeys.decision.Verdict;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.decision.Verdict.Undecided;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Subject;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.config.model.ComplianceType;

/** What AWS Config must show of a user: what the rule's own decision says of the same facts. */
record Expectation(ComplianceType type, String annotation) {

  /**
   * The expectation for a user whose facts are all known.
   *
   * @param now any time during the proof: no key gets old enough for a grace period
   */
  static Expectation of(IamUser user, DecisionParameters parameters, Instant now) {
    Settled verdict = verdict(user, parameters, now);
    return new Expectation(
        type(verdict), Annotations.of(new Evaluated(Subject.of(user), verdict), parameters));
  }

  static Settled verdict(IamUser user, DecisionParameters parameters, Instant now) {
    Verdict verdict = InitialKeyRule.evaluate(user, parameters, now);
    return switch (verdict) {
      case Settled settled -> settled;
      case Undecided(var question) ->
          throw new IllegalStateException("A fact of a proof's user is not known: " + question);
    };
  }

  private static ComplianceType type(Settled verdict) {
    return switch (verdict) {
      case Compliant _ -> ComplianceType.COMPLIANT;
      case NonCompliant _ -> ComplianceType.NON_COMPLIANT;
      case NotApplicable _ -> ComplianceType.NOT_APPLICABLE;
    };
  }

  /** AWS Config may show a deleted user as NOT_APPLICABLE or not at all. */
  boolean isMetBy(Optional<ConfigResult> found) {
    return found
        .map(it -> it.type() == type && isMetBy(it.annotation()))
        .orElse(type == ComplianceType.NOT_APPLICABLE);
  }

  private boolean isMetBy(String found) {
    return found.equals(annotation) || found.equals(Annotations.unarchived(annotation));
  }
}
