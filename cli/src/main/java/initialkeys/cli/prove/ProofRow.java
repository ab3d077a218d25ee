package initialkeys.cli.prove;

/**
 * How a line of the decision table was proven.
 *
 * @param line what the user is
 * @param text the compliance type, or why it is not proven
 */
public record ProofRow(String line, Status status, String text) {

  /** The endings. Only the first is a proof. */
  public enum Status {
    PASS("PASS"),
    FAIL("FAIL"),
    /** The parameters of the rule do not allow it; more time would not help. */
    NOT_PROVABLE("NOT PROVEN"),
    /** It was not known in time. */
    NOT_IN_TIME("NOT PROVEN");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** As it is shown. */
    public String text() {
      return text;
    }
  }
}
