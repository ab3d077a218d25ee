package initialkeys.decision;

/** What is known of a yes-or-no fact. */
public enum TriState {
  YES,
  NO,
  UNKNOWN;

  /** The answer that a fact read from AWS gives. */
  public static TriState of(boolean fact) {
    return fact ? YES : NO;
  }
}
