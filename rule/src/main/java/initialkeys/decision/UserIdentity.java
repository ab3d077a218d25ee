package initialkeys.decision;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Who a user is. The unique id belongs to one user for ever; name and path may change, and another
 * user may get the name later.
 *
 * @param id the unique id, AIDA…
 * @param name the user name, never blank: IAM would take a call without a name for the caller's own
 * @param path the IAM path, from "/" to "/a/b/"
 * @param created when the user was created, to the second
 */
public record UserIdentity(String id, String name, String path, Instant created) {

  /** Describes the ids that {@link #isUserId} accepts. */
  public static final String ID_FORMAT = "the unique id of an IAM user, AIDA…";

  /** IAM's prefix for the unique ids of users; AWS does not promise the fourth letter. */
  public static final String ID_PATTERN = "AID[A-Z0-9]{13,125}";

  private static final Pattern ID = Pattern.compile(ID_PATTERN);

  /**
   * @throws IllegalArgumentException naming the component that IAM did not return, or that is
   *     malformed
   */
  public UserIdentity {
    require("id", id != null && isUserId(id));
    require("name", name != null && !name.isBlank());
    require("path", path != null);
    require("creation time", created != null);
  }

  /** Whether this is the unique id of a user, and not a name or the id of another resource. */
  public static boolean isUserId(String id) {
    return ID.matcher(id).matches();
  }

  private static void require(String component, boolean isValid) {
    if (!isValid) {
      throw new IllegalArgumentException(
          "IAM returned a user without a valid %s".formatted(component));
    }
  }

  /** How messages and logs name the user. */
  @Override
  public String toString() {
    return "%s (%s)".formatted(name, id);
  }
}
