package initialkeys.run;

import initialkeys.config.ConfigSender;
import initialkeys.config.RuleEvent;
import initialkeys.config.StoredResults;
import initialkeys.config.Trigger.ResourceAbsent;
import initialkeys.config.Trigger.Schedule;
import initialkeys.config.Trigger.UserChanged;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.LiveFacts;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/** One run of the rule: reads the facts that the event asks for, decides, and sends the results. */
public final class RuleRun {

  private final RuleEvent event;
  private final IamClient iam;
  private final ConfigClient config;
  private final RunContext context;
  private final Services services;
  private final List<OutcomeSender> furtherSenders;
  private final UserEvaluator users;

  /** A run that sends its results to AWS Config. */
  public RuleRun(RuleEvent event, IamClient iam, ConfigClient config, RunContext context) {
    this(event, iam, config, context, Services.NONE, List.of());
  }

  /**
   * A run that hands its results to other senders too.
   *
   * @param services what else results are sent to
   * @param furtherSenders are handed each result before the sender to AWS Config is
   */
  public RuleRun(
      RuleEvent event,
      IamClient iam,
      ConfigClient config,
      RunContext context,
      Services services,
      List<OutcomeSender> furtherSenders) {
    this.event = event;
    this.iam = iam;
    this.config = config;
    this.context = context;
    this.services = services;
    this.furtherSenders = List.copyOf(furtherSenders);
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
          new ScheduledRun(event, iam, config, context, users, services, furtherSenders).execute();
      case UserChanged changed ->
          send(
              new ConsistencyRetry(context)
                  .evaluate(() -> users.evaluate(changed.userId(), changed.userName())));
      case ResourceAbsent absent ->
          send(UserEvaluator.notApplicable(absent.resource(), absent.reason()));
    };
  }

  /** The result of a change is always sent. */
  private RunSummary send(Outcome outcome) {
    ConfigSender sender =
        ConfigSender.ofAll(config, event, context.deadline().forSending()::isNear);
    OutcomeReporter reporter =
        new OutcomeReporter(
            new Senders(furtherSenders, sender, List.of()), StoredResults.NONE::lastCompliant);
    reporter.report(Stream.of(outcome));
    return reporter.finish(RunDetails.OF_ONE_USER);
  }
}
