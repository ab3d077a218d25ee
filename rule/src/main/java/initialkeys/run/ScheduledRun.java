package initialkeys.run;

import static java.util.Comparator.comparing;
import static java.util.function.Predicate.not;

import initialkeys.aws.BackgroundTask;
import initialkeys.config.ConfigCallException;
import initialkeys.config.ConfigSender;
import initialkeys.config.RuleEvent;
import initialkeys.config.StoredResults;
import initialkeys.config.UnchangedResults;
import initialkeys.config.UserRecording;
import initialkeys.decision.IamUser;
import initialkeys.decision.TriState;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.CredentialReport;
import initialkeys.iam.IamReadException;
import initialkeys.iam.Roster;
import initialkeys.run.CredentialReportStatus.Unavailable;
import initialkeys.run.CredentialReportStatus.Used;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/** A scheduled invocation: evaluates every user, and clears the results of deleted ones. */
final class ScheduledRun {

  /** Enough to hide the latency of IAM; with more, IAM would throttle the calls (F23). */
  static final int MAX_CONCURRENT_USERS = 8;

  /** A user that was created a moment ago is on every page of ListUsers after this time (F23). */
  private static final Duration CONSISTENCY_WAIT = Duration.ofSeconds(5);

  /** The credential report, and what the log says of it. */
  private record Report(CredentialReport facts, CredentialReportStatus status) {}

  private static final Report NOT_REQUESTED =
      new Report(CredentialReport.NONE, new CredentialReportStatus.NotRequested());

  private final RuleEvent event;
  private final IamClient iam;
  private final ConfigClient config;
  private final RunContext context;
  private final UserEvaluator users;
  private final FurtherSenders furtherSenders;
  private final ConsistencyRetry retry;
  private final Instant started;
  private final List<String> failures = new ArrayList<>();
  private boolean areStoredResultsUnknown;

  ScheduledRun(
      RuleEvent event,
      IamClient iam,
      ConfigClient config,
      RunContext context,
      UserEvaluator users,
      FurtherSenders furtherSenders) {
    this.event = event;
    this.iam = iam;
    this.config = config;
    this.context = context;
    this.users = users;
    this.furtherSenders = furtherSenders;
    this.retry = new ConsistencyRetry(context);
    this.started = context.clock().instant();
  }

  /**
   * The stored results are read meanwhile, because they are needed in any case; the credential
   * report is requested only where users are evaluated.
   */
  RunSummary execute() {
    CompletableFuture<UserRecording> recorders =
        BackgroundTask.start(() -> UserRecording.readOrUnknown(config));
    CompletableFuture<Report> requested =
        BackgroundTask.start(() -> isNotRecorded(recorders) ? NOT_REQUESTED : credentialReport());
    StoredResults stored = storedResults();
    return isNotRecorded(recorders)
        ? clearEveryResult(stored, requested)
        : evaluateEveryUser(BackgroundTask.join(recorders), stored, requested);
  }

  private static boolean isNotRecorded(CompletableFuture<UserRecording> recorders) {
    return BackgroundTask.join(recorders) == UserRecording.NOT_RECORDED;
  }

  /**
   * AWS Config sends ResourceNotRecorded for each user when it stops recording them, and the rule
   * responds with NOT_APPLICABLE (F10, F10a). A schedule must not contradict that. It fails, so
   * that nobody takes a rule without results for a clean account.
   */
  private RunSummary clearEveryResult(StoredResults stored, CompletableFuture<Report> requested) {
    UnchangedResults unchanged = UnchangedResults.of(event, stored, started);
    OutcomeReporter reporter = reporter(stored, unchanged, replaced(unchanged));
    reporter.fail(
        "AWS Config does not record AWS::IAM::User in this Region: no user was evaluated, and"
            + " stored results are set to NOT_APPLICABLE. Record IAM users here, or delete the rule"
            + " in this Region");
    reporter.report(
        stored.results().keySet().stream()
            .map(held -> UserEvaluator.notApplicable(held, NotApplicable.Reason.NOT_RECORDED)));
    return reporter.finish(
        new RunDetails(BackgroundTask.join(requested).status(), UserRecording.NOT_RECORDED));
  }

  /**
   * The stored results are read before the roster: a resource that they contain and the roster does
   * not is deleted. In the other order, a user created in between would be taken for a deleted one.
   * The credential report, which IAM generates meanwhile, is read before the roster too: a user
   * created in between is not in it, and is read with live calls.
   */
  private RunSummary evaluateEveryUser(
      UserRecording recording, StoredResults stored, CompletableFuture<Report> requested) {
    Report report = BackgroundTask.join(requested);
    Roster roster = Roster.read(iam, context.deadline()::isNear);
    UnchangedResults unchanged = UnchangedResults.of(event, stored, started);
    ReplacedResults replaced = replaced(unchanged);
    OutcomeReporter reporter = reporter(stored, unchanged, replaced);
    roster.unreadable().forEach(unreadable -> reporter.failUser(unreadable.getMessage()));
    Duration window = event.parameters().decision().creationWindow();
    List<IamUser> known =
        roster.users().stream().map(user -> report.facts().addFactsTo(user, window)).toList();
    reporter.report(suspects(known, stored));
    reporter.report(known.stream().filter(users::isSettled).map(users::evaluate));
    replaced.keepNonCompliant(reporter.pendingChanges(), reporter);
    reporter.sendChanged(); // Before another listing, which may fail.
    reporter.report(missing(stored, roster, reporter));
    reporter.report(replaced.evaluateCleared(known, reporter));
    replaced.keepNonCompliant(reporter.pending(), reporter);
    reporter.sendRest();
    reporter.report(replaced.evaluateReplaced(known, reporter));
    return reporter.finish(new RunDetails(report.status(), recording));
  }

