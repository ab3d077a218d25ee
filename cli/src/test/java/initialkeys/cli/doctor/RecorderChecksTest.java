package initialkeys.cli.doctor;

import static initialkeys.cli.doctor.FakeDeployedRule.recorderStatus;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.DeploymentClients;
import initialkeys.cli.doctor.Check.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecorderStatusResponse;
import software.amazon.awssdk.services.config.model.RecorderStatus;
import software.amazon.awssdk.services.config.model.ResourceType;

class RecorderChecksTest {

  private final FakeDeployment deployment = new FakeDeployment();
  private final RecorderChecks checks = new RecorderChecks(deployment.caller());

  @Test
  void recorderThatIsOnIsOk() {
    assertThat(checks.recorder()).isEqualTo(Check.ok("Recorder", "records IAM users in eu-west-1"));
  }

  @Test
  void stoppedRecorderIsAnError() {
    deployment.config.recorderStatus = recorderStatus(false);
    assertThat(checks.recorder().status()).isEqualTo(Status.ERROR);
    assertThat(checks.recorder().text()).isEqualTo("is stopped: changes of users are not detected");
  }

  @Test
  void recorderWithoutStatusIsNotChecked() {
    deployment.instead(
        "config:DescribeConfigurationRecorderStatus",
        () -> DescribeConfigurationRecorderStatusResponse.builder().build());
    assertThat(checks.recorder())
        .isEqualTo(
            Check.notChecked(
                "Recorder",
                "AWS Config returned no status of the recorder",
                "Look at it in the AWS Config console."));
  }

  @Test
  void failedRecordingIsAnErrorWithItsCode() {
    deployment.config.recorderStatus =
        recorderStatus(true)
            .copy(
                it ->
                    it.lastStatus(RecorderStatus.FAILURE)
                        .lastErrorCode("AccessDenied")
                        .lastErrorMessage("no permission"));
    assertThat(checks.recorder())
        .isEqualTo(
            Check.error(
                "Recorder",
                "is on, and its last recording failed: AccessDenied no permission",
                "Correct the cause, such as a permission that the recorder's role lacks."));
    deployment.config.recorderStatus =
        recorderStatus(true).copy(it -> it.lastStatus(RecorderStatus.FAILURE));
    assertThat(checks.recorder().text())
        .isEqualTo("is on, and its last recording failed: no error code");
  }

  /** A recorder that was just started has none, or Pending. */
  @ParameterizedTest
  @NullSource
  @EnumSource(names = {"PENDING", "SUCCESS", "NOT_APPLICABLE"})
  void otherStatusOfRecordingIsOk(RecorderStatus status) {
    deployment.config.recorderStatus = recorderStatus(true).copy(it -> it.lastStatus(status));
    assertThat(checks.recorder().status()).isEqualTo(Status.OK);
  }

  @Test
  void recorderThatIsNotUnderstoodIsNotChecked() {
    deployment.config.recorder = ConfigurationRecorder.builder().build();
    assertThat(checks.recorder())
        .isEqualTo(
            Check.notChecked(
                "Recorder",
                "its settings do not say whether it records IAM users",
                "Look at it in the AWS Config console."));
  }

  @Test
  void recorderOfOtherResourcesIsAnError() {
    deployment.config.recorder = FakeDeployedRule.recording(ResourceType.AWS_S3_BUCKET);
    assertThat(checks.recorder().text())
        .isEqualTo("does not record IAM users in eu-west-1: the rule evaluates nobody here");
  }

  @Test
  void missingRecorderIsAnError() {
    deployment.config.recorder = null;
    assertThat(checks.recorder())
        .isEqualTo(
            Check.error(
                "Recorder",
                "there is none in eu-west-1",
                "Set up AWS Config, or give the rule's Region with --region."));
  }

  @Test
  void otherRegionsThatRecordUsersAreNamedInOrder() {
    deployment.config.recordingRegions.addAll(List.of("us-east-1", "eu-central-1"));
    deployment.config.rejectedRegions.put("eu-west-2", "AccessDeniedException");
    assertThat(checks.otherRegions().status()).isEqualTo(Status.WARNING);
    assertThat(checks.otherRegions().text())
        .isEqualTo(
            "IAM users are recorded in eu-central-1, us-east-1 too;"
                + " config:DescribeConfigurationRecorders failed in eu-west-2");
    deployment.config.rejectedRegions.clear();
    assertThat(checks.otherRegions().text())
        .isEqualTo("IAM users are recorded in eu-central-1, us-east-1 too");
  }

