package initialkeys.infra.function;

import java.util.Optional;
import java.util.Set;

/**
 * Where AWS Config can record IAM users: only in Regions that had it before February 2022 (F28).
 * The AWS Config developer guide ("Recording AWS Resources", global resources) names the Regions
 * that cannot. It covers the partitions aws, aws-cn and aws-us-gov.
 */
public final class RecordingRegions {

  /** The Regions of the three partitions that the guide does not exclude. The list is complete. */
  private static final Set<String> RECORDING =
      Set.of(
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
          "us-west-2");

  /**
   * The isolated partitions and the European Sovereign Cloud: the guide says nothing about them.
   */
  private static final String UNDOCUMENTED = "(us|eu)-iso[a-z]?-.*|eusc-.*";

  private RecordingRegions() {}

  /** What a user should know before deploying the rule to the Region; empty when it records. */
  public static Optional<String> warning(String region) {
    if (RECORDING.contains(region)) return Optional.empty();
    return Optional.of(
        region.matches(UNDOCUMENTED)
            ? ("It is not documented whether AWS Config records IAM users in %s. If it does not,"
                   + " the rule runs on its schedule only. Check that AWS Config shows resources of"
                   + " type AWS::IAM::User there.")
                .formatted(region)
            : ("AWS Config records IAM users only in Regions that had it before February 2022, and"
                   + " %s is not one of them: the rule would run on its schedule only. Deploy it to"
                   + " the one Region in which your account records IAM users.")
                .formatted(region));
  }
}
