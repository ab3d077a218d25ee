package initialkeys.simulation.manyaccounts;

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

  private final List<Event> events;
  private final Function function;
  private final Random random = new Random(0);
  private final PriorityQueue<Double> running = new PriorityQueue<>();

  /** The next attempt of each event, or the next AssumeRole call of its execution. */
  private final Timetable timetable;

  /** How often each event was throttled, as far as its backoff depends on it. */
  private final byte[] throttled;

  /** How many executions of each event have failed. */
  private final int[] failed;

  private final boolean[] isExecuting;
  private final boolean[] isColdStart;

  /** How often AssumeRole was throttled in the execution that has begun, by event. */
  private final int[] assumeRoleThrottles;

  /** Executions whose end is not known yet: they wait for AssumeRole. */
  private int assuming;

  private double acceptable;
  private double filledAt;
  private int environments;
  private int processed;
  private int inFailureQueue;
  private double lastFinished;

  private AsynchronousQueue(List<Event> events, Function function) {
    this.events = events;
    this.function = function;
    int number = events.size();
    timetable = new Timetable(number);
    throttled = new byte[number];
    failed = new int[number];
    isExecuting = new boolean[number];
    isColdStart = new boolean[number];
    assumeRoleThrottles = new int[number];
    this.acceptable = function.sts().perSecond();
  }

  /** Processes the events. The same events give the same result. */
  public static Result process(List<Event> events, Function function) {
    AsynchronousQueue queue = new AsynchronousQueue(List.copyOf(events), function);
    for (int event = 0; event < events.size(); event++) queue.timetable.add(event, 0);
    while (!queue.timetable.isEmpty()) queue.attempt(queue.timetable.removeFirst());
    return new Result(queue.processed, queue.inFailureQueue, queue.lastFinished);
  }

  /** The same event several times. */
  public static List<Event> copies(int number, Event event) {
    Event[] events = new Event[number];
    Arrays.fill(events, event);
    return List.of(events);
  }

  private void attempt(int event) {
    double now = timetable.time(event);
    if (isExecuting[event]) {
      assumeRole(event, now);
      return;
    }
    if (now > function.maximumAge()) {
      inFailureQueue++;
      return;
    }
    while (!running.isEmpty() && running.peek() <= now) running.poll();
    if (running.size() + assuming < function.concurrency()) {
      begin(event, now);
    } else {
      throttle(event, now);
    }
  }

  private void begin(int event, double now) {
    if (running.size() + assuming == environments) {
      environments++;
      isColdStart[event] = true;
    }
    assuming++;
    isExecuting[event] = true;
    assumeRole(event, now);
  }

  private void assumeRole(int event, double now) {
    Event it = events.get(event);
    double started = now + (isColdStart[event] ? function.coldStart() : 0);
    if (isAccepted(now)) {
      end(event, started + it.seconds(), failed[event] == it.errors());
      return;
    }
    int throttles = ++assumeRoleThrottles[event];
    if (throttles == function.sts().calls() * function.sts().attempts()) {
      end(event, started, false);
    } else {
      int before = throttles % function.sts().attempts();
      double backoff = before == 0 ? 0 : Math.min(MAXIMUM_CALL_BACKOFF, 1 << (before - 1));
      timetable.add(event, now + backoff * random.nextDouble());
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

  private void end(int event, double end, boolean isSuccess) {
    assuming--;
    running.add(end);
    lastFinished = Math.max(lastFinished, end);
    isExecuting[event] = false;
    assumeRoleThrottles[event] = 0;
    isColdStart[event] = false;
    if (isSuccess) {
      processed++;
    } else if (failed[event] == function.retries()) {
      inFailureQueue++;
    } else {
      failed[event]++;
      timetable.add(event, end + 60 * failed[event]);
    }
  }

  private void throttle(int event, double now) {
    double backoff = Math.min(MAXIMUM_BACKOFF, 1 << throttled[event]);
    if (throttled[event] < DOUBLINGS) throttled[event]++;
    timetable.add(event, now + backoff * (1 + random.nextDouble()) / 2);
  }
}
