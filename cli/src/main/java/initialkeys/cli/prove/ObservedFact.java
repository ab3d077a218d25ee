package initialkeys.cli.prove;

/**
 * Something about AWS that is not established, as it was seen here, without personal data.
 *
 * @param number of the fact in docs/aws-facts.md
 * @param text what was seen, or why nothing was
 */
public record ObservedFact(String number, boolean isObserved, String text) {

  static ObservedFact of(String number, String text) {
    return new ObservedFact(number, true, text);
  }

  static ObservedFact none(String number, String reason) {
    return new ObservedFact(number, false, reason);
  }
}
