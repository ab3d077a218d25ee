package initialkeys;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something could not be read or reported; all else was. AWS Config sees a failure only when the
 * function throws (F12).
 */
public final class IncompleteRunException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int NAMED = 20;

  /**
   * @param failures what could not be done, each naming its call and user; the first twenty are
   *     told, the rest counted
   */
  IncompleteRunException(List<String> failures) {
    super(message(failures));
  }

  private static String message(List<String> failures) {
    String named = failures.stream().limit(NAMED).collect(Collectors.joining("; "));
    String rest =
        failures.size() > NAMED ? "; and %,d more".formatted(failures.size() - NAMED) : "";
    return "%,d failed, all else is reported: %s%s".formatted(failures.size(), named, rest);
  }
}
