package initialkeys.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Lambda's queue of asynchronous invocations, in simulated time (F39, F72). All events arrive at
 * once. An event that finds no free execution is throttled: it tries again after 1 s, then after
 * twice as long each time, up to 5 minutes, each wait shortened by chance to between half and all
 * of it, so that events do not try in step. After an error of the function an event waits one
 * minute, and then two. An event that is too old, or has failed with its last attempt, goes to the
 * failure queue.
 */
public final class AsynchronousQueue {

  /**
   * An event.
   *
   * @param seconds how long one attempt runs
   * @param errors how many attempts end with an error before one succeeds
   */
  public record Event(double seconds, int errors) {}

  /**
   * The function.
   *
   * @param concurrency how many executions run at a time
   * @param coldStart how many seconds more the first execution of each environment takes
   * @param maximumAge after how many seconds an event is too old
   * @param retries how often an event is tried again after an error
   */
  public record Function(int concurrency, double coldStart, double maximumAge, int retries) {}

  /**
   * What became of the events.
   *
   * @param inFailureQueue the number of events that were not processed
   * @param lastFinished the second at which the last execution ended
   */
  public record Result(int processed, int inFailureQueue, double lastFinished) {}

  private static final double MAXIMUM_BACKOFF = 300;
  private static final int DOUBLINGS = 9;

  /** An event waits for its next attempt. */
  private static final class Waiting {
    private final Event event;
    private final int order;
    private double next;
    private int throttled;
    private int failed;

    private Waiting(Event event, int order) {
      this.event = event;
      this.order = order;
    }
  }

  private final Function function;
  private final Random random = new Random(0);
  private final PriorityQueue<Double> running = new PriorityQueue<>();
  private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(AsynchronousQueue::compare);
  private int environments;
  private int processed;
  private int inFailureQueue;
  private double lastFinished;

  private AsynchronousQueue(Function function) {
    this.function = function;
  }

  /** Processes the events. The same events give the same result. */
  public static Result process(List<Event> events, Function function) {
    AsynchronousQueue queue = new AsynchronousQueue(function);
    for (Event event : events) queue.waiting.add(new Waiting(event, queue.waiting.size()));
    while (!queue.waiting.isEmpty()) queue.attempt(queue.waiting.poll());
    return new Result(queue.processed, queue.inFailureQueue, queue.lastFinished);
  }

  /** The same event several times. */
  public static List<Event> copies(int number, Event event) {
    Event[] events = new Event[number];
    Arrays.fill(events, event);
    return List.of(events);
  }

  private static int compare(Waiting one, Waiting other) {
    return one.next == other.next
        ? Integer.compare(one.order, other.order)
        : Double.compare(one.next, other.next);
  }

  private void attempt(Waiting it) {
    if (it.next > function.maximumAge()) {
      inFailureQueue++;
      return;
    }
    while (!running.isEmpty() && running.peek() <= it.next) running.poll();
    if (running.size() < function.concurrency()) {
      run(it);
    } else {
      throttle(it);
    }
  }

  private void run(Waiting it) {
    double end = it.next + it.event.seconds();
    if (running.size() == environments) {
      environments++;
      end += function.coldStart();
    }
    running.add(end);
    lastFinished = Math.max(lastFinished, end);
    if (it.failed == it.event.errors()) {
      processed++;
    } else if (it.failed == function.retries()) {
      inFailureQueue++;
    } else {
      it.failed++;
      it.next = end + 60 * it.failed;
      waiting.add(it);
    }
  }

  private void throttle(Waiting it) {
    double backoff = Math.min(MAXIMUM_BACKOFF, 1 << Math.min(it.throttled, DOUBLINGS));
    it.throttled++;
    it.next += backoff * (1 + random.nextDouble()) / 2;
    waiting.add(it);
  }
}
