package initialkeys.cli.preview;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.cli.aws.AwsFailure;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.Organization.Member;
import initialkeys.cli.preview.PreviewedAccount.Origin;
import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.PreviewResult.UnreadAccount;
import initialkeys.cli.terminal.Progress;
import initialkeys.decision.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Gatherers;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The preview of every account of an Organization. The caller's own account is read with the
 * caller's credentials, any other with those of a role in it.
 */
public final class OrganizationPreview {

  /** Most of the time is spent waiting for credential reports; IAM throttles each account alone. */
  private static final int MAX_CONCURRENT_ACCOUNTS = 4;

  private final Caller caller;
  private final PreviewedAccount own;
  private final String roleName;
  private final Set<String> excluded;

  /**
   * @param own the caller's account, with the rule parameters for all accounts
   * @param roleName the role that is assumed in each other account
   * @param excluded the ids of accounts that are not read
   */
  public OrganizationPreview(
      Caller caller, PreviewedAccount own, String roleName, Set<String> excluded) {
    this.caller = caller;
    this.own = own;
    this.roleName = roleName;
    this.excluded = excluded;
  }

  /** What is known of an account in the end. */
  private sealed interface Outcome {
    record Read(AccountResult result) implements Outcome {}

    record Unread(UnreadAccount account) implements Outcome {}
  }

  /**
   * Evaluates every user of every account. An account that cannot be read costs no other account
   * its results.
   *
   * @throws SdkException when the accounts cannot be listed
   * @throws AwsAccessException when their list is not complete
   * @throws InvalidInputException when an excluded account is not one of the Organization
   */
  public PreviewResult evaluate(Progress progress) {
    progress.state("Listing the accounts of the Organization");
    List<Member> members = caller.organization().members(own.accountId());
    requireMembers(members);
    Set<Progress> working = ConcurrentHashMap.newKeySet();
    AtomicInteger done = new AtomicInteger();
    progress.state(() -> state(done.get(), members.size(), working));
    List<AccountResult> read = new ArrayList<>();
    List<UnreadAccount> unread = new ArrayList<>();
    members.stream()
        .gather(
            Gatherers.mapConcurrent(MAX_CONCURRENT_ACCOUNTS, member -> evaluate(member, working)))
        .forEach(
            outcome -> {
              switch (outcome) {
                case Outcome.Read(AccountResult result) -> read.add(result);
                case Outcome.Unread(UnreadAccount account) -> unread.add(account);
              }
              done.incrementAndGet();
            });
    return new PreviewResult(true, own.basis(), read, unread);
  }

  /** Most of the time accounts wait for IAM. */
  private static String state(int done, int all, Set<Progress> working) {
    long waiting = working.stream().filter(it -> it.stated().equals(ObservedIam.WAITING)).count();
    String counted = Progress.counted(done, all, "accounts done") + usersOf(working);
    return waiting == 0
        ? counted
        : "%s, %s waiting for IAM's credential report".formatted(counted, waiting);
  }

  /** A large account takes long: its users are counted while it is read. */
  private static String usersOf(Set<Progress> working) {
    List<Progress.Count> counts =
        working.stream()
            .flatMap(account -> account.counted().stream())
            .filter(count -> count.unit().equals(ObservedIam.USERS_DONE))
            .toList();
    long users = counts.stream().mapToLong(Progress.Count::all).sum();
    long done = counts.stream().mapToLong(Progress.Count::done).sum();
    return users == 0 ? "" : ", " + Progress.counted(done, users, "users of the others");
  }

  /** A misspelt id would exclude nothing. */
  private void requireMembers(List<Member> members) {
    for (String id : excluded) {
      if (members.stream().noneMatch(member -> member.id().equals(id))) {
        throw new InvalidInputException(
            "--exclude-account", id, "the id of an account of the Organization");
      }
    }
  }

  private Outcome evaluate(Member member, Set<Progress> working) {
    if (excluded.contains(member.id())) {
      return new Outcome.Unread(
          new UnreadAccount(member.id(), member.name(), "Excluded with --exclude-account.", true));
    }
    if (!member.isActive()) return unread(member, "The account is not active.");
    Progress progress = Progress.none();
    working.add(progress);
    try {
      AccountResult result = account(member).evaluate(progress);
      return result.isRead() ? new Outcome.Read(result) : unread(member, result.reasonNotRead());
    } catch (AwsAccessException denied) {
      return unread(member, denied.getMessage());
    } catch (SdkException failed) {
      return unread(member, new AwsFailure(failed).message());
    } finally {
      working.remove(progress);
    }
  }

  private PreviewedAccount account(Member member) {
    if (own.isOf(member.id())) return own;
    IamClient iam =
        caller
            .organization()
            .iam("arn:%s:iam::%s:role/%s".formatted(caller.partition(), member.id(), roleName));
    return own.of(member.id(), iam, new Origin.OfAws(Thread::sleep));
  }

  private static Outcome unread(Member member, String reason) {
    return new Outcome.Unread(new UnreadAccount(member.id(), member.name(), reason, false));
  }
}
