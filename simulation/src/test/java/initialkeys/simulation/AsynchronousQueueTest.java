package initialkeys.simulation;

import static initialkeys.simulation.AsynchronousQueue.copies;
import static initialkeys.simulation.AsynchronousQueue.process;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.AsynchronousQueue.Event;
import initialkeys.simulation.AsynchronousQueue.Function;
import initialkeys.simulation.AsynchronousQueue.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queue of asynchronous invocations, by what AWS documents of it (F72). */
class AsynchronousQueueTest {

  private static final double SIX_HOURS = 21_600;

  @Test
  void eventsRunAtOnceWhereConcurrencyAllows() {
    assertThat(process(copies(5, new Event(2, 0)), new Function(5, 0, SIX_HOURS, 1)))
        .isEqualTo(new Result(5, 0, 2));
  }

  @Test
  void onlyTheFirstRunOfAnEnvironmentStartsCold() {
    Result result = process(copies(10, new Event(1, 0)), new Function(1, 100, SIX_HOURS, 1));
    assertThat(result.processed()).isEqualTo(10);
    assertThat(result.lastFinished()).isBetween(110.0, 110.0 + 9 * 300);
  }

  /** The first wait is between half a second and one second. */
  @Test
  void throttledEventTriesAgainAfterItsBackoff() {
    Result result = process(copies(2, new Event(0.4, 0)), new Function(1, 0, SIX_HOURS, 1));
    assertThat(result.processed()).isEqualTo(2);
    assertThat(result.lastFinished()).isBetween(0.9, 1.4);
  }

  @Test
  void backoffIsNeverLongerThanFiveMinutes() {
    Result result = process(copies(2, new Event(10_000, 0)), new Function(1, 0, SIX_HOURS, 1));
    assertThat(result.processed()).isEqualTo(2);
    assertThat(result.lastFinished()).isBetween(20_000.0, 20_300.0);
  }

  @Test
  void eventThatIsTooOldGoesToTheFailureQueue() {
    Result result = process(copies(3, new Event(10_000, 0)), new Function(1, 0, SIX_HOURS, 1));
    assertThat(result).isEqualTo(new Result(3, 0, result.lastFinished()));
    assertThat(process(copies(4, new Event(10_000, 0)), new Function(1, 0, SIX_HOURS, 1)))
        .extracting(Result::processed, Result::inFailureQueue)
        .containsExactly(3, 1);
  }

  @Test
  void errorsAreRetriedAfterOneMinuteAndThenTwo() {
    assertThat(process(List.of(new Event(1, 2)), new Function(1, 0, SIX_HOURS, 2)))
        .isEqualTo(new Result(1, 0, 1 + 60 + 1 + 120 + 1));
  }

  @Test
  void eventThatFailsTooOftenGoesToTheFailureQueue() {
    assertThat(process(List.of(new Event(1, 2)), new Function(1, 0, SIX_HOURS, 1)))
        .isEqualTo(new Result(0, 1, 1 + 60 + 1));
  }

  /** Nothing is lost or processed twice, whatever is throttled or fails. */
  @Test
  void everyEventIsProcessedOrInTheFailureQueue() {
    for (int concurrency : List.of(1, 7, 100)) {
      for (int errors : List.of(0, 1, 2)) {
        Result result =
            process(copies(500, new Event(60, errors)), new Function(concurrency, 1, 3_600, 1));
        assertThat(result.processed() + result.inFailureQueue()).isEqualTo(500);
      }
    }
  }
}
