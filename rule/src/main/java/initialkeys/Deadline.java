package initialkeys;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * When Lambda will cut the invocation off.
 *
 * @param remainingMillis how much of its time is left
 */
record Deadline(IntSupplier remainingMillis) {

  /** With all its retries: a call to AWS that takes longer has failed. */
  static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  /** Enough for the call under way with all its retries, and one to report what is known. */
  private static final int RESERVE_MILLIS = 2 * (int) LONGEST_CALL.toMillis();

  /** Whether it is time to ask nothing more. */
  boolean isNear() {
    return remainingMillis.getAsInt() < RESERVE_MILLIS;
  }
}
