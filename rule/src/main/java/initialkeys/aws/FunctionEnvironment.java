package initialkeys.aws;

/**
 * The environment variables that a deployment across accounts sets; without them the function
 * serves its own account alone.
 */
public final class FunctionEnvironment {

  /** The name of the role that the function assumes in every other account. */
  public static final String MEMBER_ROLE_NAME = "MEMBER_ROLE_NAME";

  /** The rule's name as it was deployed, which sessions in other accounts are named after. */
  public static final String RULE_NAME = "RULE_NAME";

  private FunctionEnvironment() {}
}
