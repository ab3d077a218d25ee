package initialkeys.cli.preview.result;

import java.util.List;
import java.util.stream.Stream;

/**
 * The results that the rule would give for one account, or for those of an Organization.
 *
 * @param isOrganization whether the accounts are those of an Organization
 * @param basis the time and the rule parameters, which are the same for every account
 * @param accounts those that could be read
 * @param unreadAccounts those that could not, and those that were excluded; they are never counted
 *     as clean
 */
public record PreviewResult(
    boolean isOrganization,
    Basis basis,
    List<AccountResult> accounts,
    List<UnreadAccount> unreadAccounts) {

  /**
   * An account that was not read.
   *
   * @param name the account's name in the Organization
   * @param isExcluded whether the caller has excluded it; otherwise it could not be read
   */
  public record UnreadAccount(String accountId, String name, String reason, boolean isExcluded) {}

  public PreviewResult {
    accounts = List.copyOf(accounts);
    unreadAccounts = List.copyOf(unreadAccounts);
  }

  /** The result of one account. */
  public static PreviewResult of(AccountResult account) {
    return new PreviewResult(false, account.basis(), List.of(account), List.of());
  }

  /** How many accounts could not be read. */
  public long unreadCount() {
    return unreadAccounts.stream().filter(account -> !account.isExcluded()).count();
  }

  /** How many accounts the caller has excluded. */
  public long excludedCount() {
    return unreadAccounts.size() - unreadCount();
  }

  /** Whether there is a verdict on every user of every account that was not excluded. */
  public boolean isComplete() {
    return unreadCount() == 0 && accounts.stream().allMatch(AccountResult::isComplete);
  }

  /** Whether nothing is known of the users of any account that was not excluded. */
  public boolean isNothingRead() {
    return !isComplete() && accounts.stream().noneMatch(AccountResult::isRead);
  }

  /** How many users of all accounts have a result. */
  public int count(Result result) {
    return accounts.stream().mapToInt(account -> account.count(result)).sum();
  }

  /** How many users of all accounts are known. */
  public int userCount() {
    return accounts.stream().mapToInt(AccountResult::userCount).sum();
  }

  /** How many stored results are of users that no longer exist. */
  public int deletedUserCount() {
    return accounts.stream().mapToInt(AccountResult::deletedUserCount).sum();
  }

  /** Why accounts and users could not be read, one line each. */
  public Stream<String> failures() {
    return Stream.concat(
        unreadAccounts.stream()
            .filter(it -> !it.isExcluded())
            .map(it -> "account %s (%s): %s".formatted(it.accountId(), it.name(), it.reason())),
        accounts.stream()
            .flatMap(
                account ->
                    account.failures().stream()
                        .map(
                            failure ->
                                isOrganization
                                    ? "account %s: %s".formatted(account.accountId(), failure)
                                    : failure)));
  }
}
