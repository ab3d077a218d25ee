package initialkeys;

import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/** IAM and AWS Config of one account: every call of an event is made with these two. */
record AccountClients(IamClient iam, ConfigClient config) {

  /** Where they come from. */
  interface Source {

    /**
     * The clients of an account.
     *
     * @throws initialkeys.verdict.InvalidInputException when it is not one that the function serves
     * @throws AccountAccessException when it does not let the function in
     */
    AccountClients of(String accountId, FunctionArn function);
  }

  void close() {
    iam.close();
    config.close();
  }
}
