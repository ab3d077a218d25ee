package initialkeys.aws;

/** An account does not let the function in: nothing was read there, and nothing reported. */
public final class AssumeRoleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public AssumeRoleException(String accountId, String roleArn, RuntimeException cause) {
    super(
        ("sts:AssumeRole of %s for account %s: %s. The account needs this role, and its trust in"
                + " the function; the rule evaluates nothing there until then.")
            .formatted(roleArn, accountId, cause.getMessage()),
        cause);
  }
}
