package initialkeys.cli.preview;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file that describes an account, like those in {@code test-fixtures/accounts}. */
public final class AccountFile {

  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");

  /** IAM lists users by the beginning of their paths, and would list no other one. */
  private static final Pattern USER_PATH = Pattern.compile("/(.*/)?", Pattern.DOTALL);

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
      String text = withoutByteOrderMark(Files.readString(path));
      // Before the rest, so that the message is the rule's.
      parametersIn(text).ifPresent(RuleParametersJson::parse);
      Account account =
          Fixtures.JSON
              .readerFor(Account.class)
              .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              // Else a user without "password" would be COMPLIANT, because it had none.
              .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
              .readValue(text);
      if (account == null) throw notAnAccount("it is null");
      requireConsistent(account);
      return account;
    } catch (JsonProcessingException malformed) {
      throw notAnAccount(problem(malformed) + place(malformed));
    } catch (IOException missing) {
      throw unreadable("'%s'".formatted(path));
    }
  }

  private void requireConsistent(Account account) {
    if (!ACCOUNT_ID.matcher(account.accountId()).matches()) {
      throw notAnAccount(
          "accountId is '%s' and not 12 digits".formatted(OneLine.of(account.accountId())));
    }
    for (Account.User user : account.users()) {
      if (!USER_PATH.matcher(user.path()).matches()) {
        throw notAnAccount(
            "the path of user %s is '%s', which does not begin and end with a slash"
                .formatted(OneLine.of(user.name()), OneLine.of(user.path())));
      }
    }
    // One of two equal names or ids would replace the other.
    requireDistinct("user name", account.users().stream().map(Account.User::name));
    requireDistinct("user id", account.users().stream().map(Account.User::id));
    requireDistinct(
        "key id",
        account.users().stream().flatMap(user -> user.keys().stream()).map(Account.Key::id));
    requireDistinct("stored result of", account.stored().stream().map(Account.Stored::id));
  }

  private void requireDistinct(String what, Stream<String> all) {
    Set<String> distinct = new HashSet<>();
    all.filter(one -> !distinct.add(one))
        .findFirst()
        .ifPresent(
            twice -> {
              throw notAnAccount("the %s %s is there twice".formatted(what, OneLine.of(twice)));
            });
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

  /** Editors on Windows write it. */
  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String problem(JsonProcessingException malformed) {
    return switch (malformed) {
      case ValueInstantiationException missing
          when missing.getCause() instanceof NullPointerException ->
          missing(field(missing), missing.getCause().getMessage());
      case UnrecognizedPropertyException unknown ->
          "%s is not a field of an account".formatted(field(unknown));
      case MismatchedInputException wrong when wrong.getPath().isEmpty() ->
          "it is not one JSON object";
      case MismatchedInputException wrong ->
          "the value of %s is missing, or has the wrong type or form".formatted(field(wrong));
      default -> OneLine.of(malformed.getOriginalMessage());
    };
  }

  /** A record names its component that is missing; an element of a list has no name. */
  private static String missing(String of, String component) {
    if (component == null) return "an element of a list is null";
    return "%s is missing".formatted(of.isEmpty() ? component : of + "." + component);
  }

  /** The place of a value as a person writes it, such as {@code users[1].created}. */
  private static String field(JsonMappingException malformed) {
    return malformed.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static String place(JsonProcessingException malformed) {
    return Optional.ofNullable(malformed.getLocation())
        .map(at -> " (line %s, column %s)".formatted(at.getLineNr(), at.getColumnNr()))
        .orElse("");
  }

  private InvalidInputException notAnAccount(String problem) {
    return unreadable("'%s', which is not an account: %s".formatted(path, problem));
  }

  private static InvalidInputException unreadable(String problem) {
    return InvalidInputException.withoutValue("account", problem, "a readable account file");
  }
}
