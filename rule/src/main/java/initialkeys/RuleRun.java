package initialkeys;

import initialkeys.config.ConfigCallException;
import initialkeys.config.ConfigReporter;
import initialkeys.config.Evaluations;
import initialkeys.config.Resource;
import initialkeys.config.RuleEvent;
import initialkeys.config.StoredResults;
import initialkeys.config.Trigger.ResourceAbsent;
import initialkeys.config.Trigger.Schedule;
import initialkeys.config.Trigger.UserChanged;
import initialkeys.iam.IamReadException;
import initialkeys.iam.LiveFacts;
import initialkeys.iam.Roster;
import initialkeys.verdict.IamUser;
import initialkeys.verdict.InitialKeyRule;
import initialkeys.verdict.Question;
import initialkeys.verdict.Verdict.Absence;
import initialkeys.verdict.Verdict.NotApplicable;
import initialkeys.verdict.Verdict.Settled;
import initialkeys.verdict.Verdict.Undecided;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.IamClient;

/** One invocation: what the event asks for is read, decided and reported; what fails is kept. */
final class RuleRun {

  /** Enough to hide IAM's latency; more would only be throttled (F23). */
  private static final int USERS_AT_ONCE = 8;

  /** Far more than any user's facts; beyond it IAM's answers contradict each other. */
  private static final int MOST_QUESTIONS = 100;

  private final RuleEvent event;
  private final IamClient iam;
  private final ConfigClient config;
  private final LiveFacts facts;
  private final Evaluations evaluations;
  private final ConfigReporter reporter;
  private final Map<ComplianceType, Integer> decided = new EnumMap<>(ComplianceType.class);
  private int undecided;
  private int sent;
  private final List<String> failures = new ArrayList<>();

  RuleRun(RuleEvent event, IamClient iam, ConfigClient config) {
    this.event = event;
    this.iam = iam;
    this.config = config;
    this.facts = new LiveFacts(iam);
    this.evaluations = Evaluations.of(event);
    this.reporter = new ConfigReporter(config, event.resultToken());
  }

  /** Does what the event asks for. Nothing is thrown: what failed is in the result. */
  RunResult execute() {
    switch (event.trigger()) {
      case Schedule _ -> evaluateEveryUser();
      case UserChanged changed -> report(Stream.of(evaluateOne(changed)), StoredResults.NONE);
      case ResourceAbsent absent ->
          report(Stream.of(notApplicable(absent.resource(), absent.absence())), StoredResults.NONE);
    }
    return new RunResult(decided, undecided, sent, failures);
  }

  /** What became of one resource. */
  private sealed interface Outcome {}

  private record Evaluated(Evaluation evaluation) implements Outcome {}

  private record Failed(String why) implements Outcome {}

  private Outcome evaluateOne(UserChanged changed) {
    Resource resource = Resource.user(changed.userId());
    try {
      return facts
          .find(changed.userId(), changed.userName())
          .map(this::evaluate)
          .orElseGet(() -> notApplicable(resource, Absence.DELETED));
    } catch (RuntimeException unreadable) {
      return failed("user " + changed.userId(), unreadable);
    }
  }

  /**
   * The stored results come before the roster: whoever they speak of and the roster lacks is gone.
   * The other way round, a user made in between would be taken for a deleted one.
   */
  private void evaluateEveryUser() {
    StoredResults stored = storedResults();
    Roster roster = Roster.read(iam);
    roster.unreadable().forEach(unreadable -> failures.add(unreadable.getMessage()));
    Stream<Outcome> users =
        roster.users().stream().gather(Gatherers.mapConcurrent(USERS_AT_ONCE, this::evaluate));
    Stream<Outcome> gone =
        roster.isComplete()
            ? stored.allBut(roster.ids()).map(held -> notApplicable(held, Absence.DELETED))
            : Stream.empty();
    report(Stream.concat(users, gone), stored);
  }

  private StoredResults storedResults() {
    try {
      return StoredResults.read(config, event.ruleName());
    } catch (ConfigCallException unreadable) {
      failures.add(unreadable.getMessage());
      return StoredResults.NONE;
    }
  }

  private Outcome evaluate(IamUser user) {
    try {
      return evaluated(Resource.user(user.identity().id()), settle(user));
    } catch (RuntimeException unreadable) {
      return failed("user " + user.identity(), unreadable);
    }
  }

  private Settled settle(IamUser user) {
    IamUser known = user;
    for (int asked = 0; asked < MOST_QUESTIONS; asked++) {
      switch (InitialKeyRule.evaluate(known, event.parameters(), event.trigger().notified())) {
        case Settled verdict -> {
          return verdict;
        }
        case Undecided(Question question) -> known = facts.answer(known, question);
      }
    }
    throw new IllegalStateException("IAM's answers lead nowhere");
  }

  private Outcome notApplicable(Resource resource, Absence absence) {
    return evaluated(resource, new NotApplicable(absence));
  }

  private Outcome evaluated(Resource resource, Settled verdict) {
    return new Evaluated(evaluations.evaluation(resource, verdict));
  }

  private static Outcome failed(String subject, RuntimeException cause) {
    return new Failed(
        cause instanceof IamReadException
            ? cause.getMessage()
            : "%s: %s".formatted(subject, cause));
  }

  /** Sends batches as they fill; an empty one when there is nothing to say, to answer the token. */
  private void report(Stream<Outcome> outcomes, StoredResults stored) {
    outcomes
        .<Evaluation>mapMulti((outcome, toSend) -> take(outcome, stored, toSend))
        .gather(Gatherers.windowFixed(ConfigReporter.BATCH_SIZE))
        .forEach(this::send);
    if (sent == 0 && failures.isEmpty()) send(List.of());
  }

  private void take(Outcome outcome, StoredResults stored, Consumer<Evaluation> toSend) {
    switch (outcome) {
      case Evaluated(Evaluation evaluation) -> {
        decided.merge(evaluation.complianceType(), 1, Integer::sum);
        boolean isHeld = event.parameters().reportOnlyChanges() && stored.holds(evaluation);
        if (!isHeld) toSend.accept(evaluation);
      }
      case Failed(String why) -> {
        undecided++;
        failures.add(why);
      }
    }
  }

  private void send(List<Evaluation> batch) {
    try {
      reporter.send(batch);
      sent += batch.size();
    } catch (ConfigCallException refused) {
      failures.add(refused.getMessage());
    }
  }
}
