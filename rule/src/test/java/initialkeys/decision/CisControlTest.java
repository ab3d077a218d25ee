package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class CisControlTest {

  @Test
  void numbersAreListedFromTheOldestVersion() {
    assertThat(CisControl.numbersByVersion())
        .containsExactly(
            Map.entry("v1.1", "1.23"),
            Map.entry("v1.2", "1.21"),
            Map.entry("v1.3-to-v4", "1.11"),
            Map.entry("v5", "1.10"),
            Map.entry("v6", "2.10"));
  }

  @Test
  void numbersCannotBeModified() {
    Map<String, String> numbers = CisControl.numbersByVersion();
    assertThatThrownBy(() -> numbers.put("v7", "1.1"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void onlyUnusedKeysAreDeletedWithoutReplacement() {
    assertThat(CisControl.remediationOf(true)).isEqualTo("delete");
    assertThat(CisControl.remediationOf(false)).isEqualTo("replace, then delete");
  }
}
