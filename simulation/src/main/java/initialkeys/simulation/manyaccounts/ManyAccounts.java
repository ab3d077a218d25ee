package initialkeys.simulation.manyaccounts;

import initialkeys.simulation.manyaccounts.AsynchronousQueue.AssumeRoleCalls;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.Event;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.Function;
import initialkeys.simulation.manyaccounts.AsynchronousQueue.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One function and the events of many member accounts that arrive at once: how long they take, and
 * what ends in the failure queue. It is the deterministic half of the benchmark; the seconds of a
 * run are measured.
 */
public final class ManyAccounts {

  /**
   * How long runs of a warm function take, in seconds.
   *
   * @param schedule a scheduled run
   * @param change a run for a change of one user
   * @param coldStart what the first run of an environment takes longer
   * @param stsThrottled a scheduled run while STS throttles the function's account
   * @param iamThrottled a scheduled run while IAM throttles the member account
   */
  public record Seconds(
      double schedule, double change, double coldStart, double stsThrottled, double iamThrottled) {}

  /**
   * The longest that Lambda keeps an event (F39), and the age with which the default is deployed.
   */
  public static final double MAXIMUM_AGE = 21_600;

  /** As deployed. */
  private static final int RETRIES = 1;

  /** The rate is F74, the attempts are those of the function. */
  public static final AssumeRoleCalls STS = new AssumeRoleCalls(600, 5, 7);

  /**
   * How long a scheduled run is assumed to wait for the credential report, in seconds: IAM needs
   * some seconds to generate one, and the run looks after 1, 2 and 4 more.
   */
  public static final double REPORT_WAIT = 7;

  private static final int MEMBERS = 10_000;
  private static final int USERS = 100;

  private ManyAccounts() {}

  /** The rows of the table: what happens, concurrency, seconds to the end, failure queue. */
  public static List<String> rows(Seconds seconds) {
    List<String> rows = new ArrayList<>();
    Event schedule = new Event(seconds.schedule() + REPORT_WAIT, 0);
    List<Event> schedules = AsynchronousQueue.copies(MEMBERS, schedule);
    for (int concurrency : List.of(10, 100, 1_000)) {
      rows.add(row("10,000 schedules", schedules, concurrency, seconds));
    }
    rows.add(
        row(
            "10,000 schedules; STS throttles every member account",
            AsynchronousQueue.copies(MEMBERS, new Event(seconds.stsThrottled() + REPORT_WAIT, 0)),
            1_000,
            seconds));
    rows.add(
        row(
            "10,000 schedules; IAM throttles one member account",
            withOneOther(schedules, new Event(seconds.iamThrottled() + REPORT_WAIT, 0)),
            100,
            seconds));
    rows.add(
        row(
            "10,000 schedules; the first run of every member account fails",
            AsynchronousQueue.copies(MEMBERS, new Event(seconds.schedule() + REPORT_WAIT, 1)),
            100,
            seconds));
    rows.add(
        row(
            "10,000 schedules; one member account has no role",
            withOneOther(schedules, new Event(seconds.change(), RETRIES + 1)),
            100,
            seconds));
    for (int concurrency : List.of(10, 100, 1_000)) {
      rows.add(
          row(
              "first deployment, 2,000 member accounts",
              first(2_000, seconds),
              concurrency,
              seconds));
    }
    for (int concurrency : List.of(10, 20, 30, 100, 1_000)) {
      rows.add(
          row(
              "first deployment, 10,000 member accounts",
              first(MEMBERS, seconds),
              concurrency,
              seconds));
    }
    return rows;
  }

  /**
   * The function is called once for each user, and once for the schedule, of each member account.
   */
  private static List<Event> first(int members, Seconds seconds) {
    List<Event> events =
        new ArrayList<>(AsynchronousQueue.copies(members * USERS, new Event(seconds.change(), 0)));
    events.addAll(
        AsynchronousQueue.copies(members, new Event(seconds.schedule() + REPORT_WAIT, 0)));
    return events;
  }

  private static List<Event> withOneOther(List<Event> events, Event other) {
    List<Event> all = new ArrayList<>(events);
    all.set(0, other);
    return all;
  }

  private static String row(String name, List<Event> events, int concurrency, Seconds seconds) {
    Result result =
        AsynchronousQueue.process(
            events, new Function(concurrency, seconds.coldStart(), MAXIMUM_AGE, RETRIES, STS));
    double work = events.stream().mapToDouble(Event::seconds).sum() / concurrency;
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,.0f | %,.0f | %,d |",
        name,
        events.size(),
        concurrency,
        work,
        result.lastFinished(),
        result.inFailureQueue());
  }

  /** The concurrency at which the events of a first deployment take half of the maximum age. */
  public static long concurrencyFor(int members, int users, Seconds seconds) {
    double work = members * (users * seconds.change() + seconds.schedule() + REPORT_WAIT);
    return (long) Math.ceil(2 * work / MAXIMUM_AGE);
  }
}
