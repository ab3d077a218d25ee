package initialkeys.aws;

/**
 * The environment variables that a deployment sets. Without those of an organization the function
 * evaluates its own account alone; without the others it sends its results to AWS Config alone.
 */
public final class FunctionEnvironment {

  /** The name of the role that the function assumes in every other account. */
  public static final String MEMBER_ROLE_NAME = "MEMBER_ROLE_NAME";

  /** The rule's name as deployed; sessions in other accounts are named after it. */
  public static final String RULE_NAME = "RULE_NAME";

  /** "true" when the process checks of conformance packs are answered too. */
  public static final String ANSWER_PROCESS_CHECKS = "ANSWER_PROCESS_CHECKS";

  /** The severity of findings in Security Hub, when they are sent there. */
  public static final String SECURITY_HUB_FINDINGS = "SECURITY_HUB_FINDINGS";

  private FunctionEnvironment() {}
}
