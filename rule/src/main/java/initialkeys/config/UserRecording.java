package initialkeys.config;

import java.util.List;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.RecordingGroup;
import software.amazon.awssdk.services.config.model.RecordingStrategyType;
import software.amazon.awssdk.services.config.model.ResourceType;

/**
 * Whether AWS Config records IAM users in this Region (AWS Config API Reference, "RecordingGroup";
 * F10a).
 */
public enum UserRecording {
  /** A configuration recorder records IAM users. */
  RECORDED,
  /** There are configuration recorders, and none of them records IAM users. */
  NOT_RECORDED,
  /** No configuration recorder was returned, or its response is not understood. */
  UNKNOWN;

  /**
   * Reads the configuration recorders of the account in this Region.
   *
   * @throws ConfigCallException when AWS Config rejects the call
   */
  public static UserRecording read(ConfigClient config) {
    try {
      return of(config.describeConfigurationRecorders().configurationRecorders());
    } catch (RuntimeException failed) {
      throw new ConfigCallException(
          "DescribeConfigurationRecorders", "the account", failed.getMessage());
    }
  }

  /** The same, for a run: doubt never clears a result, so a rejected call is {@link #UNKNOWN}. */
  public static UserRecording readOrUnknown(ConfigClient config) {
    try {
      return read(config);
    } catch (ConfigCallException unreadable) {
      return UNKNOWN;
    }
  }

  private static UserRecording of(List<ConfigurationRecorder> recorders) {
    if (recorders.isEmpty()) return UNKNOWN;
    List<UserRecording> each = recorders.stream().map(UserRecording::of).toList();
    if (each.contains(RECORDED)) return RECORDED;
    return each.contains(UNKNOWN) ? UNKNOWN : NOT_RECORDED;
  }

  private static UserRecording of(ConfigurationRecorder recorder) {
    RecordingGroup group = recorder.recordingGroup();
    if (group == null) return UNKNOWN;
    return switch (strategy(group)) {
      case ALL_SUPPORTED_RESOURCE_TYPES ->
          of(Boolean.TRUE.equals(group.includeGlobalResourceTypes()));
      case INCLUSION_BY_RESOURCE_TYPES ->
          of(group.resourceTypes().contains(ResourceType.AWS_IAM_USER));
      case EXCLUSION_BY_RESOURCE_TYPES ->
          group.exclusionByResourceTypes() == null
              ? UNKNOWN
              : of(
                  !group
                      .exclusionByResourceTypes()
                      .resourceTypes()
                      .contains(ResourceType.AWS_IAM_USER));
      case UNKNOWN_TO_SDK_VERSION -> UNKNOWN;
    };
  }

  /** Recorders from before there were strategies have none; the other fields say the same. */
  private static RecordingStrategyType strategy(RecordingGroup group) {
    if (group.recordingStrategy() != null && group.recordingStrategy().useOnly() != null) {
      return group.recordingStrategy().useOnly();
    }
    if (Boolean.TRUE.equals(group.allSupported())) {
      return RecordingStrategyType.ALL_SUPPORTED_RESOURCE_TYPES;
    }
    return group.resourceTypes().isEmpty()
        ? RecordingStrategyType.UNKNOWN_TO_SDK_VERSION
        : RecordingStrategyType.INCLUSION_BY_RESOURCE_TYPES;
  }

  private static UserRecording of(boolean isRecorded) {
    return isRecorded ? RECORDED : NOT_RECORDED;
  }
}
