package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NextTokensTest {

  @Test
  void eachTokenIsAcceptedOnce() {
    NextTokens tokens = new NextTokens(() -> false);
    tokens.require("one");
    tokens.require("two");
    assertThatThrownBy(() -> tokens.require("one"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("AWS Config returned the same next token twice");
  }

  @Test
  void lastPageNeedsNoTimeForAnother() {
    NextTokens tokens = new NextTokens(() -> true);
    assertThatCode(() -> tokens.require(null)).doesNotThrowAnyException();
    assertThatThrownBy(() -> tokens.require("one"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("the time limit was reached before the last page");
  }
}
