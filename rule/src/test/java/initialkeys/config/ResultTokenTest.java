package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only AWS Config receives the token. */
class ResultTokenTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0123456789abcdef     | Value '0123456789abcdef' is stale     | Value '(the result token)' is stale
          0123456789abcdef     | Value '0123456789abcde' is stale      | Value '0123456789abcde' is stale
          short                | Value 'short' is stale                | Value '(the result token)' is stale
          0123456789abcdefghij | Value 0123456789abcdefghij is stale   | Value (the result token) is stale
          0123456789abcdefghij | Value 0123456789abcdefgh... is stale  | Value (the result token)... is stale
          0123456789abcdefghij | Value 0123456789abcdef is stale       | Value (the result token) is stale
          0123456789abcdefghij | Value 0123456789abcde is stale        | Value 0123456789abcde is stale
          """)
  void tokenIsRedactedFromMessages(String token, String message, String redacted) {
    assertThat(new ResultToken(token).redactFrom(message)).isEqualTo(redacted);
    assertThat(new ResultToken(token)).hasToString("(the result token)");
  }

  @Test
  void testModeIsOneToken() {
    assertThat(new ResultToken("TESTMODE").isTestMode()).isTrue();
    assertThat(new ResultToken("testmode").isTestMode()).isFalse();
  }
}
