package initialkeys.run;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something could not be read or reported; all else was. AWS Config sees a failure only when the
 * function throws (F12).
 */
public final class IncompleteRunException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int NAMED = 20;
  private static final int LONGEST = 1000;
  private static final int LAST = 200;

  /**
   * @param failures what could not be done, each naming its call and user; the first twenty are
   *     told, the rest counted
   */
  public IncompleteRunException(List<String> failures) {
    super(message(failures));
  }

  private static String message(List<String> failures) {
    String named =
        failures.stream()
            .limit(NAMED)
            .map(IncompleteRunException::cut)
            .collect(Collectors.joining("; "));
    String rest = failures.size() > NAMED ? "; and %s more".formatted(failures.size() - NAMED) : "";
    return "%s failed, and all that this leaves is reported: %s%s"
        .formatted(failures.size(), named, rest);
  }

  /**
   * AWS's words may be long, and what carries the message away has its limits. Begin and end stay:
   * the call and its subject, and AWS's request id.
   */
  private static String cut(String failure) {
    int length = failure.length();
    if (length <= LONGEST) return failure;
    return "%s…%s"
        .formatted(failure.substring(0, LONGEST - LAST), failure.substring(length - LAST));
  }
}
