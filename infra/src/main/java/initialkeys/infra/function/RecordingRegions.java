package initialkeys.infra.function;

import java.util.Set;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Stack;

/**
 * Where AWS Config can record IAM users: only in Regions that had it before February 2022 (F28), so
 * this list is closed. It is what the AWS Config developer guide leaves when it names the Regions
 * that cannot ("Recording AWS Resources", global resources).
 */
public final class RecordingRegions {

  private static final Set<String> ALL =
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

  private RecordingRegions() {}

  public static void warn(Stack stack, String region) {
    if (ALL.contains(region)) return;
    Annotations.of(stack)
        .addWarningV2(
            "initialkeys:region",
            ("AWS Config records IAM users only in Regions that had it before February 2022, and %s"
                    + " is not known as one: the rule would run on its schedule alone. Deploy it in"
                    + " the one Region where your account records IAM users.")
                .formatted(region));
  }
}
