package initialkeys.processcheck;

import static initialkeys.simulation.service.FakeConfig.processCheck;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.service.FakeConfig;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ConfigRule;

class ProcessChecksTest {

  private static final String NAME = "iam-user-console-and-api-access-at-creation";
  private static final String IN_A_PACK = NAME + "-conformance-pack-6cruwvtg2";

  private final FakeConfig config = new FakeConfig(List.of());

  /** The rule of this project has the control's name, and a function as its source. */
  @Test
  void checksAreFoundBySourceAndName() {
    ConfigRule ours =
        ConfigRule.builder()
            .configRuleName(NAME)
            .source(it -> it.owner("CUSTOM_LAMBDA").sourceIdentifier("arn:aws:lambda:function"))
            .build();
    config.withRules(
        ours,
        processCheck("iam-user-single-access-key-conformance-pack-6cruwvtg2"),
        processCheck(NAME + "-ours"),
        processCheck(IN_A_PACK),
        ConfigRule.builder().configRuleName(IN_A_PACK + "x").build(),
        processCheck(NAME));
    assertThat(ProcessChecks.names(config, () -> false)).containsExactly(IN_A_PACK, NAME);
  }

  @Test
  void everyPageIsRead() {
    withSixtyOthersBefore(processCheck(IN_A_PACK));
    assertThat(ProcessChecks.names(config, () -> false)).containsExactly(IN_A_PACK);
    assertThat(config.processCheckCalls()).isEqualTo(3);
  }

  @Test
  void nearTheDeadlineNoFurtherPageIsRead() {
    withSixtyOthersBefore(processCheck(IN_A_PACK));
    assertThatThrownBy(() -> ProcessChecks.names(config, () -> config.processCheckCalls() > 0))
        .hasMessage("the time limit was reached before the last page");
    assertThat(config.processCheckCalls()).isEqualTo(1);
  }

  @Test
  void nearTheDeadlineNoPageIsRead() {
    config.withRules(processCheck(NAME));
    assertThatThrownBy(() -> ProcessChecks.names(config, () -> true))
        .hasMessage("the invocation was about to time out");
    assertThat(config.processCheckCalls()).isZero();
  }

  @Test
  void lastPageReadInTimeIsUsed() {
    config.withRules(processCheck(NAME));
    assertThat(ProcessChecks.names(config, () -> config.processCheckCalls() > 0))
        .containsExactly(NAME);
  }

  @Test
  void pagesThatDoNotEndAreRejected() {
    withSixtyOthersBefore(processCheck(IN_A_PACK));
    config.repeatingNextToken();
    assertThatThrownBy(() -> ProcessChecks.names(config, () -> false))
        .hasMessage("AWS Config returned the same next token twice");
  }

  private void withSixtyOthersBefore(ConfigRule last) {
    config.withRules(
        Stream.concat(
                IntStream.range(0, 60).mapToObj(i -> processCheck("other-" + i)), Stream.of(last))
            .toArray(ConfigRule[]::new));
  }
}
