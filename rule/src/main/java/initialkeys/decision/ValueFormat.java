package initialkeys.decision;

import java.util.Optional;
import java.util.function.Function;

/**
 * How a rule parameter's text is parsed.
 *
 * @param allowed describes the allowed values; error messages and the documentation show it
 * @param parser the parsed value; empty when the text is not allowed
 */
record ValueFormat<T>(String allowed, Function<String, Optional<T>> parser) {

  Optional<T> parse(String text) {
    return parser.apply(text);
  }

  static ValueFormat<Boolean> trueOrFalse() {
    return new ValueFormat<>(
        "true or false",
        text -> Optional.of(text).filter(it -> it.matches("true|false")).map(Boolean::valueOf));
  }

  /** Accepts ASCII digits only, and no more of them than the maximum has. */
  static ValueFormat<Integer> wholeNumber(int min, int max) {
    String digits = "[0-9]{1,%s}".formatted(String.valueOf(max).length());
    return new ValueFormat<>(
        "a whole number from %s to %s".formatted(min, max),
        text ->
            Optional.of(text)
                .filter(it -> it.matches(digits))
                .map(Integer::valueOf)
                .filter(number -> min <= number && number <= max));
  }
}
