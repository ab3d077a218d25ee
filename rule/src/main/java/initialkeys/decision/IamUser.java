package initialkeys.decision;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One IAM user and what is known of it so far. Each fact may be unknown.
 *
 * @param identity who the user is
 * @param presence whether the name is still the user's
 * @param keys every access key that can have been made within the creation window, others perhaps;
 *     empty when not known
 * @param password whether the user can sign in to the console (F24)
 */
public record IamUser(
    UserIdentity identity, Presence presence, Optional<List<AccessKey>> keys, TriState password) {

  /** Whether the user is there, and the name that its facts were asked under is still its own. */
  public enum Presence {
    /** IAM named the user before its facts were asked. */
    LISTED,
    /** IAM gave this id for the name after its facts were asked too. */
    CONFIRMED,
    /** No user has this id any more. */
    GONE
  }

  public IamUser {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(presence, "presence");
    Objects.requireNonNull(password, "password");
    keys = keys.map(List::copyOf);
  }

  /** A user that IAM has just named, with no other fact known. */
  public static IamUser listed(UserIdentity identity) {
    return new IamUser(identity, Presence.LISTED, Optional.empty(), TriState.UNKNOWN);
  }

  public IamUser withPresence(Presence known) {
    return new IamUser(identity, known, keys, password);
  }

  public IamUser withKeys(List<AccessKey> known) {
    return new IamUser(identity, presence, Optional.of(known), password);
  }

  public IamUser withPassword(TriState known) {
    return new IamUser(identity, presence, keys, known);
  }

  /** The same user, knowing of one of its keys whether it has been used. */
  public IamUser withKeyUsed(AccessKey key, TriState used) {
    return new IamUser(
        identity,
        presence,
        keys.map(all -> all.stream().map(k -> k.equals(key) ? k.withUsed(used) : k).toList()),
        password);
  }
}
