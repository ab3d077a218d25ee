package initialkeys.cli.prove.user;

import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A user that shows one line of the decision table, or a variant of one. Every user has a console
 * password at first. Where the same result could be left over from before there was a key, the user
 * is NON_COMPLIANT first, and a change makes it what the line says.
 */
public enum ProofCase {
  NO_KEY("has no access key", "no-key", Key.NONE, Change.NONE),
  LATER_KEY(
      "has only keys created after the creation window",
      "later-key",
      Key.ACTIVE,
      Change.REPLACE_KEY),
  USED_KEY(
      "has a key created within the window, and it has been used",
      "used-key",
      Key.ACTIVE,
      Change.USE_KEY),
  NO_PASSWORD(
      "has a key created within the window, never used, and no console password",
      "no-password",
      Key.ACTIVE,
      Change.DELETE_PASSWORD),
  UNUSED_KEY(
      "has a key created within the window, never used, and a console password",
      "unused-key",
      Key.ACTIVE,
      Change.NONE),
  INACTIVE_KEY("the same, and the key is Inactive", "inactive-key", Key.INACTIVE, Change.NONE),
  COMMA("the same, and the user's name has a comma", "comma,name", Key.ACTIVE, Change.NONE),
  EXEMPT("is exempt", "exempt", Key.ACTIVE, Change.NONE),
  DELETED("is deleted", "deleted", Key.NONE, Change.DELETE_USER);

  /** The key that is created with the user. */
  public enum Key {
    NONE,
    ACTIVE,
    INACTIVE
  }

  /** What is changed once AWS Config has the first result. */
  public enum Change {
    NONE,
    /** A key is created after the window, and the one within it is deleted. */
    REPLACE_KEY,
    USE_KEY,
    DELETE_PASSWORD,
    DELETE_USER
  }

  private final String line;
  private final String suffix;
  private final Key key;
  private final Change change;

  ProofCase(String line, String suffix, Key key, Change change) {
    this.line = line;
    this.suffix = suffix;
    this.key = key;
    this.change = change;
  }

  /** The user's case, as the decision table describes it. */
  public String line() {
    return line;
  }

  /** What its name ends with. */
  String suffix() {
    return suffix;
  }

  /** The key that is created with the user. */
  public Key key() {
    return key;
  }

  /** What is changed once AWS Config has the first result. */
  public Change change() {
    return change;
  }

  /** The user before it has a key. */
  public static IamUser withoutKey(UserIdentity identity) {
    return new IamUser(identity, Presence.CONFIRMED, Optional.of(List.of()), TriState.YES);
  }

  /** The user once it is created. */
  public IamUser created(UserIdentity identity, String keyId, Duration afterUser) {
    IamUser user = withoutKey(identity);
    return switch (key) {
      case NONE -> user;
      case ACTIVE -> user.withKeys(List.of(key(identity, keyId, afterUser, Status.ACTIVE)));
      case INACTIVE -> user.withKeys(List.of(key(identity, keyId, afterUser, Status.INACTIVE)));
    };
  }

  /** The user after the change. */
  public IamUser changed(IamUser created, Duration creationWindow) {
    return switch (change) {
      case NONE -> created;
      case REPLACE_KEY ->
          created.withKeys(
              List.of(
                  key(
                      created.identity(),
                      "AKIALATER",
                      creationWindow.plusMinutes(1),
                      Status.ACTIVE)));
      case USE_KEY -> created.withKeyUsed(created.keys().orElseThrow().getFirst(), TriState.YES);
      case DELETE_PASSWORD -> created.withPassword(TriState.NO);
      case DELETE_USER -> created.withPresence(Presence.DELETED);
    };
  }

  private static AccessKey key(
      UserIdentity identity, String id, Duration afterUser, Status status) {
    return new AccessKey(id, status, Optional.of(identity.created().plus(afterUser)), TriState.NO);
  }
}
