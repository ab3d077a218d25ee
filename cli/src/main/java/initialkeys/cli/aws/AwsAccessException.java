package initialkeys.cli.aws;

/** The account cannot be read; the message is one line that says what to do. */
public final class AwsAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public AwsAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}
