package initialkeys.cli.preview.result;

import static java.util.Comparator.comparing;

import java.util.List;
import java.util.Locale;

/**
 * The results that the rule would give for an account.
 *
 * @param users a result for each user, and for each stored result of a user that the account no
 *     longer has; sorted, what needs attention first
 * @param isListComplete whether every user of the account is known
 * @param failures why users were not evaluated; empty for a complete result
 */
public record AccountResult(
    String accountId,
    Basis basis,
    List<UserResult> users,
    boolean isListComplete,
    List<String> failures) {

  /** The failures of the call that lists users begin with it. */
  private static final String LIST_USERS = "iam:ListUsers ";

  private static final int MOST_REASONS = 3;

  public AccountResult {
    users =
        users.stream()
            .sorted(comparing(UserResult::result).thenComparing(UserResult::name))
            .toList();
    failures = List.copyOf(failures);
  }

  /** Whether there is a verdict on every user. */
  public boolean isComplete() {
    return failures.isEmpty() && isListComplete;
  }

  /** Whether anything is known of the account's users. */
  public boolean isRead() {
    return isListComplete || !users.isEmpty();
  }

  /** Why users are missing from an incomplete list, in one text. */
  public String reasonOfIncompleteList() {
    List<String> reasons = failures.stream().filter(it -> it.startsWith(LIST_USERS)).toList();
    return reasons.isEmpty()
        ? "The list of users is incomplete."
        : "The list of users is incomplete: " + first(reasons);
  }

  /** Why nothing is known of the account's users, in one text. */
  public String reasonNotRead() {
    return first(failures);
  }

  /** Each of thousands of users may be a reason, and a cell of a table has a limited length. */
  private static String first(List<String> reasons) {
    String named = String.join("; ", reasons.subList(0, Math.min(reasons.size(), MOST_REASONS)));
    return reasons.size() <= MOST_REASONS
        ? named
        : String.format(Locale.ROOT, "%s; %,d more", named, reasons.size() - MOST_REASONS);
  }

  /** How many users have a result. */
  public int count(Result result) {
    return (int)
        users.stream().filter(user -> user.result() == result && !user.isOfDeletedUser()).count();
  }

  /** How many users are known. */
  public int userCount() {
    return users.size() - deletedUserCount();
  }

  /** How many stored results are of users that the account no longer has. */
  public int deletedUserCount() {
    return (int) users.stream().filter(UserResult::isOfDeletedUser).count();
  }
}
