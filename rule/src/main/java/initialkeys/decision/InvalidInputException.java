package initialkeys.decision;

import java.util.Map;

/** An input of the rule is invalid. Nothing has been sent. */
public final class InvalidInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN_LENGTH = 80;

  private InvalidInputException(String message) {
    super(message);
  }

  /**
   * @param field the name of the input
   * @param value the invalid value: text, number, boolean, null or a JSON object or list
   * @param allowed describes the allowed values, to follow "must be"
   */
  public InvalidInputException(String field, Object value, String allowed) {
    this(message(field, shown(value), allowed));
  }

  /**
   * For a value that cannot or must not be shown.
   *
   * @param description describes the value instead
   */
  public static InvalidInputException withoutValue(
      String field, String description, String allowed) {
    return new InvalidInputException(message(field, description, allowed));
  }

  private static String message(String field, String description, String allowed) {
    return "%s is %s; it must be %s.".formatted(field, description, allowed);
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
