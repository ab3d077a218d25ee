package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.service.FakeConfig;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.RecordingGroup;
import software.amazon.awssdk.services.config.model.RecordingStrategyType;
import software.amazon.awssdk.services.config.model.ResourceType;

class UserRecordingTest {

  private static final ConfigurationRecorder RECORDS =
      recorder(group -> group.allSupported(true).includeGlobalResourceTypes(true));

  private static final ConfigurationRecorder DOES_NOT =
      recorder(group -> group.allSupported(true).includeGlobalResourceTypes(false));

  private static final ConfigurationRecorder UNCLEAR =
      ConfigurationRecorder.builder().name("unclear").build();

  @Test
  void strategyDecidesWhetherUsersAreRecorded() {
    assertThat(of(RECORDS)).isEqualTo(UserRecording.RECORDED);
    assertThat(of(DOES_NOT)).isEqualTo(UserRecording.NOT_RECORDED);
    assertThat(of(all(true))).isEqualTo(UserRecording.RECORDED);
    assertThat(of(all(false))).isEqualTo(UserRecording.NOT_RECORDED);
    assertThat(of(only(ResourceType.AWS_IAM_USER))).isEqualTo(UserRecording.RECORDED);
    assertThat(of(only(ResourceType.AWS_S3_BUCKET))).isEqualTo(UserRecording.NOT_RECORDED);
    assertThat(of(allExcept(ResourceType.AWS_S3_BUCKET))).isEqualTo(UserRecording.RECORDED);
    assertThat(of(allExcept(ResourceType.AWS_IAM_USER))).isEqualTo(UserRecording.NOT_RECORDED);
  }

  @Test
  void listOfTypesCountsWithoutStrategy() {
    assertThat(
            of(
                recorder(
                    group -> group.allSupported(false).resourceTypes(ResourceType.AWS_IAM_USER))))
        .isEqualTo(UserRecording.RECORDED);
    assertThat(
            of(
                recorder(
                    group -> group.allSupported(false).resourceTypes(ResourceType.AWS_S3_BUCKET))))
        .isEqualTo(UserRecording.NOT_RECORDED);
  }

  @Test
  void strategyWithoutContentIsAsNone() {
    assertThat(
            of(
                recorder(
                    group ->
                        group
                            .allSupported(true)
                            .includeGlobalResourceTypes(true)
                            .recordingStrategy(strategy -> {}))))
        .isEqualTo(UserRecording.RECORDED);
  }

  @Test
  void whatIsNotUnderstoodIsUnknown() {
    assertThat(of()).isEqualTo(UserRecording.UNKNOWN);
    assertThat(of(UNCLEAR)).isEqualTo(UserRecording.UNKNOWN);
    assertThat(of(recorder(group -> {}))).isEqualTo(UserRecording.UNKNOWN);
    assertThat(
            of(recorder(group -> group.recordingStrategy(strategy -> strategy.useOnly("LATER")))))
        .isEqualTo(UserRecording.UNKNOWN);
    assertThat(
            of(
                recorder(
                    group ->
                        group.recordingStrategy(
                            strategy ->
                                strategy.useOnly(
                                    RecordingStrategyType.EXCLUSION_BY_RESOURCE_TYPES)))))
        .isEqualTo(UserRecording.UNKNOWN);
  }

  @Test
  void oneRecorderOfSeveralIsEnough() {
    assertThat(of(DOES_NOT, RECORDS)).isEqualTo(UserRecording.RECORDED);
    assertThat(of(UNCLEAR, RECORDS)).isEqualTo(UserRecording.RECORDED);
    assertThat(of(DOES_NOT, UNCLEAR)).isEqualTo(UserRecording.UNKNOWN);
    assertThat(of(DOES_NOT, DOES_NOT)).isEqualTo(UserRecording.NOT_RECORDED);
  }

  @Test
  void rejectedCallIsNamed() {
    FakeConfig denied =
        new FakeConfig(List.of())
            .withoutReadableRecorders(ConfigException.builder().message("denied").build());
    assertThatThrownBy(() -> UserRecording.read(denied))
        .isInstanceOf(ConfigCallException.class)
        .hasMessage("config:DescribeConfigurationRecorders for the account: denied");
    assertThat(UserRecording.readOrUnknown(denied)).isEqualTo(UserRecording.UNKNOWN);
    assertThat(UserRecording.readOrUnknown(new FakeConfig(List.of())))
        .isEqualTo(UserRecording.RECORDED);
  }

  private static UserRecording of(ConfigurationRecorder... recorders) {
    return UserRecording.read(new FakeConfig(List.of()).recordedBy(recorders));
  }

  private static ConfigurationRecorder all(boolean global) {
    return recorder(
        group ->
            group
                .allSupported(true)
                .includeGlobalResourceTypes(global)
                .recordingStrategy(
                    it -> it.useOnly(RecordingStrategyType.ALL_SUPPORTED_RESOURCE_TYPES)));
  }

  private static ConfigurationRecorder only(ResourceType type) {
    return recorder(
        group ->
            group
                .resourceTypes(type)
                .recordingStrategy(
                    it -> it.useOnly(RecordingStrategyType.INCLUSION_BY_RESOURCE_TYPES)));
  }

  private static ConfigurationRecorder allExcept(ResourceType type) {
    return recorder(
        group ->
            group
                .exclusionByResourceTypes(it -> it.resourceTypes(type))
                .recordingStrategy(
                    it -> it.useOnly(RecordingStrategyType.EXCLUSION_BY_RESOURCE_TYPES)));
  }

  private static ConfigurationRecorder recorder(Consumer<RecordingGroup.Builder> group) {
    return ConfigurationRecorder.builder().name("default").recordingGroup(group).build();
  }
}
