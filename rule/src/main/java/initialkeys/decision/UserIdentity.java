package initialkeys.decision;

import java.time.Instant;

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
    require("id", id != null && !id.isBlank());
    require("name", name != null && !name.isBlank());
    require("path", path != null);
    require("creation time", created != null);
  }

  private static void require(String field, boolean isThere) {
    if (!isThere) throw new IllegalArgumentException("IAM gave a user without " + field);
  }

  /** How people and logs name the user. */
  @Override
  public String toString() {
    return "%s (%s)".formatted(name, id);
  }
}
