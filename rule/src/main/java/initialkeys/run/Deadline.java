package initialkeys.run;

import initialkeys.aws.AwsClients;
import java.util.function.IntSupplier;

/**
 * When to ask nothing more, before Lambda cuts the invocation off.
 *
 * @param remainingMillis how much of Lambda's time is left
 * @param reserveMillis how much of it is to be left
 */
public record Deadline(IntSupplier remainingMillis, int reserveMillis) {

  /** Enough for a question under way, which is up to two calls, and one to report what is known. */
  private static final int RESERVE_MILLIS = 3 * (int) AwsClients.API_CALL_TIMEOUT.toMillis();

  /** The invocation's. */
  public Deadline(IntSupplier remainingMillis) {
    this(remainingMillis, RESERVE_MILLIS);
  }

  /** An earlier one, for what a run can do without: when half of what is left now is gone. */
  public Deadline halfway() {
    return new Deadline(remainingMillis, Math.max(reserveMillis, remainingMillis.getAsInt() / 2));
  }

  /** Whether it is time to ask nothing more. */
  public boolean isNear() {
    return remainingMillis.getAsInt() < reserveMillis;
  }
}
