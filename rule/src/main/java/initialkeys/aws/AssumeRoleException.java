package initialkeys.aws;

/** The function could not assume an account's member role: nothing was read or sent there. */
public final class AssumeRoleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public AssumeRoleException(String accountId, String roleArn, RuntimeException cause) {
    super(
        ("sts:AssumeRole of %s for account %s: %s. Deploy the member role to the account; it must"
                + " trust the function's role. Until then the account is not evaluated.")
            .formatted(roleArn, accountId, cause.getMessage()),
        cause);
  }
}
