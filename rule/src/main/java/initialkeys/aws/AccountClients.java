package initialkeys.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/** The clients for one account: every call for an event uses these. */
public final class AccountClients {

  private final IamClient iam;
  private final ConfigClient config;
  private final Supplier<SignedHttpClient> securityHub;

  /**
   * @param securityHub creates the client of Security Hub, which most deployments do not need
   */
  public AccountClients(
      IamClient iam, ConfigClient config, Supplier<SignedHttpClient> securityHub) {
    this.iam = iam;
    this.config = config;
    this.securityHub = securityHub;
  }

  public IamClient iam() {
    return iam;
  }

  public ConfigClient config() {
    return config;
  }

  public Supplier<SignedHttpClient> securityHub() {
    return securityHub;
  }

  /** Without Security Hub. */
  public AccountClients(IamClient iam, ConfigClient config) {
    this(
        iam,
        config,
        () -> {
          throw new IllegalStateException("There is no client of Security Hub");
        });
  }

  /** Provides the clients. */
  public interface Provider {

    /**
     * The clients of an account.
     *
     * @throws initialkeys.decision.InvalidInputException when the function is not deployed for the
     *     account
     * @throws AssumeRoleException when the function cannot assume the member role
     */
    AccountClients of(String accountId, FunctionArn function);
  }

  public void close() {
    iam.close();
    config.close();
  }
}
