package initialkeys.simulation.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that stands still until it is moved. What becomes due on the way is done at its time. */
public final class SimulatedTime implements InstantSource {

  private record Due(Instant at, Runnable action) {}

  private final List<Due> due = new ArrayList<>();
  private Instant now;

  public SimulatedTime(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Has this done once so much time has passed. */
  public synchronized void in(Duration delay, Runnable action) {
    due.add(new Due(now.plus(delay), action));
  }

  /** Moves the clock. */
  public void pass(Duration length) {
    Instant end = instant().plus(length);
    for (Optional<Due> next = next(end); next.isPresent(); next = next(end)) {
      next.get().action().run();
    }
    moveTo(end);
  }

  private synchronized Optional<Due> next(Instant end) {
    Optional<Due> first =
        due.stream().filter(it -> !it.at().isAfter(end)).min(Comparator.comparing(Due::at));
    first.ifPresent(
        it -> {
          due.remove(it);
          moveTo(it.at());
        });
    return first;
  }

  private synchronized void moveTo(Instant time) {
    if (time.isAfter(now)) now = time;
  }
}
