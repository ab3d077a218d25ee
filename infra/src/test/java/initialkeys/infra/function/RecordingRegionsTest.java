package initialkeys.infra.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every Region of every partition, and whether AWS Config can record IAM users there. */
final class RecordingRegionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "af-south-1",
        "ap-east-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ca-central-1",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-1",
        "eu-north-1",
        "eu-south-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "me-south-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-west-1",
        "us-west-2"
      })
  void recordingRegionHasNoWarning(String region) {
    assertThat(RecordingRegions.warning(region)).isEmpty();
  }

  /** The last one stands for Regions that AWS will add. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "eu-central-2",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "mx-central-1",
        "xx-new-1"
      })
  void newerRegionRunsOnItsScheduleOnly(String region) {
    assertThat(RecordingRegions.warning(region))
        .contains(
            "AWS Config records IAM users only in Regions that had it before February 2022, and "
                + region
                + " is not one of them: the rule would run on its schedule only. Deploy it to the"
                + " one Region in which your account records IAM users.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us-iso-east-1",
        "us-iso-west-1",
        "us-isob-east-1",
        "us-isob-west-1",
        "eu-isoe-west-1",
        "us-isof-east-1",
        "us-isof-south-1",
        "eusc-de-east-1"
      })
  void undocumentedRegionIsToBeChecked(String region) {
    assertThat(RecordingRegions.warning(region))
        .contains(
            "It is not documented whether AWS Config records IAM users in "
                + region
                + ". If it does not, the rule runs on its schedule only. Check that AWS Config"
                + " shows resources of type AWS::IAM::User there.");
  }
}
