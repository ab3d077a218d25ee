package initialkeys.simulation.account;

import initialkeys.simulation.account.Account.Expected;
import initialkeys.simulation.account.Account.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Builds users of a simulated account. Unless stated otherwise, a user is a year old, has a console
 * password and no access key, and its id follows from its name.
 */
public final class UserBuilder {

  public static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");

  private final List<Account.Key> keys = new ArrayList<>();
  private String name;
  private String id;
  private String path = "/";
  private Instant created = CREATED;
  private boolean hasPassword = true;

  private UserBuilder(String name) {
    this.name = name;
    this.id = idOf(name);
  }

  public static UserBuilder named(String name) {
    return new UserBuilder(name);
  }

  /** Starts from an existing user, for example to rename or to recreate it. */
  public static UserBuilder copy(User user) {
    return new UserBuilder(user.name())
        .id(user.id())
        .path(user.path())
        .created(user.created())
        .password(user.password())
        .keys(user.keys());
  }

  /** A user with a password whose only key was created with it and never used: NON_COMPLIANT. */
  public static User withUnusedKey(String name) {
    return named(name).keys(List.of(key(name, CREATED, null))).build();
  }

  /** A user with a password and no key: COMPLIANT. */
  public static User withoutKeys(String name) {
    return named(name).build();
  }

  /** The id of a user of this name, unless it is given another one. */
  public static String idOf(String userName) {
    return "AIDA" + userName.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "") + "000000000000";
  }

  /**
   * An active key.
   *
   * @param suffix what follows AKIA in its id
   * @param lastUsed null when the key was never used
   */
  public static Account.Key key(String suffix, Instant created, Instant lastUsed) {
    return new Account.Key("AKIA" + suffix.toUpperCase(Locale.ROOT), created, "Active", lastUsed);
  }

  public UserBuilder name(String other) {
    name = other;
    return this;
  }

  public UserBuilder id(String other) {
    id = other;
    return this;
  }

  public UserBuilder path(String other) {
    path = other;
    return this;
  }

  public UserBuilder created(Instant time) {
    created = time;
    return this;
  }

  public UserBuilder password(boolean isThere) {
    hasPassword = isThere;
    return this;
  }

  public UserBuilder keys(Account.Key... all) {
    return keys(List.of(all));
  }

  public UserBuilder keys(List<Account.Key> all) {
    keys.clear();
    keys.addAll(all);
    return this;
  }

  public User build() {
    return new User(name, id, path, created, hasPassword, keys, new Expected("-", "-"));
  }
}
