package initialkeys.simulation.manyaccounts;

import java.util.Arrays;

/**
 * Events, by number, in the order of their times; by number where the times are the same. What is
 * due in the same hundredth of a second is a linked list until then, and then a heap: a heap of a
 * million events would be slow, and so would be an object for each.
 */
final class Timetable {

  private static final int SLOTS_PER_SECOND = 100;
  private static final int NONE = -1;

  private final double[] times;

  /** The next event in the same slot, by event. */
  private final int[] following;

  /** The first event, by slot. */
  private int[] first = {};

  /** The slot whose events are in the heap, with those that were added too late for theirs. */
  private int slot = -1;

  private int[] heap = new int[16];
  private int inHeap;
  private int inSlots;

  /** For events with the numbers 0 to {@code events} - 1, each at most once at a time. */
  Timetable(int events) {
    times = new double[events];
    following = new int[events];
  }

  /** The time with which the event was last added, in seconds. */
  double time(int event) {
    return times[event];
  }

  boolean isEmpty() {
    return inHeap + inSlots == 0;
  }

  void add(int event, double time) {
    times[event] = time;
    int its = (int) (time * SLOTS_PER_SECOND);
    if (its <= slot) {
      push(event);
      return;
    }
    if (its >= first.length) {
      int length = first.length;
      first = Arrays.copyOf(first, 2 * its + 1);
      Arrays.fill(first, length, first.length, NONE);
    }
    following[event] = first[its];
    first[its] = event;
    inSlots++;
  }

  /** Removes the event that is due first. */
  int removeFirst() {
    while (inHeap == 0) openNextSlot();
    int removed = heap[0];
    inHeap--;
    moveDown(heap[inHeap]);
    return removed;
  }

  private void openNextSlot() {
    slot++;
    for (int event = first[slot]; event != NONE; event = following[event]) {
      push(event);
      inSlots--;
    }
  }

  private void push(int event) {
    if (inHeap == heap.length) heap = Arrays.copyOf(heap, 2 * inHeap);
    int at = inHeap++;
    while (at > 0 && isBefore(event, heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = event;
  }

  /** From the top, where nothing is. */
  private void moveDown(int event) {
    int at = 0;
    int child = earlierChild(at);
    while (child < inHeap && isBefore(heap[child], event)) {
      heap[at] = heap[child];
      at = child;
      child = earlierChild(at);
    }
    heap[at] = event;
  }

  private int earlierChild(int at) {
    int left = 2 * at + 1;
    return left + 1 < inHeap && isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
  }

  private boolean isBefore(int one, int other) {
    return times[one] == times[other] ? one < other : times[one] < times[other];
  }
}
