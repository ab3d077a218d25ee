package initialkeys.cli.prove;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.cli.prove.user.ProofUsers;
import initialkeys.decision.AccessKey;
import initialkeys.decision.DecisionParameters;
import java.time.Instant;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.sts.StsClient;

/** The account in which a proof runs. */
final class ProofAccount {

  private final Caller caller;
  private final String ruleName;
  private final DecisionParameters parameters;
  private final ProofUsers users;
  private final ProofContext context;

  /**
   * @param parameters of the deployed rule
   * @param users creates users
   */
  ProofAccount(
      Caller caller,
      String ruleName,
      DecisionParameters parameters,
      ProofUsers users,
      ProofContext context) {
    this.caller = caller;
    this.ruleName = ruleName;
    this.parameters = parameters;
    this.users = users;
    this.context = context;
  }

  Caller caller() {
    return caller;
  }

  String ruleName() {
    return ruleName;
  }

  DecisionParameters parameters() {
    return parameters;
  }

  ProofUsers users() {
    return users;
  }

  ProofContext context() {
    return context;
  }

  Instant now() {
    return context.clock().instant();
  }

  Function<AwsCredentials, StsClient> stsOf() {
    return caller.stsOf();
  }

  /** Whether IAM shows a use of the key. */
  boolean isUsed(AccessKey key) {
    try {
      return caller
              .iam()
              .getAccessKeyLastUsed(it -> it.accessKeyId(key.id()))
              .accessKeyLastUsed()
              .lastUsedDate()
          != null;
    } catch (NoSuchEntityException notYet) {
      return false;
    }
  }
}
