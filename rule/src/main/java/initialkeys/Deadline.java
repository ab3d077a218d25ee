package initialkeys;

import java.util.function.IntSupplier;

/**
 * When Lambda will cut the invocation off.
 *
 * @param remainingMillis how much of its time is left
 */
record Deadline(IntSupplier remainingMillis) {

  /** Enough for the call under way with all its retries, and one to report what is known. */
  private static final int RESERVE_MILLIS =
      (int) AwsClients.LONGEST_CALL.multipliedBy(2).toMillis();

  /** Whether it is time to ask nothing more. */
  boolean isNear() {
    return remainingMillis.getAsInt() < RESERVE_MILLIS;
  }
}
