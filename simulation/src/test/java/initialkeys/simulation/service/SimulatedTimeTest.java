package initialkeys.simulation.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {

  private static final Instant START = Instant.parse("2026-01-15T12:00:00Z");

  private final SimulatedTime time = new SimulatedTime(START);
  private final List<String> done = new ArrayList<>();

  @Test
  void whatBecomesDueIsDoneAtItsTime() {
    time.in(Duration.ofSeconds(9), () -> done.add("later " + time.instant()));
    time.in(Duration.ofSeconds(5), () -> done.add("sooner " + time.instant()));
    time.in(Duration.ofSeconds(11), () -> done.add("not yet"));
    time.pass(Duration.ofSeconds(10));
    assertThat(done).containsExactly("sooner 2026-01-15T12:00:05Z", "later 2026-01-15T12:00:09Z");
    assertThat(time.instant()).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void whatFollowsIsDoneInTheSamePass() {
    time.in(
        Duration.ofSeconds(1), () -> time.in(Duration.ofSeconds(1), () -> done.add("followed")));
    time.pass(Duration.ofSeconds(2));
    assertThat(done).containsExactly("followed");
  }
}
