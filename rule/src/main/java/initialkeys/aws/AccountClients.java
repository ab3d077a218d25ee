package initialkeys.aws;

import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/** IAM and AWS Config of one account: every call of an event is made with these two. */
public record AccountClients(IamClient iam, ConfigClient config) {

  /** Where they come from. */
  public interface Provider {

    /**
     * The clients of an account.
     *
     * @throws initialkeys.decision.InvalidInputException when it is not one that the function
     *     serves
     * @throws AssumeRoleException when it does not let the function in
     */
    AccountClients of(String accountId, FunctionArn function);
  }

  public void close() {
    iam.close();
    config.close();
  }
}
