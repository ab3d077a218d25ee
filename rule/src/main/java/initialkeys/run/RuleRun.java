package initialkeys.run;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toUnmodifiableSet;

import initialkeys.aws.SideBySide;
import initialkeys.config.ConfigCallException;
import initialkeys.config.ConfigReporter;
import initialkeys.config.Resource;
import initialkeys.config.RuleEvent;
import initialkeys.config.StoredResults;
import initialkeys.config.Trigger.ResourceAbsent;
import initialkeys.config.Trigger.Schedule;
import initialkeys.config.Trigger.UserChanged;
import initialkeys.decision.IamUser;
import initialkeys.decision.Verdict.Absence;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.CredentialReport;
import initialkeys.iam.IamReadException;
import initialkeys.iam.LiveFacts;
import initialkeys.iam.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.IamClient;

/** One invocation: what the event asks for is read, decided and reported. */
public final class RuleRun {

  /** Enough to hide IAM's latency; more would only be throttled (F23). */
  private static final int USERS_AT_ONCE = 8;

  private final RuleEvent event;
  private final IamClient iam;
  private final ConfigClient config;
  private final RunContext surroundings;
  private final UserEvaluator users;
  private final OutcomeReporter report;
  private RunSummary.Source source = RunSummary.Source.of("not asked for");

  public RuleRun(RuleEvent event, IamClient iam, ConfigClient config, RunContext surroundings) {
    this.event = event;
    this.iam = iam;
    this.config = config;
    this.surroundings = surroundings;
    Deadline deadline = surroundings.deadline();
    this.users = new UserEvaluator(event, new LiveFacts(iam, deadline::isNear), deadline::isNear);
    this.report = new OutcomeReporter(new ConfigReporter(config, event.resultToken()));
  }

  /** Does what the event asks for; what failed is in the result. */
  public RunSummary execute() {
    switch (event.trigger()) {
      case Schedule _ -> evaluateEveryUser();
      case UserChanged changed -> sendAlways(users.evaluate(changed));
      case ResourceAbsent absent -> sendAlways(users.absent(absent.resource(), absent.absence()));
    }
    return report.result(source);
  }

  private void sendAlways(Outcome outcome) {
    report.send(Stream.of(outcome), evaluation -> false);
  }

  /**
   * The stored results come before the roster: whoever they speak of and the roster lacks is gone.
   * The other way round, a user made in between would be taken for a deleted one. The credential
   * report, for which IAM needs a while and which is asked for at the same time, comes before the
   * roster too: a user made in between is not in it, and is asked live. Whoever needs no question
   * comes first, so that those who do are asked about at once and not one by one between.
   */
  private void evaluateEveryUser() {
    SideBySide<CredentialReport> asked = SideBySide.begin(this::credentialReport);
    StoredResults stored = storedResults();
    CredentialReport facts = asked.get();
    Duration window = event.parameters().creationWindow();
    Roster roster = Roster.read(iam, surroundings.deadline()::isNear);
    report.unreadable(roster.unreadable());
    List<IamUser> known = roster.users().stream().map(user -> facts.tell(user, window)).toList();
    Stream<Outcome> evaluated =
        Stream.concat(
            known.stream().filter(users::isSettled).map(users::evaluate),
            known.stream()
                .filter(not(users::isSettled))
                .gather(Gatherers.mapConcurrent(USERS_AT_ONCE, users::evaluate)));
    boolean onlyChanges = event.parameters().reportOnlyChanges();
    Predicate<Evaluation> isHeld = evaluation -> onlyChanges && stored.holds(evaluation);
    report.send(evaluated, isHeld);
    report.send(missed(stored, roster), isHeld); // Once all others are sent.
    report.answer();
  }

  /**
   * Of whom AWS Config holds a result and the roster none. A user that is renamed while the pages
   * are read can be on none of them, so whoever is missed is looked for once more: it is there and
   * evaluated, or it is gone.
   */
  private Stream<Outcome> missed(StoredResults stored, Roster roster) {
    Set<Resource> missed = stored.allBut(roster.ids()).collect(toUnmodifiableSet());
    if (missed.isEmpty() || !roster.isComplete()) return Stream.empty();
    Roster again = Roster.read(iam, surroundings.deadline()::isNear);
    again.unreadable().forEach(report::failed);
    Set<String> known = roster.ids();
    Stream<Outcome> found =
        again.users().stream()
            .filter(user -> !known.contains(user.identity().id()))
            .map(users::evaluate);
    return again.isComplete() ? Stream.concat(found, gone(missed, stored, again)) : found;
  }

  private Stream<Outcome> gone(Set<Resource> missed, StoredResults stored, Roster again) {
    return stored
        .allBut(again.ids())
        .filter(missed::contains)
        .map(held -> users.absent(held, held.isUser() ? Absence.DELETED : Absence.NO_IAM_USER));
  }

  /** For no more than half of the time: a run can do without them, though it fails then. */
  private StoredResults storedResults() {
    try {
      Deadline early = surroundings.deadline().halfway();
      return StoredResults.read(config, event.ruleName(), early::isNear);
    } catch (ConfigCallException unreadable) {
      report.failed(unreadable);
      return StoredResults.NONE;
    }
  }

  /** Without a report everything is asked live: that costs calls, and is no failure. */
  private CredentialReport credentialReport() {
    try {
      CredentialReport made =
          CredentialReport.obtain(
              iam,
              surroundings.clock().instant(),
              surroundings.pause(),
              surroundings.deadline().halfway()::isNear);
      source = RunSummary.Source.of(made.toString());
      return made;
    } catch (IamReadException unavailable) {
      source = RunSummary.Source.none(unavailable.getMessage());
      return CredentialReport.NONE;
    }
  }
}
