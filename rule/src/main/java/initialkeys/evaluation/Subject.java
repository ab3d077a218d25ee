package initialkeys.evaluation;

import initialkeys.decision.IamUser;
import java.util.Optional;

/**
 * The resource that an outcome is about.
 *
 * @param user the user and the facts that were read; empty when nothing was read, because the
 *     resource is deleted or is not an IAM user, or because reading failed
 */
public record Subject(Resource resource, Optional<IamUser> user) {

  /** A resource of which nothing was read. */
  public static Subject of(Resource resource) {
    return new Subject(resource, Optional.empty());
  }

  /** A user with the facts that were read. */
  public static Subject of(IamUser user) {
    return new Subject(Resource.user(user.identity().id()), Optional.of(user));
  }
}
