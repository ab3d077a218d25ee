package initialkeys.decision;

/** The value of a yes-or-no fact, which may be unknown. */
public enum TriState {
  YES,
  NO,
  UNKNOWN;

  /** The value of a known fact. */
  public static TriState of(boolean fact) {
    return fact ? YES : NO;
  }
}
