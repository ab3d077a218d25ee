package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IncompleteRunExceptionTest {

  @Test
  void a_failure_of_more_than_a_thousand_characters_keeps_its_begin_and_its_end() {
    String thousand = "ListUsers: " + "x".repeat(976) + " Request ID: 1";
    assertThat(thousand).hasSize(1001);
    assertThat(new IncompleteRunException(List.of(thousand.substring(1))).getMessage())
        .endsWith("reported: " + thousand.substring(1));
    assertThat(new IncompleteRunException(List.of(thousand)).getMessage())
        .endsWith("reported: %s…%s".formatted(thousand.substring(0, 800), thousand.substring(801)));
  }
}
