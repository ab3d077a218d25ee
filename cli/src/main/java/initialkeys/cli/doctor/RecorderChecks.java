package initialkeys.cli.doctor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import initialkeys.cli.aws.Caller;
import initialkeys.config.UserRecording;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigurationRecorderStatus;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.RecorderStatus;

/** Whether AWS Config records IAM users, here and nowhere else (F28). */
final class RecorderChecks {

  private static final int MAX_CONCURRENT_REGIONS = 8;

  private static final String LOOK_AT_IT = "Look at it in the AWS Config console.";

  /** With these codes a Region that is not enabled rejects every call; it records nothing. */
  private static final Set<String> NOT_ENABLED =
      Set.of("UnrecognizedClientException", "InvalidClientTokenId", "OptInRequired");

  private final Caller caller;

  RecorderChecks(Caller caller) {
    this.caller = caller;
  }

  /** Whether a Region records IAM users, or why that is not known. */
  private enum Recording {
    RECORDED("IAM users are recorded in %s too"),
    NOT_RECORDED(""),
    NO_RECORDERS("config:DescribeConfigurationRecorders failed in %s"),
    NO_STATUS("config:DescribeConfigurationRecorderStatus failed in %s"),
    NOT_UNDERSTOOD("the recorder's settings are not understood in %s");

    private final String text;

    Recording(String text) {
      this.text = text;
    }
  }

  Check recorder() {
    String name = "Recorder";
    // Read once: an empty response differs from one that is not understood.
    DescribeConfigurationRecordersResponse response =
        caller.config().describeConfigurationRecorders();
    if (response.configurationRecorders().isEmpty()) {
      return Check.error(
          name,
          "there is none in %s".formatted(caller.region()),
          "Set up AWS Config, or give the rule's Region with --region.");
    }
    return switch (UserRecording.read(new Recorders(response))) {
      case RECORDED -> status(name);
      case NOT_RECORDED ->
          Check.error(
              name,
              "does not record IAM users in %s: the rule evaluates nobody here"
                  .formatted(caller.region()),
              "Add AWS::IAM::User to the recorder, or deploy the rule in the Region that records"
                  + " it.");
      case UNKNOWN ->
          Check.notChecked(
              name, "its settings do not say whether it records IAM users", LOOK_AT_IT);
    };
  }

  /** The status of the recorder, which is known to record IAM users. */
  private Check status(String name) {
    List<ConfigurationRecorderStatus> all = statuses(caller.config());
    if (all.isEmpty()) {
      return Check.notChecked(name, "AWS Config returned no status of the recorder", LOOK_AT_IT);
    }
    if (!isOn(all)) {
      return Check.error(
          name,
          "is stopped: changes of users are not detected",
          "Start it: `aws configservice start-configuration-recorder"
              + " --configuration-recorder-name NAME`.");
    }
    return all.stream()
        .filter(status -> status.lastStatus() == RecorderStatus.FAILURE)
        .findFirst()
        .map(
            failed ->
                Check.error(
                    name,
                    "is on, and its last recording failed: " + cause(failed),
                    "Correct the cause, such as a permission that the recorder's role lacks."))
        .orElseGet(() -> Check.ok(name, "records IAM users in %s".formatted(caller.region())));
  }

  private static List<ConfigurationRecorderStatus> statuses(ConfigClient config) {
    return config.describeConfigurationRecorderStatus().configurationRecordersStatus();
  }

  private static boolean isOn(List<ConfigurationRecorderStatus> all) {
    return all.stream().map(ConfigurationRecorderStatus::recording).anyMatch(Boolean.TRUE::equals);
  }

  private static String cause(ConfigurationRecorderStatus failed) {
    return Stream.of(
            Optional.ofNullable(failed.lastErrorCode()).orElse("no error code"),
            Optional.ofNullable(failed.lastErrorMessage()).orElse(""))
        .filter(part -> !part.isEmpty())
        .collect(joining(" "));
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
            .collect(
                groupingBy(
                    Map.Entry::getKey,
                    () -> new EnumMap<>(Recording.class),
                    mapping(Map.Entry::getValue, toList())));
    regions.remove(Recording.NOT_RECORDED);
    String text =
        regions.entrySet().stream()
            .map(entry -> entry.getKey().text.formatted(names(entry.getValue())))
            .collect(joining("; "));
    if (regions.containsKey(Recording.RECORDED)) {
      return Check.warning(
          name,
          text,
          "Record them in one Region, and deploy the rule there alone: each Region repeats and"
              + " charges every result.");
    }
    return regions.isEmpty()
        ? Check.ok(name, "no other Region records IAM users")
        : Check.notChecked(
            name,
            text,
            "Run doctor again with credentials that may make these calls there, or look at the"
                + " recorders in the AWS Config console.");
  }

  private static String names(List<Region> regions) {
    return regions.stream().map(Region::id).sorted().collect(joining(", "));
  }

  private Recording recording(Region region) {
    try (ConfigClient config = caller.deployment().get().configOf().apply(region)) {
      // An error's code says whether the Region is enabled, so the call is made here.
      DescribeConfigurationRecordersResponse response = config.describeConfigurationRecorders();
      if (response.configurationRecorders().isEmpty()) return Recording.NOT_RECORDED;
      return switch (UserRecording.read(new Recorders(response))) {
        case RECORDED -> started(config);
        case NOT_RECORDED -> Recording.NOT_RECORDED;
        case UNKNOWN -> Recording.NOT_UNDERSTOOD;
      };
    } catch (AwsServiceException rejected) {
      boolean isDisabled =
          rejected.awsErrorDetails() != null
              && NOT_ENABLED.contains(rejected.awsErrorDetails().errorCode());
      return isDisabled ? Recording.NOT_RECORDED : Recording.NO_RECORDERS;
    } catch (SdkException failed) {
      return Recording.NO_RECORDERS;
    }
  }

  /** A recorder that was never started, or is stopped, records nothing. */
  private static Recording started(ConfigClient config) {
    try {
      List<ConfigurationRecorderStatus> all = statuses(config);
      if (all.isEmpty()) return Recording.NO_STATUS;
      return isOn(all) ? Recording.RECORDED : Recording.NOT_RECORDED;
    } catch (SdkException failed) {
      return Recording.NO_STATUS;
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
