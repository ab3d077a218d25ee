package initialkeys.iam;

/**
 * IAM lists a user that other calls do not find, as it can in the user's first seconds (F23). The
 * same read succeeds later.
 */
public final class InconsistentResponseException extends IamReadException {

  private static final long serialVersionUID = 1L;

  InconsistentResponseException(String operation, String subject) {
    super(
        operation,
        subject,
        "IAM lists the user, but other calls return NoSuchEntity (eventual consistency)",
        null);
  }
}
