package initialkeys.run;

import initialkeys.aws.AwsClients;
import java.util.function.IntSupplier;

/** When to start no further call, so that the invocation ends before Lambda ends it. */
public final class Deadline {

  private static final int CALL_MILLIS = (int) AwsClients.API_CALL_TIMEOUT.toMillis();

  /** For a question that is being answered, which is up to two calls, and one call that sends. */
  private static final int RESERVE_MILLIS = 3 * CALL_MILLIS;

  /** For one call that sends, and for the log. */
  private static final int SENDING_RESERVE_MILLIS = CALL_MILLIS + 5_000;

  private final IntSupplier remainingMillis;
  private final int reserveMillis;

  /**
   * @param remainingMillis how much time the invocation has left, in milliseconds
   * @param reserveMillis how much of it is kept in reserve
   */
  private Deadline(IntSupplier remainingMillis, int reserveMillis) {
    this.remainingMillis = remainingMillis;
    this.reserveMillis = reserveMillis;
  }

  /** How much of the time is kept in reserve, in milliseconds. */
  public int reserveMillis() {
    return reserveMillis;
  }

  /** The deadline of the invocation for calls that read. */
  public Deadline(IntSupplier remainingMillis) {
    this(remainingMillis, RESERVE_MILLIS);
  }

  /** An earlier one, for what a run can do without: when half of the time that is left is used. */
  Deadline halfway() {
    return new Deadline(remainingMillis, Math.max(reserveMillis, remainingMillis.getAsInt() / 2));
  }

  /** A later one, for calls that send what is known. */
  Deadline forSending() {
    return new Deadline(remainingMillis, SENDING_RESERVE_MILLIS);
  }

  /** Whether no further call must be started. */
  boolean isNear() {
    return remainingMillis.getAsInt() < reserveMillis;
  }
}
