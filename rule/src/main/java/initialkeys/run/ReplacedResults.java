package initialkeys.run;

import initialkeys.config.ConfigCallException;
import initialkeys.config.RuleEvent;
import initialkeys.config.UnchangedResults;
import initialkeys.config.UnchangedResults.Replaced;
import initialkeys.config.UserRecording;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.LiveFacts;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Looks again, at the end of a scheduled run, at the users whose evaluation was left out as
 * unchanged and of which another run has stored another result since. Which of the two has the
 * later facts is not known. Without this, a result of earlier facts would stay until the next
 * schedule.
 */
final class ReplacedResults {

  private static final int MAX_CONCURRENT_USERS = 8;

  private final RuleEvent event;
  private final IamClient iam;
  private final ConfigClient config;
  private final RunContext context;
  private final UnchangedResults unchanged;
  private Instant evaluated = Instant.MIN;

  ReplacedResults(
      RuleEvent event,
      IamClient iam,
      ConfigClient config,
      RunContext context,
      UnchangedResults unchanged) {
    this.event = event;
    this.iam = iam;
    this.config = config;
    this.context = context;
    this.unchanged = unchanged;
  }

  /** A time before the facts of a user were read here; empty if they were not. */
  Optional<Instant> evaluated(Resource user) {
    return unchanged.isReplaced(user) ? Optional.of(evaluated) : Optional.empty();
  }

  /**
   * Evaluates the users again, with live calls. A user that is NON_COMPLIANT now may be so by later
   * rule parameters, and is left as it is, unless no parameters explain it: the strictest give
   * COMPLIANT.
   *
   * @param known the users of the account, for their names
   * @param reporter is told why when that is not possible
   * @return outcomes that take the place of earlier ones
   */
  Stream<Outcome> evaluate(List<IamUser> known, OutcomeReporter reporter) {
    if (!unchanged.hasLeftOut()) return Stream.empty();
    BooleanSupplier isLate = context.deadline()::isNear;
    if (isLate.getAsBoolean()) {
      reporter.fail(
          "Results that changed during the run were not looked for: the invocation was about to"
              + " time out");
      return Stream.empty();
    }
    try {
      Replaced replaced = unchanged.findReplaced(config, isLate);
      evaluated = context.clock().instant();
      List<Outcome> strictest =
          evaluate(
                  replaced.nonCompliant().keySet(),
                  known,
                  user -> DecisionParameters.strictest(replaced.nonCompliant().get(user)))
              .toList();
      Set<Resource> again = cleared(replaced);
      strictest.stream()
          .filter(ReplacedResults::isCompliant)
          .forEach(outcome -> again.add(outcome.subject().resource()));
      again.forEach(unchanged::send);
      return Stream.concat(
          strictest.stream().filter(outcome -> outcome.finalVerdict().isEmpty()),
          evaluate(again, known, _ -> event.parameters().decision()));
    } catch (ConfigCallException unreadable) {
      reporter.fail(unreadable.getMessage());
      return Stream.empty();
    }
  }

  /**
   * Those whose NON_COMPLIANT result is gone. After ResourceNotRecorded that is right (F10a): then
   * users without a result are not evaluated.
   */
  private Set<Resource> cleared(Replaced replaced) {
    Set<Resource> cleared = new HashSet<>(replaced.compliant());
    if (!replaced.gone().isEmpty() && UserRecording.read(config) != UserRecording.NOT_RECORDED) {
      cleared.addAll(replaced.gone());
    }
    return cleared;
  }

  private Stream<Outcome> evaluate(
      Set<Resource> resources,
      List<IamUser> known,
      Function<Resource, DecisionParameters> parameters) {
    ConsistencyRetry retry = new ConsistencyRetry(context);
    return resources.stream()
        .gather(
            Gatherers.mapConcurrent(
                MAX_CONCURRENT_USERS,
                user -> {
                  UserEvaluator evaluator = evaluator(parameters.apply(user));
                  Optional<String> name = nameOf(user, known);
                  return retry.evaluate(() -> evaluator.evaluate(user.id(), name));
                }));
  }

  private UserEvaluator evaluator(DecisionParameters parameters) {
    BooleanSupplier isLate = context.deadline()::isNear;
    return new UserEvaluator(
        parameters, event.trigger().notified(), new LiveFacts(iam, isLate), isLate);
  }

  private static boolean isCompliant(Outcome outcome) {
    return outcome.finalVerdict().filter(Compliant.class::isInstance).isPresent();
  }

  private static Optional<String> nameOf(Resource resource, List<IamUser> known) {
    return known.stream()
        .map(IamUser::identity)
        .filter(identity -> identity.id().equals(resource.id()))
        .map(UserIdentity::name)
        .findFirst();
  }
}
