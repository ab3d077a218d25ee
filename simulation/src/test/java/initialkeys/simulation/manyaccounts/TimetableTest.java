package initialkeys.simulation.manyaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which events are due. */
class TimetableTest {

  private static Timetable of(double... times) {
    Timetable timetable = new Timetable(times.length);
    for (int event = 0; event < times.length; event++) timetable.add(event, times[event]);
    return timetable;
  }

  private static List<Integer> removed(Timetable timetable) {
    List<Integer> removed = new ArrayList<>();
    while (!timetable.isEmpty()) removed.add(timetable.removeFirst());
    return removed;
  }

  @Test
  void emptyTimetableHasNoEvent() {
    assertThat(new Timetable(3).isEmpty()).isTrue();
    assertThat(of(5).isEmpty()).isFalse();
  }

  @Test
  void earlierEventIsRemovedFirst() {
    assertThat(removed(of(7.5, 300, 0, 7.501, 7.499))).containsExactly(2, 4, 0, 3, 1);
  }

  @Test
  void eventsOfSameTimeAreInOrderOfTheirNumbers() {
    assertThat(removed(of(DoubleStream.generate(() -> 4).limit(50).toArray())))
        .hasSize(50)
        .isSorted();
  }

  @Test
  void eventHasItsLastTime() {
    Timetable timetable = of(1, 2);
    assertThat(timetable.removeFirst()).isZero();
    timetable.add(0, 2.5);
    assertThat(timetable.time(0)).isEqualTo(2.5);
    assertThat(timetable.time(1)).isEqualTo(2);
    assertThat(removed(timetable)).containsExactly(1, 0);
  }

  /** Also one whose time has passed. */
  @ParameterizedTest
  @ValueSource(doubles = {9.0011, 9, 8, 0})
  void eventAddedForNowIsBeforeTheOthers(double time) {
    Timetable timetable = of(9, 9.002, 9.001);
    assertThat(timetable.removeFirst()).isZero();
    timetable.add(0, time);
    assertThat(removed(timetable)).isEqualTo(time > 9.001 ? List.of(2, 0, 1) : List.of(0, 2, 1));
  }

  /** As a sorted set has them, however many are due at once. */
  @Test
  void orderIsThatOfSortedSet() {
    Random random = new Random(1);
    double[] times = random.doubles(500, 0, 3).toArray();
    Timetable timetable = of(times);
    TreeSet<Integer> sorted =
        new TreeSet<>(
            Comparator.comparingDouble((Integer it) -> times[it]).thenComparing(it -> it));
    for (int event = 0; event < times.length; event++) sorted.add(event);
    for (int step = 0; step < 20_000; step++) {
      int event = timetable.removeFirst();
      assertThat(event).isEqualTo(sorted.pollFirst());
      if (step % 100 == 99) continue;
      times[event] += random.nextInt(3) * random.nextDouble();
      timetable.add(event, times[event]);
      sorted.add(event);
      if (sorted.size() == 310) break;
    }
    assertThat(removed(timetable)).hasSize(310).containsExactlyElementsOf(sorted);
  }
}
