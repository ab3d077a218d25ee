package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvalidInputExceptionTest {

  @Test
  void messageNamesFieldValueAndWhatIsAllowed() {
    assertThat(new InvalidInputException("accountId", "12", "12 digits"))
        .hasMessage("accountId is '12'; it must be 12 digits.");
  }

  @Test
  void valueThatIsNotTextIsNamedByItsKind() {
    assertThat(shown(null)).isEqualTo("missing or null");
    assertThat(shown(true)).isEqualTo("the value true");
    assertThat(shown(7)).isEqualTo("the number 7");
    assertThat(shown(Map.of("a", "b"))).isEqualTo("a JSON object");
    assertThat(shown(List.of("a"))).isEqualTo("a JSON list");
  }

  @Test
  void longValueIsShownInPart() {
    assertThat(shown("x".repeat(80))).isEqualTo("'" + "x".repeat(80) + "'");
    assertThat(shown("x".repeat(1000))).isEqualTo("'" + "x".repeat(80) + "…' (1000 characters)");
  }

  @Test
  void valueThatMustNotBeShownIsDescribed() {
    assertThat(InvalidInputException.withoutValue("The token", "not text", "text"))
        .hasMessage("The token is not text; it must be text.");
  }

  private static String shown(Object value) {
    String message = new InvalidInputException("field", value, "allowed").getMessage();
    return message.replace("field is ", "").replace("; it must be allowed.", "");
  }
}
