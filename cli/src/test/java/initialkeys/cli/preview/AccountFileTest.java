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
import org.junit.jupiter.params.provider.ValueSource;

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

  private static final String BO =
      "{\"name\":\"bo\",\"id\":\"AIDABO00000000000000\",\"created\":\"2026-01-01T12:00:00Z\","
          + "\"password\":true,\"keys\":[{\"id\":\"AKIA1\",\"created\":\"2026-01-01T12:00:01Z\","
          + "\"lastUsed\":\"2026-01-02T12:00:00Z\"}]}";

  /** Nobody expects a result of an account of one's own. */
  @Test
  void expectedResultsMayBeMissing() throws IOException {
    AccountFile file = fileOf(BO);
    assertThat(file.preview(GivenParameters.parse(List.of())).evaluate(Progress.none()).users())
        .extracting(UserResult::name, UserResult::result)
        .containsExactly(tuple("bo", Result.COMPLIANT));
  }

  /**
   * The later user would take the place of the other, or its key's last use that of the other's.
   */
  @ParameterizedTest
  @CsvSource({
    "AIDABO00000000000000, AIDACY00000000000000, AKIA1, AKIA2, user name, bo",
    "bo, cy, AKIA1, AKIA2, user id, AIDABO00000000000000",
    "bo, cy, AIDABO00000000000000, AIDACY00000000000000, key id, AKIA1"
  })
  void rejectsWhatTwoUsersShare(
      String first,
      String firstOfOther,
      String second,
      String secondOfOther,
      String what,
      String id)
      throws IOException {
    String other = BO.replace(first, firstOfOther).replace(second, secondOfOther);
    assertThatThrownBy(fileOf(BO + "," + other)::read)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            ", which is not an account: the %s %s is there twice; it must be".formatted(what, id));
  }

  @Test
  void rejectsKeyAndStoredResultThatAreThereTwice() throws IOException {
    String key = "{\"id\":\"AKIA1\",\"created\":\"2026-01-01T12:00:01Z\"}";
    assertThatThrownBy(fileOf(BO.replace("[{", "[" + key + ",{"))::read)
        .hasMessageContaining("the key id AKIA1 is there twice");
    String stored = "{\"id\":\"AIDACY\",\"compliance\":\"COMPLIANT\"}";
    assertThatThrownBy(file("{%s,\"stored\":[%s,%s]}".formatted(ACCOUNT, stored, stored))::read)
        .hasMessageContaining("the stored result of AIDACY is there twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901x", "１２３４５６７８９０１２"})
  void rejectsAccountIdThatIsNot12Digits(String accountId) throws IOException {
    assertThatThrownBy(file("{%s}".formatted(ACCOUNT.replace("123456789012", accountId)))::read)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            ", which is not an account: accountId is '%s' and not 12 digits; it must be"
                .formatted(accountId));
  }

  /** IAM lists users by the beginning of their paths: the user would be missing. */
  @ParameterizedTest
  @ValueSource(strings = {"", "machines/", "/machines", "machines", "//x"})
  void rejectsPathWithoutSlashAtBothEnds(String path) throws IOException {
    assertThatThrownBy(
            fileOf(BO.replace("{\"name", "{\"path\":\"%s\",\"name".formatted(path)))::read)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            ", which is not an account: the path of user bo is '%s', which does not begin and end with a slash; it must be"
                .formatted(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/machines/", "/a/b/"})
  void userOfAnyPathIsEvaluated(String path) throws IOException {
    AccountFile file = fileOf(BO.replace("{\"name", "{\"path\":\"%s\",\"name".formatted(path)));
    assertThat(file.preview(GivenParameters.parse(List.of())).evaluate(Progress.none()).users())
        .extracting(UserResult::name)
        .containsExactly("bo");
  }

  /** Any of these conversions would turn a mistake into a fact, such as the use of a key. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"password\":true | \"password\":\"true\" | users[0].password",
        "\"password\":true | \"password\":\"\" | users[0].password",
        "\"password\":true | \"password\":0 | users[0].password",
        "\"name\":\"bo\" | \"name\":7 | users[0].name",
        "\"name\":\"bo\" | \"name\":7.5 | users[0].name",
        "\"name\":\"bo\" | \"name\":true | users[0].name",
        "\"2026-01-02T12:00:00Z\" | 0 | users[0].keys[0].lastUsed",
        "\"2026-01-02T12:00:00Z\" | 1.5 | users[0].keys[0].lastUsed",
        "\"2026-01-02T12:00:00Z\" | \"0\" | users[0].keys[0].lastUsed",
        "\"2026-01-02T12:00:00Z\" | \"\" | users[0].keys[0].lastUsed",
        "\"2026-01-02T12:00:00Z\" | \"2026-01-02\" | users[0].keys[0].lastUsed",
        "\"2026-01-02T12:00:00Z\" | false | users[0].keys[0].lastUsed",
        "\"2026-01-01T12:00:00Z\" | 1767268800 | users[0].created"
      },
      quoteCharacter = '`')
  void rejectsValueOfAnotherType(String value, String other, String field) throws IOException {
    assertThatThrownBy(fileOf(BO.replace(value, other))::read)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "the value of %s is missing, or has the wrong type or form (line 1".formatted(field));
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
        "{%s,\"users\":[{\"name\":\"bo\",\"id\":\"a\",\"created\":\"2026-01-01T12:00:00Z\","
            + "\"password\":true}]} | : users[0].keys is missing (line 1",
        "{%s,\"users\":[{\"name\":\"bo\",\"id\":\"a\",\"created\":\"2026-01-01T12:00:00Z\","
            + "\"password\":true,\"keys\":null}]} | : users[0].keys is missing (line 1",
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

  private AccountFile fileOf(String users) throws IOException {
    return file("{%s}".formatted(ACCOUNT.replace("[]", "[" + users + "]")));
  }

  private AccountFile file(String text) throws IOException {
    return new AccountFile(Files.writeString(folder.resolve("account.json"), text));
  }
}
