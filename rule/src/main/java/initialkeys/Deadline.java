package initialkeys;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * When to ask nothing more, before Lambda cuts the invocation off.
 *
 * @param remainingMillis how much of Lambda's time is left
 * @param reserveMillis how much of it is to be left
 */
record Deadline(IntSupplier remainingMillis, int reserveMillis) {

  /** With all its retries: a call to AWS that takes longer has failed. */
  static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  /** Enough for a question under way, which is up to two calls, and one to report what is known. */
  private static final int RESERVE_MILLIS = 3 * (int) LONGEST_CALL.toMillis();

  /** The invocation's. */
  Deadline(IntSupplier remainingMillis) {
    this(remainingMillis, RESERVE_MILLIS);
  }

  /** An earlier one, for what a run can do without: when half of what is left now is gone. */
  Deadline halfway() {
    return new Deadline(remainingMillis, Math.max(reserveMillis, remainingMillis.getAsInt() / 2));
  }

  /** Whether it is time to ask nothing more. */
  boolean isNear() {
    return remainingMillis.getAsInt() < reserveMillis;
  }
}
