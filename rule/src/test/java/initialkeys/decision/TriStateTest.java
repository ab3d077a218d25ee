package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TriStateTest {

  @Test
  void knownFactIsYesOrNo() {
    assertThat(TriState.of(true)).isEqualTo(TriState.YES);
    assertThat(TriState.of(false)).isEqualTo(TriState.NO);
  }
}
