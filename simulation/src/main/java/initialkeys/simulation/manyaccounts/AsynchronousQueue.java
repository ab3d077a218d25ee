package initialkeys.simulation.manyaccounts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;

/**
 * Lambda's queue of asynchronous invocations, in simulated time (F39, F72). All events arrive at
 * once. An event that finds no free execution is throttled: it tries again after 1 s, then after
 * twice as long each time, up to 5 minutes, each wait shortened by chance to between half and all
 * of it, so that events do not try in step. After an error of the function an event waits one
 * minute, and then two. An event that is too old, or has failed with its last attempt, goes to the
 * failure queue.
 *
 * <p>Every execution begins with AssumeRole. Where STS throttles it, the SDK repeats the call as
 * the function is configured, and the execution waits meanwhile; when the last attempt is throttled
 * the execution ends with an error.
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
   * @param sts what limits its AssumeRole calls
   */
  public record Function(
      int concurrency, double coldStart, double maximumAge, int retries, AssumeRoleCalls sts) {}

  /**
   * AssumeRole in an account.
   *
   * @param perSecond how many STS accepts a second; as many at once
   * @param calls how many calls an execution makes while they are throttled
   * @param attempts how many attempts each call has
   */
  public record AssumeRoleCalls(double perSecond, int calls, int attempts) {}

  /**
   * What became of the events.
   *
   * @param inFailureQueue the number of events that were not processed
   * @param lastFinished the second at which the last execution ended
   */
  public record Result(int processed, int inFailureQueue, double lastFinished) {}

  private static final double MAXIMUM_BACKOFF = 300;
  private static final int DOUBLINGS = 9;

  private static final double MAXIMUM_CALL_BACKOFF = 20;

  /** An event waits for its next attempt. */
  private static final class Waiting {
    private final Event event;
    private final int order;
    private double next;
    private int throttled;
    private int failed;

    /** How often AssumeRole was throttled in the execution that has begun. */
    private int assumeRoleThrottles;

    private boolean isExecuting;
    private double coldStart;

    private Waiting(Event event, int order) {
      this.event = event;
      this.order = order;
    }
  }

  private final Function function;
  private final Random random = new Random(0);
  private final PriorityQueue<Double> running = new PriorityQueue<>();

  /** What is due in this tenth of a second, in order: a heap of a million events would be slow. */
  private final PriorityQueue<Waiting> due = new PriorityQueue<>(AsynchronousQueue::compare);

  /** What is due later, by the tenth of a second. */
  private final NavigableMap<Long, List<Waiting>> later = new TreeMap<>();

  private long tenth;

  /** Executions whose end is not known yet: they wait for AssumeRole. */
  private int assuming;

  private double acceptable;
  private double filledAt;
  private int environments;
  private int processed;
  private int inFailureQueue;
  private double lastFinished;

  private AsynchronousQueue(Function function) {
    this.function = function;
    this.acceptable = function.sts().perSecond();
  }

  /** Processes the events. The same events give the same result. */
  public static Result process(List<Event> events, Function function) {
    AsynchronousQueue queue = new AsynchronousQueue(function);
    for (Event event : events) queue.due.add(new Waiting(event, queue.due.size()));
    for (Waiting next = queue.next(); next != null; next = queue.next()) queue.attempt(next);
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

  private void add(Waiting it) {
    long at = (long) (it.next * 10);
    if (at <= tenth) {
      due.add(it);
    } else {
      later.computeIfAbsent(at, _ -> new ArrayList<>()).add(it);
    }
  }

  /** What is due first; null if nothing is left. */
  private Waiting next() {
    if (due.isEmpty() && !later.isEmpty()) {
      var first = later.pollFirstEntry();
      tenth = first.getKey();
      due.addAll(first.getValue());
    }
    return due.poll();
  }

  private void attempt(Waiting it) {
    if (it.isExecuting) {
      assumeRole(it);
      return;
    }
    if (it.next > function.maximumAge()) {
      inFailureQueue++;
      return;
    }
    while (!running.isEmpty() && running.peek() <= it.next) running.poll();
    if (running.size() + assuming < function.concurrency()) {
      begin(it);
    } else {
      throttle(it);
    }
  }

  private void begin(Waiting it) {
    if (running.size() + assuming == environments) {
      environments++;
      it.coldStart = function.coldStart();
    }
    assuming++;
    it.isExecuting = true;
    assumeRole(it);
  }

  private void assumeRole(Waiting it) {
    if (isAccepted(it.next)) {
      end(it, it.next + it.event.seconds() + it.coldStart, it.failed == it.event.errors());
    } else if (++it.assumeRoleThrottles == function.sts().calls() * function.sts().attempts()) {
      end(it, it.next + it.coldStart, false);
    } else {
      int before = it.assumeRoleThrottles % function.sts().attempts();
      double backoff = before == 0 ? 0 : Math.min(MAXIMUM_CALL_BACKOFF, 1 << (before - 1));
      it.next += backoff * random.nextDouble();
      add(it);
    }
  }

  /** As a bucket of one second's calls, which is filled up all the time. */
  private boolean isAccepted(double now) {
    double rate = function.sts().perSecond();
    acceptable = Math.min(rate, acceptable + (now - filledAt) * rate);
    filledAt = now;
    if (acceptable < 1) return false;
    acceptable--;
    return true;
  }

  private void end(Waiting it, double end, boolean isSuccess) {
    assuming--;
    running.add(end);
    lastFinished = Math.max(lastFinished, end);
    it.isExecuting = false;
    it.assumeRoleThrottles = 0;
    it.coldStart = 0;
    if (isSuccess) {
      processed++;
    } else if (it.failed == function.retries()) {
      inFailureQueue++;
    } else {
      it.failed++;
      it.next = end + 60 * it.failed;
      add(it);
    }
  }

  private void throttle(Waiting it) {
    double backoff = Math.min(MAXIMUM_BACKOFF, 1 << Math.min(it.throttled, DOUBLINGS));
    it.throttled++;
    it.next += backoff * (1 + random.nextDouble()) / 2;
    add(it);
  }
}
