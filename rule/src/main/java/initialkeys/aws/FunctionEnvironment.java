package initialkeys.aws;

/**
 * The environment variables that a deployment to an organization sets. Without them the function
 * evaluates its own account alone.
 */
public final class FunctionEnvironment {

  /** The name of the role that the function assumes in every other account. */
  public static final String MEMBER_ROLE_NAME = "MEMBER_ROLE_NAME";

  /** The rule's name as deployed; sessions in other accounts are named after it. */
  public static final String RULE_NAME = "RULE_NAME";

  private FunctionEnvironment() {}
}
