package initialkeys.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.UserResult;
import initialkeys.cli.terminal.Progress;
import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void byteOrderMarkIsSkipped() throws IOException {
    assertThat(
            file("\uFEFF{%s,\"parameters\":{\"exemptUsers\":\"bo\"}}".formatted(ACCOUNT))
                .read()
                .parameters())
        .isEqualTo(Map.of("exemptUsers", "bo"));
  }

  /** Nobody expects a result of an account of one's own. */
  @Test
  void expectedResultsMayBeMissing() throws IOException {
    String user =
        "{\"name\":\"bo\",\"id\":\"AIDABO00000000000000\",\"created\":\"2026-01-01T12:00:00Z\","
            + "\"password\":true}";
    AccountFile file = file("{%s}".formatted(ACCOUNT.replace("[]", "[" + user + "]")));
    assertThat(file.preview(GivenParameters.parse(List.of())).evaluate(Progress.none()).users())
        .extracting(UserResult::name, UserResult::result)
        .containsExactly(tuple("bo", Result.COMPLIANT));
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
        "null | : it is null; it must be",
        "[] | : it is not one JSON object (line 1",
        "{%s,\"users\":[]} {} | : it is not one JSON object (line 1",
        "{} | : about is missing (line 1",
        "{%s,\"users\":[],\"user\":[]} | : user is not a field of an account (line 1",
        "{%s,\"users\":[{\"name\":\"bo\",\"password\":true}]} | : users[0].id is missing (line 1",
        "{%s,\"users\":[{\"name\":\"bo\"}]} | : the value of users[0].password is missing, or has"
            + " the wrong type or form (line 1",
        "{%s,\"users\":[{\"password\":null}]} | : the value of users[0].password is missing, or has"
            + " the wrong type or form (line 1",
        "{%s,\"users\":[null]} | : an element of a list is null (line 1",
        "{%s,\"users\":[{\"keys\":[{\"id\":\"a\"}]}]} | : users[0].keys[0].created is missing (line"
            + " 1",
        "{%s,\"users\":[],\"stored\":[{\"id\":\"a\",\"compliance\":\"-\",\"recoded\":0}]} | :"
            + " stored[0].recoded is not a field of an account (line 1",
        "{%s,\"users\":[{\"created\":\"June\"}]} | : the value of users[0].created is missing, or"
            + " has the wrong type or form (line 1",
        "{%s,\"users\":7} | : the value of users is missing, or has the wrong type or form (line 1"
      })
  void saysWhatIsWrongWithAFileInOneLine(String text, String reason) throws IOException {
    String withoutUsers = ACCOUNT.replace(",\"users\":[]", "");
    assertThatThrownBy(file(text.replace("%s", withoutUsers))::read)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  private AccountFile file(String text) throws IOException {
    return new AccountFile(Files.writeString(folder.resolve("account.json"), text));
  }
}
