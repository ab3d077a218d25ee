package initialkeys.aws;

import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/** The clients for one account: every call for an event uses these two. */
public record AccountClients(IamClient iam, ConfigClient config) {

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
