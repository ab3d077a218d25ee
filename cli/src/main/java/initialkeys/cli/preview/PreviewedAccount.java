package initialkeys.cli.preview;

import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.Basis;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.UserResult;
import initialkeys.cli.terminal.Progress;
import initialkeys.config.Annotations;
import initialkeys.config.RuleEvent;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Subject;
import initialkeys.iam.Sleeper;
import initialkeys.run.CredentialReportStatus;
import initialkeys.run.Deadline;
import initialkeys.run.FurtherSenders;
import initialkeys.run.RuleRun;
import initialkeys.run.RunContext;
import initialkeys.run.RunSummary;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.service.FakeConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;

/** An account that the rule can evaluate without AWS Config. */
public final class PreviewedAccount {

  private final String accountId;
  private final Instant now;
  private final Map<String, String> parameters;
  private final IamClient iam;
  private final Origin origin;

  /**
   * @param accountId 12 digits
   * @param now the time of the evaluation
   * @param parameters rule parameters by name; others have their defaults
   * @param iam the account's IAM
   * @param origin what else is known of the account
   */
  public PreviewedAccount(
      String accountId, Instant now, Map<String, String> parameters, IamClient iam, Origin origin) {
    this.accountId = accountId;
    this.now = now;
    this.parameters = Map.copyOf(parameters);
    this.iam = iam;
    this.origin = origin;
  }

  String accountId() {
    return accountId;
  }

  /** Whether it is the account with this id. */
  boolean isOf(String id) {
    return accountId.equals(id);
  }

  /** Another account at the same time, with the same rule parameters. */
  PreviewedAccount of(String otherId, IamClient ofOther, Origin originOfOther) {
    return new PreviewedAccount(otherId, now, parameters, ofOther, originOfOther);
  }

  /** What is known of an account in addition to its IAM data. */
  public sealed interface Origin {

    /**
     * A file describes the account.
     *
     * @param about what the account shows
     * @param stored the results that AWS Config holds from earlier
     */
    record OfFile(String about, List<Stored> stored) implements Origin {
      public OfFile {
        stored = List.copyOf(stored);
      }
    }

    /**
     * The account exists. AWS Config is not called, so no stored results are known.
     *
     * @param sleeper waits while IAM generates the credential report, or is not consistent yet
     */
    record OfAws(Sleeper sleeper) implements Origin {}
  }

  /** What its results are based on before anything is read. */
  Basis basis() {
    return new Basis(source(), now, parameters, new CredentialReportStatus.NotRequested());
  }

  /** Evaluates every user as the rule does at a schedule. */
  public AccountResult evaluate(Progress progress) {
    RuleEvent event =
        RuleEvent.read(
            Events.stream(Events.schedule(accountId, now, parameters, "no-result-token")));
    ObservedIam observed = new ObservedIam(iam, progress);
    CollectedOutcomes outcomes = new CollectedOutcomes();
    RunSummary summary =
        new RuleRun(
                event,
                observed,
                new FakeConfig(stored()),
                withoutDeadline(sleeper()),
                new FurtherSenders(false, Optional.empty(), List.of(outcomes)))
            .execute();
    return new AccountResult(
        accountId,
        new Basis(source(), now, parameters, summary.credentialReport()),
        users(outcomes, observed, event.parameters().decision()),
        observed.isListComplete() && isEveryUserShown(summary, outcomes),
        summary.failures());
  }

  /** A user that IAM lists without a valid id has no outcome, and counts as not evaluated. */
  private static boolean isEveryUserShown(RunSummary summary, CollectedOutcomes outcomes) {
    return summary.counts().notEvaluated() == outcomes.notEvaluated().size();
  }

  private List<UserResult> users(
      CollectedOutcomes outcomes, ObservedIam observed, DecisionParameters decision) {
    Evidence evidence =
        new Evidence(
            observed,
            observed
                .credentialReport()
                .map(CredentialReportKeys::read)
                .orElse(CredentialReportKeys.NONE),
            sourceOfFacts());
    List<UserResult> users = new ArrayList<>();
    for (Evaluated outcome : outcomes.evaluated()) {
      users.add(
          user(
              outcome.subject(),
              result(outcome.verdict()),
              Annotations.of(outcome, decision),
              findings(outcome.verdict()),
              evidence));
    }
    outcomes
        .notEvaluated()
        .forEach(
            (subject, reason) ->
                users.add(user(subject, Result.NOT_EVALUATED, reason, Set.of(), evidence)));
    return users;
  }

  private static UserResult user(
      Subject subject, Result result, String reason, Set<String> findings, Evidence evidence) {
    String id = subject.resource().id();
    return new UserResult(
        subject.user().map(user -> user.identity().name()).orElse(id),
        id,
        result,
        reason,
        subject.user().map(user -> evidence.of(user, findings)));
  }

  private static Result result(Settled verdict) {
    return switch (verdict) {
      case NonCompliant _ -> Result.NON_COMPLIANT;
      case Compliant _ -> Result.COMPLIANT;
      case NotApplicable _ -> Result.NOT_APPLICABLE;
    };
  }

  private static Set<String> findings(Settled verdict) {
    return switch (verdict) {
      case NonCompliant(List<Finding> findings) ->
          findings.stream().map(Finding::keyId).collect(Collectors.toUnmodifiableSet());
      case Compliant _, NotApplicable _ -> Set.of();
    };
  }

  private String source() {
    return switch (origin) {
      case Origin.OfFile file -> file.about();
      case Origin.OfAws _ -> "read just now";
    };
  }

  private Optional<String> sourceOfFacts() {
    return switch (origin) {
      case Origin.OfFile _ -> Optional.of("account file");
      case Origin.OfAws _ -> Optional.empty();
    };
  }

  /** There is nothing to wait for in a file, which does not change. */
  private Sleeper sleeper() {
    return switch (origin) {
      case Origin.OfFile _ -> wait -> {};
      case Origin.OfAws(Sleeper sleeper) -> sleeper;
    };
  }

  private List<Stored> stored() {
    return switch (origin) {
      case Origin.OfFile file -> file.stored();
      case Origin.OfAws _ -> List.of();
    };
  }

  /** The preview is not a Lambda function, which would end after some time. */
  private static RunContext withoutDeadline(Sleeper sleeper) {
    Deadline none = new Deadline(() -> Integer.MAX_VALUE);
    return new RunContext(none, InstantSource.system(), sleeper);
  }
}
