package initialkeys.cli.doctor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import initialkeys.cli.aws.Caller;
import initialkeys.config.UserRecording;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Gatherers;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigurationRecorderStatus;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;

/** Whether AWS Config records IAM users, here and nowhere else (F28). */
final class RecorderChecks {

  private static final int MAX_CONCURRENT_REGIONS = 8;

  /** With these codes a Region that is not enabled rejects every call; it records nothing. */
  private static final Set<String> NOT_ENABLED =
      Set.of("UnrecognizedClientException", "InvalidClientTokenId", "OptInRequired");

  private final Caller caller;

  RecorderChecks(Caller caller) {
    this.caller = caller;
  }

  /** Whether another Region records IAM users. */
  private enum Recording {
    RECORDED,
    NOT_RECORDED,
    UNKNOWN
  }

  Check recorder() {
    String name = "Recorder";
    return switch (UserRecording.read(caller.config())) {
      case RECORDED ->
          isOn()
              ? Check.ok(name, "records IAM users in %s".formatted(caller.region()))
              : Check.error(
                  name,
                  "is stopped: changes of users are not detected",
                  "Start it: `aws configservice start-configuration-recorder"
                      + " --configuration-recorder-name NAME`.");
      case NOT_RECORDED ->
          Check.error(
              name,
              "does not record IAM users in %s: the rule evaluates nobody here"
                  .formatted(caller.region()),
              "Add AWS::IAM::User to the recorder, or deploy the rule in the Region that records"
                  + " it.");
      case UNKNOWN ->
          Check.error(
              name,
              "there is none in %s".formatted(caller.region()),
              "Set up AWS Config, or give the rule's Region with --region.");
    };
  }

  private boolean isOn() {
    return caller
        .config()
        .describeConfigurationRecorderStatus()
        .configurationRecordersStatus()
        .stream()
        .map(ConfigurationRecorderStatus::recording)
        .anyMatch(Boolean.TRUE::equals);
  }

  Check otherRegions() {
    String name = "Other Regions";
    Map<Recording, List<Region>> regions =
        Region.regions().stream()
            .filter(region -> !region.isGlobalRegion() && !region.equals(caller.region()))
            .filter(
                region ->
                    PartitionMetadata.of(region).equals(PartitionMetadata.of(caller.region())))
            .gather(
                Gatherers.mapConcurrent(
                    MAX_CONCURRENT_REGIONS, region -> Map.entry(recording(region), region)))
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    if (regions.containsKey(Recording.RECORDED)) {
      return Check.warning(
          name,
          "IAM users are recorded in %s too".formatted(names(regions.get(Recording.RECORDED)))
              + (regions.containsKey(Recording.UNKNOWN) ? "; " + notKnown(regions) : ""),
          "Record them in one Region, and deploy the rule there alone: each Region repeats and"
              + " charges every result.");
    }
    return regions.containsKey(Recording.UNKNOWN)
        ? Check.notChecked(
            name,
            notKnown(regions),
            "Ask with credentials that may call config:DescribeConfigurationRecorders there.")
        : Check.ok(name, "no other Region records IAM users");
  }

  private static String notKnown(Map<Recording, List<Region>> regions) {
    return "config:DescribeConfigurationRecorders failed in %s"
        .formatted(names(regions.get(Recording.UNKNOWN)));
  }

  private static String names(List<Region> regions) {
    return regions.stream().map(Region::id).sorted().collect(joining(", "));
  }

  private Recording recording(Region region) {
    try (ConfigClient config = caller.deployment().get().configOf().apply(region)) {
      // An error's code says whether the Region is enabled, so the call is made here.
      Recorders recorders = new Recorders(config.describeConfigurationRecorders());
      return UserRecording.read(recorders) == UserRecording.RECORDED
          ? Recording.RECORDED
          : Recording.NOT_RECORDED;
    } catch (AwsServiceException rejected) {
      boolean isDisabled =
          rejected.awsErrorDetails() != null
              && NOT_ENABLED.contains(rejected.awsErrorDetails().errorCode());
      return isDisabled ? Recording.NOT_RECORDED : Recording.UNKNOWN;
    } catch (SdkException failed) {
      return Recording.UNKNOWN;
    }
  }

  /** AWS Config with a response that has been read. */
  private record Recorders(DescribeConfigurationRecordersResponse response)
      implements ConfigClient {

    @Override
    public DescribeConfigurationRecordersResponse describeConfigurationRecorders(
        DescribeConfigurationRecordersRequest request) {
      return response;
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
