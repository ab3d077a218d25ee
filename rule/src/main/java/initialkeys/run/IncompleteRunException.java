package initialkeys.run;

import java.util.Locale;

/**
 * The only exception that the function throws: AWS Config sees a failure when the function throws,
 * and looks at nothing else (F12). Lambda writes its message to places that others read than the
 * log: X-Ray, and the failure queue. So the message has a count or a kind of failure and Lambda's
 * request id, but no name, id or value; the log has a line for each failure. There is no cause,
 * because Lambda would write that too.
 */
public final class IncompleteRunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private IncompleteRunException(String message) {
    super(message);
  }

  /** Some users could not be read, or some results not sent. */
  public static IncompleteRunException ofFailures(int failures, String requestId) {
    return new IncompleteRunException(
        String.format(
            Locale.ROOT,
            "%d %s; all other results were sent. The log of the function has a line for each"
                + " (request id %s).",
            failures,
            failures == 1 ? "failure" : "failures",
            requestId));
  }

  /** The run was aborted; results that were sent before remain. */
  public static IncompleteRunException ofAborted(Throwable cause, String requestId) {
    return new IncompleteRunException(
        String.format(
            Locale.ROOT,
            "%s: the run was aborted. The log of the function has the details (request id %s).",
            cause.getClass().getSimpleName(),
            requestId));
  }
}
