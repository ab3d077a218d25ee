package initialkeys.iam;

/** IAM did not answer, or not with what it promises. The message names the call and its subject. */
public sealed class IamReadException extends RuntimeException
    permits InconsistentResponseException {

  private static final long serialVersionUID = 1L;

  IamReadException(String operation, String subject, String reason, Throwable cause) {
    super("iam:%s for %s: %s".formatted(operation, subject, reason), cause);
  }
}
