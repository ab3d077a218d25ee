package initialkeys.cli.preview.result;

/** The result of a user, in the order in which results are shown: what needs attention first. */
public enum Result {
  NON_COMPLIANT("NON_COMPLIANT"),
  NOT_EVALUATED("NOT EVALUATED"),
  COMPLIANT("COMPLIANT"),
  NOT_APPLICABLE("NOT_APPLICABLE");

  private final String text;

  Result(String text) {
    this.text = text;
  }

  /** As it is shown: AWS Config's compliance type, where it has one. */
  public String text() {
    return text;
  }

  /** Whether a reader has to do something about it. */
  public boolean needsAttention() {
    return switch (this) {
      case NON_COMPLIANT, NOT_EVALUATED -> true;
      case COMPLIANT, NOT_APPLICABLE -> false;
    };
  }
}
