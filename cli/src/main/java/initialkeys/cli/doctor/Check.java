package initialkeys.cli.doctor;

/**
 * The result of one check.
 *
 * @param name what was looked at
 * @param text what was found
 * @param action what to do; empty when there is nothing to do
 */
public record Check(String name, Status status, String text, String action) {

  /** The status of a check. */
  public enum Status {
    OK("OK"),
    WARNING("WARNING"),
    ERROR("ERROR"),
    /** The check could not be made. */
    NOT_CHECKED("NOT CHECKED");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** As it is shown. */
    public String text() {
      return text;
    }
  }

  static Check ok(String name, String text) {
    return new Check(name, Status.OK, text, "");
  }

  static Check warning(String name, String text, String action) {
    return new Check(name, Status.WARNING, text, action);
  }

  static Check error(String name, String text, String action) {
    return new Check(name, Status.ERROR, text, action);
  }

  static Check notChecked(String name, String reason, String action) {
    return new Check(name, Status.NOT_CHECKED, reason, action);
  }
}
