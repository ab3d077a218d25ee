package initialkeys.cli.preview;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import initialkeys.cli.preview.PreviewedAccount.Origin;
import initialkeys.cli.terminal.OneLine;
import initialkeys.config.RuleParametersJson;
import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that describes an account, like those in {@code test-fixtures/accounts}. */
public final class AccountFile {

  private final Path path;

  public AccountFile(Path path) {
    this.path = path;
  }

  /**
   * Reads the file.
   *
   * @throws InvalidInputException when it is not an account, or the rule would reject a parameter
   */
  Account read() {
    try {
      String text = Files.readString(path);
      // Before the rest, so that the message is the rule's.
      parametersIn(text).ifPresent(RuleParametersJson::parse);
      return Fixtures.JSON
          .readerFor(Account.class)
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .readValue(text);
    } catch (JsonProcessingException notAnAccount) {
      throw unreadable(
          "'%s', which is not an account: %s%s"
              .formatted(path, OneLine.of(notAnAccount.getOriginalMessage()), place(notAnAccount)));
    } catch (IOException missing) {
      throw unreadable("'%s'".formatted(path));
    }
  }

  /**
   * The account as the rule can evaluate it.
   *
   * @throws InvalidInputException as {@link #read} does
   */
  public PreviewedAccount preview(GivenParameters given) {
    Account account = read();
    return new PreviewedAccount(
        account.accountId(),
        account.now(),
        given.override(account.parameters()),
        new FakeIam(account),
        new Origin.OfFile(account.about(), account.stored()));
  }

  /** The parameters as they are written: once they are a map, duplicates and types are lost. */
  private static Optional<String> parametersIn(String text) throws IOException {
    try (JsonParser parser = Fixtures.JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isParameters = parser.currentName().equals("parameters");
        boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        if (isParameters && !isNull) return Optional.of(text.substring(start, end));
      }
      return Optional.empty();
    }
  }

  private static String place(JsonProcessingException notAnAccount) {
    return Optional.ofNullable(notAnAccount.getLocation())
        .map(at -> " (line %s, column %s)".formatted(at.getLineNr(), at.getColumnNr()))
        .orElse("");
  }

  private static InvalidInputException unreadable(String problem) {
    return InvalidInputException.withoutValue("account", problem, "a readable account file");
  }
}
