package initialkeys.cli.prove;

import initialkeys.cli.aws.AwsFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.RemediationExecutionState;
import software.amazon.awssdk.services.config.model.RemediationExecutionStatus;
import software.amazon.awssdk.services.config.model.ResourceKey;
import software.amazon.awssdk.services.config.model.ResourceType;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;

/**
 * Starts the deployed remediation for the one user that is NON_COMPLIANT, and observes its steps
 * (F56).
 */
final class RemediationTrial {

  private static final String NUMBER = "F56";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ProofAccount account;

  RemediationTrial(ProofAccount account) {
    this.account = account;
  }

  /** What the remediation did with a user that AWS Config shows as NON_COMPLIANT. */
  ObservedFact observe(ProofUser user) {
    try {
      ConfigClient config = account.caller().config();
      if (config
          .describeRemediationConfigurations(it -> it.configRuleNames(account.ruleName()))
          .remediationConfigurations()
          .isEmpty()) {
        return ObservedFact.none(NUMBER, "the rule has no remediation.");
      }
      ResourceKey key =
          ResourceKey.builder()
              .resourceType(ResourceType.AWS_IAM_USER)
              .resourceId(user.identity().id())
              .build();
      boolean isStarted =
          config
              .startRemediationExecution(
                  it -> it.configRuleName(account.ruleName()).resourceKeys(key))
              .failedItems()
              .isEmpty();
      return isStarted
          ? observe(user, key)
          : ObservedFact.none(NUMBER, "AWS Config did not start the remediation.");
    } catch (SdkException rejected) {
      return ObservedFact.none(
          NUMBER, "a call was rejected (%s).".formatted(new AwsFailure(rejected).code()));
    }
  }

  private ObservedFact observe(ProofUser user, ResourceKey key) {
    Instant end = account.now().plus(LIMIT);
    while (account.now().isBefore(end)) {
      account.context().pause(Proof.BETWEEN_LOOKS);
      List<RemediationExecutionStatus> statuses =
          account
              .caller()
              .config()
              .describeRemediationExecutionStatus(
                  it -> it.configRuleName(account.ruleName()).resourceKeys(key))
              .remediationExecutionStatuses();
      for (RemediationExecutionStatus status : statuses) {
        if (isFinal(status.state())) return ObservedFact.of(NUMBER, text(status, user));
      }
    }
    return ObservedFact.none(NUMBER, "the remediation did not end within 5 minutes.");
  }

  private static boolean isFinal(RemediationExecutionState state) {
    return state == RemediationExecutionState.SUCCEEDED
        || state == RemediationExecutionState.FAILED;
  }

  /** The steps by name and state; their messages may name the user. */
  private String text(RemediationExecutionStatus status, ProofUser user) {
    String steps =
        status.stepDetails().stream()
            .map(step -> "%s %s".formatted(step.name(), step.stateAsString()))
            .collect(Collectors.joining(", "));
    String keys =
        account
            .caller()
            .iam()
            .listAccessKeys(it -> it.userName(user.identity().name()).maxItems(1000))
            .accessKeyMetadata()
            .stream()
            .map(AccessKeyMetadata::statusAsString)
            .collect(Collectors.joining(", "));
    return "the remediation ended as %s; its steps: %s; the key is %s afterwards."
        .formatted(status.stateAsString(), steps.isEmpty() ? "none shown" : steps, keys);
  }
}
