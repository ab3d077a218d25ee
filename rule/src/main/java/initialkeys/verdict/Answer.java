package initialkeys.verdict;

/** What is known of a yes-or-no fact. */
public enum Answer {
  YES,
  NO,
  UNKNOWN;

  /** The answer that a fact read from AWS gives. */
  public static Answer of(boolean fact) {
    return fact ? YES : NO;
  }
}
