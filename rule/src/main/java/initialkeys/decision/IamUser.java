package initialkeys.decision;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One IAM user with the facts that are known so far. Each fact may be unknown.
 *
 * @param identity who the user is
 * @param presence whether the name still belongs to the user
 * @param keys every access key that can have been created within the creation window, perhaps
 *     others too; empty when they are not known
 * @param password whether the user can sign in to the console (F24)
 */
public record IamUser(
    UserIdentity identity, Presence presence, Optional<List<AccessKey>> keys, TriState password) {

  /** Whether the user exists, and the name under which its facts were read still belongs to it. */
  public enum Presence {
    /** IAM listed the user before its facts were read. */
    LISTED,
    /** IAM returned this id for the name after its facts were read, too. */
    CONFIRMED,
    /** No user has this id any more. */
    DELETED
  }

  public IamUser {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(presence, "presence");
    Objects.requireNonNull(password, "password");
    keys = keys.map(List::copyOf);
  }

  /** A user that IAM has just listed, with no other fact. */
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

  /** The same user with the known use of one of its keys. */
  public IamUser withKeyUsed(AccessKey key, TriState used) {
    return new IamUser(
        identity,
        presence,
        keys.map(all -> all.stream().map(k -> k.equals(key) ? k.withUsed(used) : k).toList()),
        password);
  }
}
