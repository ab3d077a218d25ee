package initialkeys.simulation.account;

import static initialkeys.simulation.account.UserBuilder.CREATED;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account.User;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CredentialReportCsvTest {

  private static final int REPORTS = 200;

  @Test
  void eachRowHasAsManyCellsAsTheHeader() {
    User three =
        named("bo")
            .keys(key("1", CREATED, null), key("2", CREATED, null), key("3", CREATED, null))
            .build();
    assertThat(reports(List.of(three, withoutKeys("ann")), List.of()))
        .allSatisfy(
            csv ->
                assertThat(csv.lines().map(row -> row.split(",", -1).length).distinct())
                    .hasSize(1));
  }

  @Test
  void rowContainsTheFactsOfTheUser() {
    assertThat(reports(List.of(withUnusedKey("bo")), List.of()))
        .allSatisfy(
            csv ->
                assertThat(rowOf("bo", csv))
                    .startsWith("bo,arn:aws:iam::123456789012:user/bo,2025-02-03t08:30:00")
                    .containsOnlyOnce("true,2025-02-03t08:30:00")
                    .contains(",no_information,"));
  }

  @Test
  void deletedUserMayStillHaveARow() {
    List<String> reports = reports(List.of(), List.of(withoutKeys("old")));
    assertThat(reports).anyMatch(csv -> csv.contains("\nold,"));
    assertThat(reports).anyMatch(csv -> !csv.contains("\nold,"));
  }

  @Test
  void everyFormatOccurs() {
    List<String> reports = reports(List.of(withUnusedKey("smith,john")), List.of());
    assertThat(
            Stream.of(
                "Z,",
                "+00:00,",
                ",True,",
                ",true,",
                "<root_account>",
                "\"smith,john\"",
                "\nsmith,",
                ",additional_credentials_info"))
        .allSatisfy(
            part -> {
              assertThat(reports).anyMatch(csv -> csv.contains(part));
              assertThat(reports).anyMatch(csv -> !csv.contains(part));
            });
  }

  private static List<String> reports(List<User> users, List<User> deleted) {
    return new Random(0)
        .longs(REPORTS)
        .mapToObj(seed -> CredentialReportCsv.of(users, deleted, new Random(seed)))
        .toList();
  }

  private static String rowOf(String userName, String csv) {
    return csv.lines()
        .filter(row -> row.startsWith(userName + ","))
        .findFirst()
        .orElseThrow()
        .toLowerCase(Locale.ROOT);
  }
}
