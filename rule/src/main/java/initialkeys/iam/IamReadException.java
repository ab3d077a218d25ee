package initialkeys.iam;

/** IAM did not answer, or not with what it promises. The message names the call and its subject. */
public final class IamReadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IamReadException(String operation, String subject, String reason, Throwable cause) {
    super("iam:%s for %s: %s".formatted(operation, subject, reason), cause);
  }
}
