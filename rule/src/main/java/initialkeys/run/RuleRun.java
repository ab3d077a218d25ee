package initialkeys.run;

import initialkeys.config.ConfigCallException;
import initialkeys.config.ConfigSender;
import initialkeys.config.RuleEvent;
import initialkeys.config.StoredResults;
import initialkeys.config.Trigger.ResourceAbsent;
import initialkeys.config.Trigger.Schedule;
import initialkeys.config.Trigger.UserChanged;
import initialkeys.decision.TriState;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.LiveFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/** One run of the rule: reads the facts that the event asks for, decides, and sends the results. */
public final class RuleRun {

  private final RuleEvent event;
  private final IamClient iam;
  private final ConfigClient config;
  private final RunContext context;
  private final FurtherSenders furtherSenders;
  private final UserEvaluator users;
  private final List<String> warnings = new ArrayList<>();

  /** A run that sends its results to AWS Config. */
  public RuleRun(RuleEvent event, IamClient iam, ConfigClient config, RunContext context) {
    this(event, iam, config, context, FurtherSenders.NONE);
  }

  /** A run that hands its results to other senders too. */
  public RuleRun(
      RuleEvent event,
      IamClient iam,
      ConfigClient config,
      RunContext context,
      FurtherSenders furtherSenders) {
    this.event = event;
    this.iam = iam;
    this.config = config;
    this.context = context;
    this.furtherSenders = furtherSenders;
    Deadline deadline = context.deadline();
    this.users =
        new UserEvaluator(
            event.parameters().decision(),
            event.trigger().notified(),
            new LiveFacts(iam, deadline::isNear),
            deadline::isNear);
  }

  /** Does what the event asks for; failures are part of the summary. */
  public RunSummary execute() {
    return switch (event.trigger()) {
      case Schedule _ ->
          new ScheduledRun(event, iam, config, context, users, furtherSenders).execute();
      case UserChanged changed ->
          send(
              () ->
                  new ConsistencyRetry(context)
                      .evaluate(() -> users.evaluate(changed.userId(), changed.userName())));
      case ResourceAbsent absent ->
          send(() -> UserEvaluator.notApplicable(absent.resource(), absent.reason()));
    };
  }

  /** The result of a change is always sent. */
  private RunSummary send(Supplier<Outcome> evaluation) {
    Instant started = context.clock().instant();
    Outcome outcome = evaluation.get();
    BooleanSupplier isLate = context.deadline().forSending()::isNear;
    Senders senders =
        furtherSenders.inOrder(
            event,
            config,
            context,
            ConfigSender.ofAll(config, event, isLate),
            _ -> started,
            user -> mayHaveFinding(user, outcome));
    OutcomeReporter reporter = new OutcomeReporter(senders, StoredResults.NONE::lastCompliant);
    reporter.report(Stream.of(outcome));
    return reporter.finish(RunDetails.OF_ONE_USER).withWarnings(warnings);
  }

  /**
   * Only the senders of findings ask, about a user that is not NON_COMPLIANT. A user without a
   * result has no finding, except that AWS Config may not return the result of a deleted user.
   */
  private TriState mayHaveFinding(Resource user, Outcome outcome) {
    try {
      StoredResults stored =
          StoredResults.readOf(user, config, event.ruleName(), context.deadline()::isNear);
      return stored.results().isEmpty() && isDeletedOrNotEvaluated(outcome)
          ? TriState.UNKNOWN
          : stored.mayHaveFinding(user);
    } catch (ConfigCallException unreadable) {
      warnings.add(
          unreadable.getMessage()
              + "; its finding in Security Hub is archived, whether it has one or not");
      return TriState.UNKNOWN;
    }
  }

  private static boolean isDeletedOrNotEvaluated(Outcome outcome) {
    return outcome.finalVerdict().filter(NotApplicable.class::isInstance).isPresent();
  }
}