  /** It was put there and never started, or was stopped. */
  @Test
  void recorderThatIsOffInAnotherRegionRecordsNothing() {
    deployment.config.recordingRegions.addAll(List.of("us-east-1", "eu-west-2"));
    deployment.config.statusOfRegions.put("eu-west-2", recorderStatus(false));
    assertThat(checks.otherRegions().text()).isEqualTo("IAM users are recorded in us-east-1 too");
    deployment.config.statusOfRegions.put("us-east-1", recorderStatus(false));
    assertThat(checks.otherRegions())
        .isEqualTo(Check.ok("Other Regions", "no other Region records IAM users"));
  }

  @Test
  void recorderOfAnotherRegionWithoutStatusIsNotChecked() {
    deployment.config.recordingRegions.add("us-east-1");
    deployment.denying("config:DescribeConfigurationRecorderStatus");
    assertThat(checks.otherRegions().status()).isEqualTo(Status.NOT_CHECKED);
    assertThat(checks.otherRegions().text())
        .isEqualTo("config:DescribeConfigurationRecorderStatus failed in us-east-1");
    deployment.instead(
        "config:DescribeConfigurationRecorderStatus",
        () -> DescribeConfigurationRecorderStatusResponse.builder().build());
    assertThat(checks.otherRegions().status()).isEqualTo(Status.NOT_CHECKED);
  }

  @Test
  void unreadableRecorderOfAnotherRegionIsNotChecked() {
    deployment.config.recorderOfOtherRegions = ConfigurationRecorder.builder().build();
    assertThat(checks.otherRegions().status()).isEqualTo(Status.NOT_CHECKED);
    assertThat(checks.otherRegions().text())
        .startsWith("the recorder's settings are not understood in af-south-1, ");
    deployment.config.recorderOfOtherRegions = null;
    assertThat(checks.otherRegions().status()).isEqualTo(Status.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnrecognizedClientException", "InvalidClientTokenId", "OptInRequired"})
  void regionThatIsNotEnabledRecordsNothing(String code) {
    deployment.config.rejectedRegions.put("eu-south-2", code);
    assertThat(checks.otherRegions())
        .isEqualTo(Check.ok("Other Regions", "no other Region records IAM users"));
  }

  @Test
  void regionThatRejectsTheCallIsNotChecked() {
    deployment.config.rejectedRegions.put("us-west-2", "AccessDeniedException");
    deployment.config.rejectedRegions.put("eu-west-2", "ThrottlingException");
    assertThat(checks.otherRegions())
        .isEqualTo(
            Check.notChecked(
                "Other Regions",
                "config:DescribeConfigurationRecorders failed in eu-west-2, us-west-2",
                "Run doctor again with credentials that may make these calls there, or look at the"
                    + " recorders in the AWS Config console."));
  }

  @Test
  void rejectionWithoutCodeAndNoResponseAreNotChecked() {
    for (RuntimeException failure :
        List.of(
            ConfigException.builder().message("rejected").build(),
            SdkClientException.create("no connection"))) {
      deployment.failing("config:DescribeConfigurationRecorders", failure);
      assertThat(checks.otherRegions().status()).isEqualTo(Status.NOT_CHECKED);
      assertThat(checks.otherRegions().text())
          .startsWith("config:DescribeConfigurationRecorders failed in af-south-1, ");
    }
  }

  @Test
  void ownRegionAndOtherPartitionsAreNotAsked() {
    Set<String> asked = new ConcurrentSkipListSet<>();
    Caller caller = deployment.caller();
    DeploymentClients clients = caller.deployment().get();
    RecorderChecks recording =
        new RecorderChecks(
            new Caller(
                Region.CN_NORTH_1,
                caller.sts(),
                caller.iam(),
                caller.config(),
                caller.organization(),
                () ->
                    new DeploymentClients(
                        clients.lambda(),
                        clients.cloudWatch(),
                        clients.sqs(),
                        clients.securityHub(),
                        region -> {
                          asked.add(region.id());
                          return clients.configOf().apply(region);
                        }),
                caller.stsOf()));
    assertThat(recording.otherRegions().status()).isEqualTo(Status.OK);
    assertThat(asked).containsExactly("cn-northwest-1");
  }
}
