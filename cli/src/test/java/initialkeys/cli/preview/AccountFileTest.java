package initialkeys.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountFileTest {

  private static final String ACCOUNT =
      "\"about\":\"-\",\"accountId\":\"123456789012\",\"now\":\"2026-01-15T12:00:00Z\",\"users\":[]";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"creationWindowMinutes\":10} | Rule parameter creationWindowMinutes is the number 10;"
            + " it must be a whole number from 1 to 1440, as text.",
        "{\"consolePasswordOnly\":false} | Rule parameter consolePasswordOnly is the value false;"
            + " it must be true or false, as text.",
        "{\"consolePasswordOnly\":\"\"} | Rule parameter consolePasswordOnly is '';"
            + " it must be true or false, as text.",
        "{\"unusedKeysOnly\":\"true\",\"unusedKeysOnly\":\"false\"} | ruleParameters is not JSON,"
            + " or gives a name twice (line 1, column 42); it must be one JSON object.",
        "[] | ruleParameters is a JSON list; it must be a JSON object.",
        "5 | ruleParameters is the number 5; it must be a JSON object.",
        "\"\" | ruleParameters is ''; it must be a JSON object.",
      },
      quoteCharacter = '`')
  void rejectsParametersWithTheMessageOfTheRule(String parameters, String message)
      throws IOException {
    AccountFile file = file("{ \"parameters\" : %s , %s}".formatted(parameters, ACCOUNT));
    assertThatThrownBy(file::read)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void parametersMayBeMissingOrNull() throws IOException {
    assertThat(file("{%s}".formatted(ACCOUNT)).read().parameters()).isEmpty();
    assertThat(file("{%s,\"parameters\":null}".formatted(ACCOUNT)).read().parameters()).isEmpty();
  }

  @Test
  void parametersAreFoundBehindOtherFields() throws IOException {
    // The umlaut is one character and two bytes.
    String parameters = "\"parameters\": {\"exemptUsers\": \"b*, c\"}";
    assertThat(
            file("{%s, %s}".formatted(ACCOUNT.replace("-\"", "ü\""), parameters))
                .read()
                .parameters())
        .isEqualTo(Map.of("exemptUsers", "b*, c"));
  }

  @Test
  void rejectsAFieldThatIsGivenTwice() throws IOException {
    AccountFile file =
        file("{%s, \"parameters\":{}, \"parameters\":{\"exemptUsers\":\"*\"}}".formatted(ACCOUNT));
    assertThatThrownBy(file::read)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Duplicate field 'parameters'")
        .hasMessageStartingWith(
            "account is '%s', which is not an account: ".formatted(folder.resolve("account.json")))
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"about\": | end-of-input",
        "[] | Cannot deserialize",
        "{\"user\":[]} | problem: about (line 1, column 11)"
      })
  void saysWhatIsWrongWithAFileInOneLine(String text, String reason) throws IOException {
    assertThatThrownBy(file(text)::read)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  private AccountFile file(String text) throws IOException {
    return new AccountFile(Files.writeString(folder.resolve("account.json"), text));
  }
}
