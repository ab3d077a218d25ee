package initialkeys.decision;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A regular expression for the whole numbers of a range, with leading zeros or without. */
final class NumberPattern {

  private NumberPattern() {}

  /** Matches no more digits than the maximum has. */
  static String of(int min, int max) {
    String atMost = "(?:%s)".formatted(atMost(max));
    return min == 0 ? atMost : "(?!0*(?:%s)$)%s".formatted(atMost(min - 1), atMost);
  }

  /**
   * Fewer digits than the maximum has; or its first digits, a smaller one, and any others; or the
   * maximum itself.
   */
  private static String atMost(int max) {
    String digits = String.valueOf(max);
    int last = digits.length() - 1;
    return IntStream.rangeClosed(0, last)
        .filter(i -> digits.charAt(i) > '0')
        .mapToObj(
            i ->
                "%s[0-%s][0-9]{%s}"
                    .formatted(digits.substring(0, i), (char) (digits.charAt(i) - 1), last - i))
        .collect(
            Collectors.joining("|", last == 0 ? "" : "[0-9]{1,%s}|".formatted(last), "|" + digits));
  }
}
