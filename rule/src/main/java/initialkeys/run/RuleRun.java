package initialkeys.run;

import initialkeys.config.RuleEvent;
import initialkeys.config.Trigger.ResourceAbsent;
import initialkeys.config.Trigger.Schedule;
import initialkeys.config.Trigger.UserChanged;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.LiveFacts;
import java.util.function.Supplier;
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
          change(
              () ->
                  new ConsistencyRetry(context)
                      .evaluate(() -> users.evaluate(changed.userId(), changed.userName())));
      case ResourceAbsent absent ->
          change(() -> UserEvaluator.notApplicable(absent.resource(), absent.reason()));
    };
  }

  private RunSummary change(Supplier<Outcome> evaluation) {
    return new ChangeRun(event, config, context, furtherSenders).execute(evaluation);
  }
}
