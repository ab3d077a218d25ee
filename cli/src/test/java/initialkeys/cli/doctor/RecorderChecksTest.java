package initialkeys.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.DeploymentClients;
import initialkeys.cli.doctor.Check.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecorderStatusResponse;
import software.amazon.awssdk.services.config.model.ResourceType;

class RecorderChecksTest {

  private final FakeDeployment deployment = new FakeDeployment();
  private final RecorderChecks checks = new RecorderChecks(deployment.caller());

  @Test
  void recorderThatIsOnIsOk() {
    assertThat(checks.recorder()).isEqualTo(Check.ok("Recorder", "records IAM users in eu-west-1"));
  }

  @Test
  void stoppedRecorderOrNoStatusIsAnError() {
    deployment.config.isRecorderOn = false;
    assertThat(checks.recorder().text()).isEqualTo("is stopped: changes of users are not detected");
    deployment.instead(
        "config:DescribeConfigurationRecorderStatus",
        () -> DescribeConfigurationRecorderStatusResponse.builder().build());
    assertThat(checks.recorder().status()).isEqualTo(Status.ERROR);
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
                "Ask with credentials that may call config:DescribeConfigurationRecorders there."));
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
