package initialkeys.iam;

/**
 * A call to IAM failed, or its response is malformed. The message names the call and what it was
 * about.
 */
public sealed class IamReadException extends RuntimeException
    permits InconsistentResponseException {

  private static final long serialVersionUID = 1L;

  IamReadException(String operation, String subject, String reason, Throwable cause) {
    super("iam:%s for %s: %s".formatted(operation, subject, reason), cause);
  }
}