  private ReplacedResults replaced(UnchangedResults unchanged) {
    return new ReplacedResults(
        event,
        iam,
        config,
        context,
        unchanged,
        furtherSenders.hasFindings(event) && !areStoredResultsUnknown);
  }

  private OutcomeReporter reporter(
      StoredResults stored, UnchangedResults unchanged, ReplacedResults replaced) {
    BooleanSupplier isLate = context.deadline().forSending()::isNear;
    Senders senders =
        furtherSenders.inOrder(
            event,
            config,
            context,
            ConfigSender.ofChanges(config, event, unchanged, isLate),
            user -> replaced.evaluated(user).orElse(started),
            history(unchanged));
    OutcomeReporter reporter = new OutcomeReporter(senders, stored::lastCompliant);
    failures.forEach(reporter::fail);
    return reporter;
  }

  private FindingHistory history(UnchangedResults unchanged) {
    return new FindingHistory() {
      @Override
      public TriState mayHaveFinding(Resource user) {
        return areStoredResultsUnknown ? TriState.UNKNOWN : unchanged.mayHaveFinding(user);
      }

      @Override
      public boolean isOutdated(Resource user) {
        return unchanged.isOutdated(user);
      }
    };
  }

  /** Evaluates the users that the known facts do not settle, and that may be NON_COMPLIANT. */
  private Stream<Outcome> suspects(List<IamUser> known, StoredResults stored) {
    List<Supplier<Outcome>> inconsistent = new ArrayList<>();
    return Stream.concat(
        known.stream()
            .filter(not(users::isSettled))
            .sorted(comparing(user -> stored.lastCompliant(Subject.of(user).resource())))
            .gather(Gatherers.mapConcurrent(MAX_CONCURRENT_USERS, users::evaluate))
            .filter(outcome -> !isInconsistent(outcome, inconsistent)),
        Stream.of(inconsistent).flatMap(again -> retry.evaluate(again).stream()));
  }

  private boolean isInconsistent(Outcome outcome, List<Supplier<Outcome>> inconsistent) {
    if (!(outcome instanceof Inconsistent)) return false;
    IamUser user = outcome.subject().user().orElseThrow();
    inconsistent.add(() -> users.evaluate(IamUser.listed(user.identity())));
    return true;
  }

  /**
   * The resources of which AWS Config holds a result, and which are not on the roster. A user that
   * is renamed while the pages are read can be on none of them, and a new one may not be listed
   * yet: the roster is read once more, after some seconds, before a user counts as deleted.
   */
  private Stream<Outcome> missing(StoredResults stored, Roster roster, OutcomeReporter reporter) {
    Set<Resource> missing = stored.excludingUsers(roster.ids());
    if (missing.isEmpty() || !roster.isComplete()) return Stream.empty();
    if (!retry.sleep(CONSISTENCY_WAIT)) {
      reporter.fail("Deleted users were not looked for: the invocation was about to time out");
      return Stream.empty();
    }
    Roster again = Roster.read(iam, context.deadline()::isNear);
    again.unreadable().forEach(unreadable -> reporter.fail(unreadable.getMessage()));
    Set<String> known = roster.ids();
    Stream<Outcome> found =
        again.users().stream()
            .filter(user -> !known.contains(user.identity().id()))
            .map(user -> retry.evaluate(() -> users.evaluate(user)));
    return again.isComplete() ? Stream.concat(found, deleted(missing, again)) : found;
  }

  private static Stream<Outcome> deleted(Set<Resource> missing, Roster again) {
    Set<String> known = again.ids();
    return missing.stream()
        .filter(held -> !(held.isUser() && known.contains(held.id())))
        .map(
            held ->
                UserEvaluator.notApplicable(
                    held,
                    held.isUser()
                        ? NotApplicable.Reason.DELETED
                        : NotApplicable.Reason.NOT_AN_IAM_USER));
  }

  /** In no more than half of the time: a run can do without them, although it fails then. */
  private StoredResults storedResults() {
    try {
      Deadline early = context.deadline().halfway();
      return StoredResults.read(config, event.ruleName(), early::isNear);
    } catch (ConfigCallException unreadable) {
      failures.add(unreadable.getMessage());
      areStoredResultsUnknown = true;
      return StoredResults.NONE;
    }
  }

  /** Without a credential report every user is read with live calls, which is not a failure. */
  private Report credentialReport() {
    try {
      CredentialReport report =
          CredentialReport.obtain(
              iam,
              context.clock().instant(),
              context.sleeper(),
              context.deadline().halfway()::isNear);
      return new Report(report, new Used(report.isFresh(), report.generated(), report.users()));
    } catch (IamReadException unavailable) {
      return new Report(CredentialReport.NONE, new Unavailable(unavailable.getMessage()));
    }
  }
}
