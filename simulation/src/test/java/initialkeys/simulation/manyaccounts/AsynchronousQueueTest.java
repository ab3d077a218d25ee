package initialkeys.simulation.manyaccounts;

import static initialkeys.simulation.manyaccounts.AsynchronousQueue.copies;
import static initialkeys.simulation.manyaccounts.AsynchronousQueue.process;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.manyaccounts.AsynchronousQueue.AssumeRoleCalls;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.Event;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.Function;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queue of asynchronous invocations, by what AWS documents of it (F72). */
class AsynchronousQueueTest {

  private static final double SIX_HOURS = 21_600;

  private static Function function(
      int concurrency, double coldStart, double maximumAge, int retries) {
    return new Function(
        concurrency, coldStart, maximumAge, retries, new AssumeRoleCalls(1_000_000, 1, 7));
  }

  @Test
  void eventsRunImmediatelyWhereConcurrencyAllows() {
    assertThat(process(copies(5, new Event(2, 0)), function(5, 0, SIX_HOURS, 1)))
        .isEqualTo(new Result(5, 0, 2));
  }

  @Test
  void onlyTheFirstRunOfAnEnvironmentStartsCold() {
    Result result = process(copies(10, new Event(1, 0)), function(1, 100, SIX_HOURS, 1));
    assertThat(result.processed()).isEqualTo(10);
    assertThat(result.lastFinished()).isBetween(110.0, 110.0 + 9 * 300);
  }

  /** The first wait is between half a second and one second. */
  @Test
  void throttledEventTriesAgainAfterItsBackoff() {
    Result result = process(copies(2, new Event(0.4, 0)), function(1, 0, SIX_HOURS, 1));
    assertThat(result.processed()).isEqualTo(2);
    assertThat(result.lastFinished()).isBetween(0.9, 1.4);
  }

  @Test
  void backoffIsNeverLongerThanFiveMinutes() {
    Result result = process(copies(2, new Event(10_000, 0)), function(1, 0, SIX_HOURS, 1));
    assertThat(result.processed()).isEqualTo(2);
    assertThat(result.lastFinished()).isBetween(20_000.0, 20_300.0);
  }

  @Test
  void eventThatIsTooOldGoesToTheFailureQueue() {
    Result result = process(copies(3, new Event(10_000, 0)), function(1, 0, SIX_HOURS, 1));
    assertThat(result).isEqualTo(new Result(3, 0, result.lastFinished()));
    assertThat(process(copies(4, new Event(10_000, 0)), function(1, 0, SIX_HOURS, 1)))
        .extracting(Result::processed, Result::inFailureQueue)
        .containsExactly(3, 1);
  }

  @Test
  void errorsAreRetriedAfterOneMinuteAndThenTwo() {
    assertThat(process(List.of(new Event(1, 2)), function(1, 0, SIX_HOURS, 2)))
        .isEqualTo(new Result(1, 0, 1 + 60 + 1 + 120 + 1));
  }

  @Test
  void eventThatFailsTooOftenGoesToTheFailureQueue() {
    assertThat(process(List.of(new Event(1, 2)), function(1, 0, SIX_HOURS, 1)))
        .isEqualTo(new Result(0, 1, 1 + 60 + 1));
  }

  /** 10 at once, and then 10 a second. */
  @Test
  void moreAssumeRoleCallsThanStsAcceptsWait() {
    Result result =
        process(
            copies(100, new Event(0.1, 0)),
            new Function(100, 0, SIX_HOURS, 1, new AssumeRoleCalls(10, 5, 7)));
    assertThat(result.processed()).isEqualTo(100);
    assertThat(result.lastFinished()).isBetween(9.0, 60.0);
  }

  /** Seven attempts of a call take up to 51 s. */
  @Test
  void executionWithoutASessionEndsWithAnError() {
    Result result =
        process(
            copies(2, new Event(0.1, 0)),
            new Function(2, 0, SIX_HOURS, 0, new AssumeRoleCalls(0, 1, 7)));
    assertThat(result).isEqualTo(new Result(0, 2, result.lastFinished()));
    assertThat(result.lastFinished()).isBetween(1.0, 51.0);
  }

  @Test
  void eachCallStartsItsWaitsAgain() {
    Result result =
        process(
            copies(1, new Event(0.1, 0)),
            new Function(1, 0, SIX_HOURS, 0, new AssumeRoleCalls(0, 2, 1)));
    assertThat(result).isEqualTo(new Result(0, 1, 0));
  }

  /** The second event gets the execution when the first has given up after its last attempt. */
  @Test
  void executionThatWaitsForStsIsTaken() {
    Function one = new Function(1, 0, SIX_HOURS, 0, new AssumeRoleCalls(0, 1, 2));
    assertThat(process(copies(1, new Event(1, 0)), one).lastFinished()).isBetween(0.1, 1.0);
    assertThat(process(copies(2, new Event(1, 0)), one).lastFinished()).isGreaterThan(0.5);
    Function two = new Function(2, 0, SIX_HOURS, 0, new AssumeRoleCalls(0, 1, 2));
    assertThat(process(copies(2, new Event(1, 0)), two).lastFinished()).isLessThan(1.0);
  }

  /** Nothing is lost or processed twice, whatever is throttled or fails. */
  @Test
  void everyEventIsProcessedOrInTheFailureQueue() {
    for (int concurrency : List.of(1, 7, 100)) {
      for (int errors : List.of(0, 1, 2)) {
        Result result =
            process(copies(500, new Event(60, errors)), function(concurrency, 1, 3_600, 1));
        assertThat(result.processed() + result.inFailureQueue()).isEqualTo(500);
      }
    }
  }
}
