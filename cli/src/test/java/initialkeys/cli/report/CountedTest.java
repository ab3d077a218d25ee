package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {

  @Test
  void unitFollowsTheNumber() {
    assertThat(Counted.of(0, "user")).isEqualTo("0 users");
    assertThat(Counted.of(1, "user")).isEqualTo("1 user");
    assertThat(Counted.of(1354, "user")).isEqualTo("1,354 users");
  }
}
