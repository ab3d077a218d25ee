package initialkeys.decision;

import java.util.Optional;
import java.util.function.Function;

/**
 * How a rule parameter's text is parsed.
 *
 * @param allowed describes the allowed values; error messages and the documentation show it
 * @param pattern what an allowed text matches as a whole, for a service that checks values before
 *     the rule does: it accepts nothing that the parser rejects
 * @param parser the parsed value; empty when the text is not allowed
 */
record ValueFormat<T>(String allowed, String pattern, Function<String, Optional<T>> parser) {

  private static final String TRUE_OR_FALSE = "true|false";

  Optional<T> parse(String text) {
    return parser.apply(text);
  }

  static ValueFormat<Boolean> trueOrFalse() {
    return new ValueFormat<>(
        "true or false",
        TRUE_OR_FALSE,
        text -> Optional.of(text).filter(it -> it.matches(TRUE_OR_FALSE)).map(Boolean::valueOf));
  }

  /** Accepts ASCII digits only, and no more of them than the maximum has. */
  static ValueFormat<Integer> wholeNumber(int min, int max) {
    String digits = "[0-9]{1,%s}".formatted(String.valueOf(max).length());
    return new ValueFormat<>(
        "a whole number from %s to %s".formatted(min, max),
        NumberPattern.of(min, max),
        text ->
            Optional.of(text)
                .filter(it -> it.matches(digits))
                .map(Integer::valueOf)
                .filter(number -> min <= number && number <= max));
  }
}
