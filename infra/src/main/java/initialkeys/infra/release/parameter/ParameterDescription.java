package initialkeys.infra.release.parameter;

/** How a setting or a rule parameter appears in the templates of a release. */
public sealed interface ParameterDescription {

  /**
   * As a parameter of each template that it changes.
   *
   * @param group under which heading CloudFormation's console shows it
   * @param label its name there
   * @param description what it is
   * @param sample a value that the setting allows and that nothing else in a template contains: it
   *     is synthesized, and each place where it appears becomes a reference to the parameter
   */
  record Parameter(Group group, String label, String description, String sample)
      implements ParameterDescription {}

  /**
   * Not as a parameter.
   *
   * @param reason why not; the documentation has it too
   */
  record NoParameter(String reason) implements ParameterDescription {}

  /** The headings in CloudFormation's console, in this order. */
  enum Group {
    CODE("The function's code"),
    RULE("What the rule evaluates"),
    DEPLOYMENT("How it runs"),
    NETWORK("Network and encryption"),
    PERMISSIONS("Permissions"),
    NOTIFICATIONS("Who is notified"),
    SERVICES("What else receives results"),
    ORGANIZATION("The Organization"),
    REMEDIATION("The remediation");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    public String heading() {
      return heading;
    }
  }
}
