package initialkeys;

import java.util.function.IntSupplier;

/**
 * When Lambda will cut the invocation off.
 *
 * @param remainingMillis how much of its time is left
 */
record Deadline(IntSupplier remainingMillis) {

  /** Enough for the calls under way, with a retry, and to report what is known. */
  private static final int RESERVE_MILLIS = 45_000;

  /** Whether it is time to ask nothing more. */
  boolean isNear() {
    return remainingMillis.getAsInt() < RESERVE_MILLIS;
  }
}
