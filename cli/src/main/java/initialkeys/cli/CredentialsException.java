package initialkeys.cli;

/** There are no usable AWS credentials; the message is one line that says what to do. */
final class CredentialsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CredentialsException(String message, Throwable cause) {
    super(message, cause);
  }
}
