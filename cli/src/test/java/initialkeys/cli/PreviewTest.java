package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.aws.ApiCallCounter;
import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.Account;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.model.IamException;

class PreviewTest {

  private static final Path ACCOUNTS = Path.of("..", "test-fixtures", "accounts");

  static List<Path> accountFiles() {
    return Fixtures.accountFiles();
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void every_user_has_a_line_and_the_guilty_come_first(Path file) {
    Account account = Fixtures.account(file);
    List<String> lines = printed(Preview.ofFile(file, Optional.empty())).lines().toList();
    assertThat(lines.getFirst()).isEqualTo("Account 123456789012 (%s)".formatted(account.about()));
    List<String> rows = lines.subList(3, lines.size() - 2);
    assertThat(rows).hasSize(account.users().size() + account.cleared().size());
    for (Account.User user : account.users()) {
      assertThat(rows)
          .filteredOn(row -> row.startsWith(user.name() + " "))
          .singleElement()
          .asString()
          .endsWith("  " + user.expected().annotation())
          .contains(" " + user.expected().compliance() + " ");
    }
    long guilty =
        account.users().stream()
            .filter(user -> user.expected().compliance().equals("NON_COMPLIANT"))
            .count();
    assertThat(rows.stream().takeWhile(row -> row.contains(" NON_COMPLIANT ")))
        .hasSize((int) guilty);
    assertThat(lines.getLast())
        .startsWith("%s of %s users are NON_COMPLIANT.".formatted(guilty, account.users().size()));
  }

  @Test
  void parameters_given_replace_those_of_the_file() {
    Preview preview =
        Preview.ofFile(
            ACCOUNTS.resolve("sample.json"),
            Optional.of(Map.of("consolePasswordOnly", "false", "activeKeysOnly", "true")));
    assertThat(printed(preview)).contains("6 of 13 users are NON_COMPLIANT.");
  }

  @Test
  void an_account_that_can_be_read_in_part_is_shown_in_part_and_says_so() {
    Account account = Fixtures.account(ACCOUNTS.resolve("control-table.json"));
    FakeIam iam = new FakeIam(account);
    iam.instead(
        "ListAccessKeys elise",
        () -> {
          throw IamException.builder().message("denied").build();
        });
    String printed = printed(Preview.ofAws(iam, new ApiCallCounter(), Map.of()));
    assertThat(printed)
        .startsWith("Account 123456789012 (read just now)")
        .contains("2 of 6 users are NON_COMPLIANT.")
        .contains(
            "Not complete: 1 failed, and all that this leaves is reported: iam:ListAccessKeys for"
                + " user elise (")
        .doesNotContain("elise    COMPLIANT");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatThrownBy(() -> Preview.ofFile(Path.of("nowhere.json"), Optional.empty()))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("account is 'nowhere.json'; it must be a readable file.");
  }

  private static String printed(Preview preview) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    preview.print(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
