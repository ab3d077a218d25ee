package initialkeys.cli.aws.configuration;

/**
 * A line of a configuration file is malformed. Its text is not in the message: it can be secret.
 */
public final class MalformedLineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The line with a number is no line of such a file. */
  MalformedLineException(int number) {
    super("correct line " + number);
  }

  /** The line with a number repeats something. */
  MalformedLineException(int number, String repeated) {
    super("correct line %s, which repeats a %s".formatted(number, repeated));
  }
}
