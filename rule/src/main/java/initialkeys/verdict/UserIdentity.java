package initialkeys.verdict;

import java.time.Instant;
import java.util.Objects;

/**
 * Who a user is. The id is given to one user for ever; name and path may change, and a name may
 * pass on to another user.
 *
 * @param id the unique id, AIDA…
 * @param name the user name, never blank: IAM answers a call without a name for the caller
 * @param path the IAM path, from "/" to "/a/b/"
 * @param created when the user was made, to the second
 */
public record UserIdentity(String id, String name, String path, Instant created) {

  public UserIdentity {
    requireText("id", id);
    requireText("name", name);
    requireText("path", path);
    Objects.requireNonNull(created, "IAM gave no creation time for user %s".formatted(name));
  }

  private static void requireText(String field, String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("IAM gave a user without %s".formatted(field));
    }
  }

  /** How people and logs name the user. */
  @Override
  public String toString() {
    return "%s (%s)".formatted(name, id);
  }
}
