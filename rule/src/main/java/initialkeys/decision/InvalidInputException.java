package initialkeys.decision;

import java.util.Map;

/** Something that was given to the rule is not what it must be. Nothing has been sent. */
public final class InvalidInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN_LENGTH = 80;

  private InvalidInputException(String message) {
    super(message);
  }

  /**
   * @param field what was given, as the giver names it
   * @param value what it was: text, number, boolean, null or a JSON object or list
   * @param allowed what it must be, to follow "must be"
   */
  public InvalidInputException(String field, Object value, String allowed) {
    this(message(field, shown(value), allowed));
  }

  /** For a value that cannot or must not be shown: what is said of it instead. */
  public static InvalidInputException withoutValue(String field, String said, String allowed) {
    return new InvalidInputException(message(field, said, allowed));
  }

  private static String message(String field, String said, String allowed) {
    return "%s is %s; it must be %s.".formatted(field, said, allowed);
  }

  private static String shown(Object value) {
    return switch (value) {
      case null -> "missing or null";
      case String text when text.length() > SHOWN_LENGTH ->
          "'%s…' (%s characters)".formatted(text.substring(0, SHOWN_LENGTH), text.length());
      case String text -> "'%s'".formatted(text);
      case Map<?, ?> object -> "a JSON object";
      case Iterable<?> list -> "a JSON list";
      case Number number -> "the number %s".formatted(number);
      default -> "the value %s".formatted(value);
    };
  }
}
