package initialkeys.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The clients for one account: every call for an event uses these.
 *
 * @param securityHub creates the client of Security Hub, which most deployments do not need
 */
public record AccountClients(
    IamClient iam, ConfigClient config, Supplier<SignedHttpClient> securityHub) {

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
