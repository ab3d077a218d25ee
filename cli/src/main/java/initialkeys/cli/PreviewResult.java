package initialkeys.cli;

import initialkeys.cli.PreviewRow.Result;
import java.util.List;

/**
 * What the rule would report for an account.
 *
 * @param account the account's id and where its users come from
 * @param users one row for each user of the account
 * @param deletedUsers one row for each stored result of a user that the account no longer has
 * @param isListComplete whether every user of the account is known
 * @param failures why users were not evaluated; empty for a complete preview
 */
record PreviewResult(
    String account,
    List<PreviewRow> users,
    List<PreviewRow> deletedUsers,
    boolean isListComplete,
    List<String> failures) {

  PreviewResult {
    users = List.copyOf(users);
    deletedUsers = List.copyOf(deletedUsers);
    failures = List.copyOf(failures);
  }

  /** Whether the table shows the result of every user. */
  boolean isComplete() {
    return failures.isEmpty();
  }

  int count(Result result) {
    return (int) users.stream().filter(row -> row.result() == result).count();
  }
}
