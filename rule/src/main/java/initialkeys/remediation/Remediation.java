package initialkeys.remediation;

import initialkeys.decision.AccessKey;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.Question;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.evaluation.Subject;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.IamReadException;
import initialkeys.iam.LiveFacts;
import initialkeys.iam.Sleeper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * One remediation: finds the user by its id, decides from live facts alone, confirms that the name
 * still belongs to the user, and hands exactly the keys of the verdict to {@link KeyDeactivation}.
 */
public final class Remediation {

  /** A user that is renamed again and again while it is read is not remediated. */
  private static final int MAX_CONFIRMATIONS = 3;

  private final DecisionParameters parameters;
  private final LiveFacts facts;
  private final UserEvaluator users;
  private final KeyDeactivation deactivation;

  /**
   * @param parameters the rule's parameters, as AWS Config holds them now
   * @param now the time of the decision
   * @param isLate whether there is no time left for a write and for reading it back
   * @param log keeps each event before the next call is made
   */
  public Remediation(
      IamClient iam,
      DecisionParameters parameters,
      RemediationPolicy policy,
      Instant now,
      BooleanSupplier isLate,
      Sleeper sleeper,
      Consumer<KeyEvent> log) {
    this.parameters = parameters;
    this.facts = new LiveFacts(iam, isLate);
    this.users = new UserEvaluator(parameters, now, facts, isLate);
    this.deactivation = new KeyDeactivation(iam, facts, policy, now, isLate, sleeper, log);
  }

  /** Remediates the user that has this id. A failure is part of the result. */
  public RemediationResult remediate(String userId) {
    if (!parameters.unusedKeysOnly()) {
      return RemediationResult.failed(
          Optional.empty(),
          "The rule's parameter unusedKeysOnly is false, so its findings may be keys in use."
              + " They are not remediated.");
    }
    Outcome outcome = users.evaluate(userId, Optional.empty());
    for (int asked = 0; asked < MAX_CONFIRMATIONS; asked++) {
      if (!(outcome instanceof Evaluated(Subject subject, NonCompliant verdict)))
        return ended(outcome);
      IamUser user = subject.user().orElseThrow();
      if (user.presence() == Presence.CONFIRMED) return deactivate(user, verdict.findings());
      outcome = confirm(user);
    }
    return RemediationResult.failed(
        identity(outcome), "The user was renamed again and again. Start again.");
  }

  /**
   * Asks whether the name still belongs to the user, and decides again: a user that was renamed has
   * no other fact, so each is read again under the new name.
   */
  private Outcome confirm(IamUser user) {
    try {
      return users.evaluate(facts.answer(user, new Question.IsStillTheUser()));
    } catch (IamReadException unread) {
      return new Failed(Subject.of(user), unread.getMessage());
    }
  }

  private RemediationResult deactivate(IamUser user, List<Finding> findings) {
    List<KeyResult> results =
        findings.stream()
            .map(finding -> deactivation.deactivate(user, key(user, finding.keyId())))
            .toList();
    return RemediationResult.of(user.identity(), results);
  }

  private static AccessKey key(IamUser user, String id) {
    return user.keys().orElseThrow().stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** The ending of a run without a NON_COMPLIANT verdict: nothing is written. */
  private static RemediationResult ended(Outcome outcome) {
    Optional<UserIdentity> user = identity(outcome);
    return switch (outcome) {
      case Evaluated evaluated ->
          switch (evaluated.verdict()) {
            case Compliant compliant ->
                RemediationResult.nothingToDo(user, reason(compliant.reason()));
            case NotApplicable _ ->
                RemediationResult.nothingToDo(user, "No user of this account has the id.");
            case NonCompliant _ -> throw new IllegalStateException("not an ending");
          };
      case Failed failed -> RemediationResult.failed(user, failed.message());
      case Skipped _ -> RemediationResult.failed(user, "There was no time left to read the facts.");
      case Inconsistent inconsistent -> ended(inconsistent.otherwise());
    };
  }

  private static String reason(Compliant.Reason reason) {
    return switch (reason) {
      case EXEMPT -> "The user is exempt.";
      case NO_INITIAL_KEY -> "The user is COMPLIANT.";
    };
  }

  private static Optional<UserIdentity> identity(Outcome outcome) {
    return outcome.subject().user().map(IamUser::identity);
  }
}
