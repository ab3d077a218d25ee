package initialkeys.cli.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.model.LimitExceededException;
import software.amazon.awssdk.services.config.model.ResourceInUseException;

/**
 * Asks AWS Config to evaluate, which costs an evaluation of each user where it sends changes, and
 * so is done a few times only. It also observes what AWS Config sends to the rule then (F58).
 */
final class Reevaluation {

  private static final String SCHEDULE =
      "a ScheduledNotification: results of several users have one time, after the request";
  private static final String CHANGES =
      "changes: results were recorded again, with the earlier times of the configuration items";

  /** The maximum number of requests of a proof. */
  static final int MAX_REQUESTS = 6;

  private static final Duration INTERVAL = Duration.ofMinutes(6);
  private static final Duration LIMITED = Duration.ofMinutes(1);

  /** How far the clocks of AWS and of this machine may differ. */
  static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

  /** A schedule that comes later may be the rule's own. */
  private static final Duration UNTIL_SCHEDULED = Duration.ofMinutes(2);

  /** A request is processed by then. */
  private static final Duration PROCESSED = Duration.ofMinutes(5);

  private final ProofAccount account;
  private final List<Instant> requests = new ArrayList<>();
  private Instant next;
  private Optional<Instant> limitedUntil = Optional.empty();
  private Map<String, ConfigResult> latest = Map.of();
  private Map<String, ConfigResult> whenAsked = Map.of();
  private boolean isScheduleSeen;
  private boolean isLaterScheduleSeen;
  private boolean isChangeSeen;

  Reevaluation(ProofAccount account) {
    this.account = account;
    this.next = account.now().plus(INTERVAL);
  }

  /**
   * Asks when it is time: at once after the last change that AWS Config does not notice (F11),
   * otherwise at intervals.
   *
   * @param open the users whose results are waited for
   */
  void askWhenDue(List<ProofUser> open) {
    Instant now = account.now();
    boolean isDue = !now.isBefore(next) || isUnnoticed(open);
    if (!isDue
        || requests.size() == MAX_REQUESTS
        || limitedUntil.filter(now::isBefore).isPresent()) {
      return;
    }
    try {
      account
          .caller()
          .config()
          .startConfigRulesEvaluation(it -> it.configRuleNames(account.ruleName()));
      requests.add(now);
      whenAsked = latest;
      next = now.plus(INTERVAL);
    } catch (LimitExceededException | ResourceInUseException later) {
      limitedUntil = Optional.of(now.plus(LIMITED));
    }
  }

  private boolean isUnnoticed(List<ProofUser> open) {
    return open.stream().allMatch(ProofUser::isSettled)
        && open.stream()
            .filter(ProofUser::isChangeUnnoticed)
            .anyMatch(user -> firstAfter(user.settled()).isEmpty());
  }

  private Optional<Instant> firstAfter(Instant time) {
    return requests.stream().filter(time::isBefore).findFirst();
  }

  /**
   * Whether AWS Config has invoked the rule for a request that came after the last change of a
   * user. Any change in the account invokes the rule too, so that only an invocation counts by
   * which time the request was certainly processed.
   *
   * @param lastRun when AWS Config last invoked the rule
   */
  boolean hasRunSince(Instant settled, Optional<Instant> lastRun) {
    return firstAfter(settled.plus(CLOCK_MARGIN))
        .map(request -> request.plus(PROCESSED))
        .filter(processed -> lastRun.filter(processed::isBefore).isPresent())
        .isPresent();
  }

  /**
   * Takes the results of the proof's users that AWS Config shows now. A schedule gives the results
   * of its run one time; a change gives a user's result again with the time that it had before.
   * Users without a result before the request say nothing: several may be recorded at one time.
   *
   * @param results by the users' ids
   */
  void observe(Map<String, ConfigResult> results) {
    latest = Map.copyOf(results);
    if (requests.isEmpty()) return;
    Instant asked = requests.getLast().minus(CLOCK_MARGIN);
    Map<Instant, Long> sameTimes =
        results.entrySet().stream()
            .filter(it -> whenAsked.containsKey(it.getKey()))
            .map(it -> it.getValue().ordering())
            .filter(asked::isBefore)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    long again =
        results.entrySet().stream()
            .filter(
                it -> isSentAgain(Optional.ofNullable(whenAsked.get(it.getKey())), it.getValue()))
            .count();
    Instant scheduled = requests.getLast().plus(UNTIL_SCHEDULED);
    sameTimes.forEach(
        (time, count) -> {
          if (count < 2) return;
          if (time.isBefore(scheduled)) isScheduleSeen = true;
          else isLaterScheduleSeen = true;
        });
    isChangeSeen |= again > 1;
  }

  private static boolean isSentAgain(Optional<ConfigResult> before, ConfigResult now) {
    return before
        .filter(it -> it.ordering().equals(now.ordering()))
        .filter(it -> it.recorded().isBefore(now.recorded()))
        .isPresent();
  }

  /** What AWS Config sends at least when it is asked to evaluate. */
  ObservedFact fact() {
    if (!isScheduleSeen && !isChangeSeen) {
      return ObservedFact.none(
          "F58",
          requests.isEmpty()
              ? "every result came without a request."
              : isLaterScheduleSeen
                  ? "results of several users have one time, more than 2 minutes after a request:"
                      + " it may be that of the regular schedule."
                  : "fewer than two results came after a request.");
    }
    String sent =
        isScheduleSeen && isChangeSeen
            ? SCHEDULE + "; and " + CHANGES
            : isScheduleSeen ? SCHEDULE : CHANGES;
    return ObservedFact.of("F58", "StartConfigRulesEvaluation sent %s.".formatted(sent));
  }
}
