package initialkeys.iam;

import initialkeys.decision.IamUser;
import initialkeys.decision.UserIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.User;

/**
 * The users of the account as iam:ListUsers returns them; the root user is not among them.
 *
 * @param users those that could be read, in IAM's order, with no fact but their identity
 * @param unreadable why others could not be read; empty for a complete roster
 */
public record Roster(List<IamUser> users, List<IamReadException> unreadable) {

  /** The most that IAM accepts (F18); it may return fewer on a page. */
  private static final ListUsersRequest LARGEST_PAGES =
      ListUsersRequest.builder().maxItems(1000).build();

  public Roster {
    users = List.copyOf(users);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Reads every page. It ends at a page that fails, and when there is no time for another one. A
   * malformed user is left out.
   *
   * @param isLate whether no further page must be requested
   */
  public static Roster read(IamClient iam, BooleanSupplier isLate) {
    List<IamUser> users = new ArrayList<>();
    List<IamReadException> unreadable = new ArrayList<>();
    PaginationGuard pages = new PaginationGuard();
    try {
      requireTime(isLate);
      for (ListUsersResponse page : iam.listUsersPaginator(LARGEST_PAGES)) {
        pages.require(page, page.hasUsers(), page.isTruncated(), page.marker());
        page.users().forEach(user -> add(user, users, unreadable));
        if (Boolean.TRUE.equals(page.isTruncated())) requireTime(isLate);
      }
    } catch (RuntimeException failed) {
      unreadable.add(failure("the users after the first %s".formatted(users.size()), failed));
    }
    return new Roster(distinct(users), unreadable);
  }

  private static void add(User user, List<IamUser> users, List<IamReadException> unreadable) {
    try {
      users.add(IamUser.listed(identityOf(user)));
    } catch (IllegalArgumentException malformed) {
      unreadable.add(failure("user %s (%s)".formatted(user.userName(), user.userId()), malformed));
    }
  }

  private static void requireTime(BooleanSupplier isLate) {
    if (isLate.getAsBoolean())
      throw new IllegalStateException("the invocation was about to time out");
  }

  /** A user that is renamed while the pages are read can be on two of them; the later counts. */
  private static List<IamUser> distinct(List<IamUser> users) {
    Map<String, IamUser> byId = new LinkedHashMap<>();
    users.forEach(user -> byId.put(user.identity().id(), user));
    return List.copyOf(byId.values());
  }

  /**
   * Finds the user that has an id, whatever its current name.
   *
   * @throws IamReadException when it is not among the users that could be read, and some could not
   */
  static Optional<IamUser> find(IamClient iam, BooleanSupplier isLate, String id) {
    // A user that is renamed while the pages are read can be on none of them: read them twice.
    return findOnce(iam, isLate, id).or(() -> findOnce(iam, isLate, id));
  }

  private static Optional<IamUser> findOnce(IamClient iam, BooleanSupplier isLate, String id) {
    Roster roster = read(iam, isLate);
    Optional<IamUser> found =
        roster.users.stream().filter(user -> user.identity().id().equals(id)).findFirst();
    if (found.isEmpty() && !roster.isComplete()) throw roster.unreadable.getFirst();
    return found;
  }

  /** Whether it contains every user of the account, so that any other id is of no user. */
  public boolean isComplete() {
    return unreadable.isEmpty();
  }

  /** The ids of the users that could be read. */
  public Set<String> ids() {
    return users.stream().map(user -> user.identity().id()).collect(Collectors.toUnmodifiableSet());
  }

  static UserIdentity identityOf(User user) {
    return new UserIdentity(user.userId(), user.userName(), user.path(), user.createDate());
  }

  private static IamReadException failure(String subject, RuntimeException cause) {
    return new IamReadException("ListUsers", subject, cause.getMessage(), cause);
  }
}
