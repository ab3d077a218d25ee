package initialkeys.run;

import initialkeys.config.ConfigSender;
import initialkeys.config.RuleEvent;
import initialkeys.config.Trigger.ResourceAbsent;
import initialkeys.config.Trigger.Schedule;
import initialkeys.config.Trigger.UserChanged;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.LiveFacts;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/** One invocation: reads the facts that the event asks for, decides, and sends the results. */
public final class RuleRun {

  private final RuleEvent event;
  private final IamClient iam;
  private final ConfigClient config;
  private final RunContext context;
  private final UserEvaluator users;

  public RuleRun(RuleEvent event, IamClient iam, ConfigClient config, RunContext context) {
    this.event = event;
    this.iam = iam;
    this.config = config;
    this.context = context;
    Deadline deadline = context.deadline();
    this.users =
        new UserEvaluator(
            event.parameters(),
            event.trigger().notified(),
            new LiveFacts(iam, deadline::isNear),
            deadline::isNear);
  }

  /** Does what the event asks for; failures are part of the summary. */
  public RunSummary execute() {
    return switch (event.trigger()) {
      case Schedule _ -> new ScheduledRun(event, iam, config, context, users).execute();
      case UserChanged changed ->
          send(
              new ConsistencyRetry(context)
                  .evaluate(() -> users.evaluate(changed.userId(), changed.userName())));
      case ResourceAbsent absent ->
          send(UserEvaluator.notApplicable(absent.resource(), absent.absence()));
    };
  }

  /** The result of a change is always sent. */
  private RunSummary send(Outcome outcome) {
    ConfigSender sender =
        ConfigSender.ofAll(config, event, context.deadline().forSending()::isNear);
    OutcomeReporter reporter = new OutcomeReporter(List.of(sender), evaluated -> true);
    reporter.report(Stream.of(outcome));
    return reporter.finish(RunDetails.OF_ONE_USER);
  }
}
