package initialkeys.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.cli.prove.user.ProofCase;
import initialkeys.simulation.service.WritableIam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.DescribeRemediationExecutionStatusResponse;
import software.amazon.awssdk.services.config.model.RemediationExecutionStatus;
import software.amazon.awssdk.services.config.model.ResourceKey;
import software.amazon.awssdk.services.config.model.StartRemediationExecutionResponse;
import software.amazon.awssdk.services.iam.model.StatusType;

class RemediationTrialTest {

  private static final String STATUS = "config:DescribeRemediationExecutionStatus";

  private final ProvableAccount cloud = ProvableAccount.withDefaults();
  private final CountedCalls calls = CountedCalls.withoutFaults();
  private final ProofAccount account = TestAccount.of(cloud, calls);
  private final ProofUser user = new ProofUser(ProofCase.UNUSED_KEY, account);
  private final Instant start = cloud.time.instant();

  private ObservedFact observe() {
    return new RemediationTrial(account).observe(user);
  }

  private static ObservedFact notObserved(String reason) {
    return new ObservedFact("F56", false, reason);
  }

  private Duration passed() {
    return Duration.between(start, cloud.time.instant());
  }

  @Test
  void stepsAndKeyAreObservedOnceItHasEnded() {
    cloud.config.remediating(
        id -> {
          assertThat(id).isEqualTo(user.identity().id());
          cloud.iam.updateAccessKey(
              it ->
                  it.userName(user.identity().name())
                      .accessKeyId(user.keys().getFirst().id())
                      .status(StatusType.INACTIVE));
          return List.of("DeactivateKeys", "CheckOutcome");
        });
    assertThat(observe())
        .isEqualTo(
            new ObservedFact(
                "F56",
                true,
                "the remediation ended as SUCCEEDED; its steps: DeactivateKeys SUCCEEDED,"
                    + " CheckOutcome SUCCEEDED; the key is Inactive afterwards."));
    assertThat(passed()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void failureWithoutStepsIsObservedToo() {
    cloud.config.remediating(id -> List.of());
    calls.instead(
        STATUS,
        () ->
            DescribeRemediationExecutionStatusResponse.builder()
                .remediationExecutionStatuses(
                    RemediationExecutionStatus.builder().state("FAILED").build())
                .build());
    assertThat(observe().text())
        .isEqualTo(
            "the remediation ended as FAILED; its steps: none shown; the key is Active"
                + " afterwards.");
  }

  @Test
  void ruleWithoutRemediationStartsNothing() {
    assertThat(observe()).isEqualTo(notObserved("the rule has no remediation."));
    assertThat(calls.count("config:StartRemediationExecution")).isZero();
  }

  /** The response names the resources for which AWS Config started nothing. */
  @Test
  void failedItemIsNotStarted() {
    cloud.config.remediating(id -> List.of("DeactivateKeys"));
    calls.instead(
        "config:StartRemediationExecution",
        () ->
            StartRemediationExecutionResponse.builder()
                .failureMessage("no")
                .failedItems(
                    ResourceKey.builder()
                        .resourceType("AWS::IAM::User")
                        .resourceId(user.identity().id())
                        .build())
                .build());
    assertThat(observe()).isEqualTo(notObserved("AWS Config did not start the remediation."));
    assertThat(calls.count(STATUS)).isZero();
    assertThat(passed()).isZero();
  }

  @Test
  void remediationThatDoesNotEndIsWaitedForFiveMinutes() {
    cloud.config.remediating(id -> List.of("DeactivateKeys"));
    calls.instead(
        STATUS,
        () ->
            DescribeRemediationExecutionStatusResponse.builder()
                .remediationExecutionStatuses(
                    RemediationExecutionStatus.builder().state("IN_PROGRESS").build())
                .build());
    assertThat(observe()).isEqualTo(notObserved("the remediation did not end within 5 minutes."));
    assertThat(passed()).isEqualTo(Duration.ofMinutes(5));
    assertThat(calls.count(STATUS)).isEqualTo(15);
  }

  @Test
  void rejectedCallIsNamedByItsCodeAlone() {
    cloud.config.remediating(id -> List.of("DeactivateKeys"));
    calls.instead(
        "config:StartRemediationExecution",
        () -> {
          throw WritableIam.rejected(403, "AccessDeniedException", "arn:of:somebody");
        });
    assertThat(observe()).isEqualTo(notObserved("a call was rejected (AccessDeniedException)."));
  }
}
