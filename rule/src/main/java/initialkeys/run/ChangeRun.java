package initialkeys.run;

import initialkeys.config.ConfigCallException;
import initialkeys.config.ConfigSender;
import initialkeys.config.RuleEvent;
import initialkeys.config.StoredResults;
import initialkeys.decision.TriState;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;

/** A run for the change of one resource. Its result is always sent. */
final class ChangeRun {

  private final RuleEvent event;
  private final ConfigClient config;
  private final RunContext context;
  private final FurtherSenders furtherSenders;
  private final List<String> warnings = new ArrayList<>();
  private Instant started;
  private boolean isReplaced;

  ChangeRun(
      RuleEvent event, ConfigClient config, RunContext context, FurtherSenders furtherSenders) {
    this.event = event;
    this.config = config;
    this.context = context;
    this.furtherSenders = furtherSenders;
  }

  RunSummary execute(Supplier<Outcome> evaluation) {
    started = context.clock().instant();
    Outcome outcome = evaluation.get();
    BooleanSupplier isLate = context.deadline().forSending()::isNear;
    Senders senders =
        furtherSenders.inOrder(
            event,
            config,
            context,
            ConfigSender.ofAll(config, event, isLate),
            _ -> started,
            history(outcome));
    OutcomeReporter reporter = new OutcomeReporter(senders, StoredResults.NONE::lastCompliant);
    reporter.report(Stream.of(outcome));
    reporter.sendRest();
    if (maySendFinding(outcome)) evaluateIfReplaced(outcome, evaluation, reporter);
    return reporter.finish(RunDetails.OF_ONE_USER).withWarnings(warnings);
  }

  private FindingHistory history(Outcome outcome) {
    return new FindingHistory() {
      @Override
      public TriState mayHaveFinding(Resource user) {
        return ChangeRun.this.mayHaveFinding(user, outcome);
      }

      @Override
      public boolean isOutdated(Resource user) {
        return ChangeRun.this.isOutdated(user);
      }
    };
  }

  /** If it cannot be read, the reading after the finding says so. */
  private boolean isOutdated(Resource user) {
    try {
      return stored(user).isOrderedAfter(user, event.trigger().ordering());
    } catch (ConfigCallException unreadable) {
      return false;
    }
  }

  private boolean maySendFinding(Outcome outcome) {
    return furtherSenders.hasFindings(event)
        && outcome.finalVerdict().filter(NonCompliant.class::isInstance).isPresent();
  }

  /**
   * Another run for the same user may have read the stored result before this one has sent
   * NON_COMPLIANT, and sent COMPLIANT afterwards: it has not archived the finding of this one.
   * Which of the two has the later facts is not known, so they are read again.
   */
  private void evaluateIfReplaced(
      Outcome outcome, Supplier<Outcome> evaluation, OutcomeReporter reporter) {
    Resource user = outcome.subject().resource();
    if (context.deadline().isNear()) {
      warnings.add(
          "User %s: the stored result was not read again: the invocation was about to time out"
              .formatted(user.id()));
      return;
    }
    try {
      isReplaced = stored(user).isCompliantSince(user, started);
    } catch (ConfigCallException unreadable) {
      warnings.add(
          unreadable.getMessage()
              + "; if another change has set the user to COMPLIANT meanwhile, its finding in"
              + " Security Hub stays active");
    }
    if (!isReplaced) return;
    started = context.clock().instant();
    reporter.report(Stream.of(evaluation.get()));
  }

  /**
   * Only the senders of findings ask, about a user that is not NON_COMPLIANT. A user without a
   * result has no finding, except that AWS Config may not return the result of a deleted user.
   */
  private TriState mayHaveFinding(Resource user, Outcome outcome) {
    if (isReplaced) return TriState.UNKNOWN;
    try {
      StoredResults stored = stored(user);
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

  private StoredResults stored(Resource user) {
    return StoredResults.readOf(user, config, event.ruleName(), context.deadline()::isNear);
  }

  private static boolean isDeletedOrNotEvaluated(Outcome outcome) {
    return outcome.finalVerdict().filter(NotApplicable.class::isInstance).isPresent();
  }
}
