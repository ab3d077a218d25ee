package initialkeys.simulation.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One file of {@code test-fixtures/accounts}; the README there describes each field.
 *
 * @param about what the account shows, as a sentence
 * @param now the time of the schedule event
 * @param parameters the rule parameters
 * @param stored the results that AWS Config stores from earlier runs
 * @param cleared the ids in {@code stored} that must become NOT_APPLICABLE
 */
public record Account(
    String about,
    String accountId,
    Instant now,
    Map<String, String> parameters,
    List<User> users,
    List<Stored> stored,
    List<String> cleared) {

  /**
   * A user with its facts.
   *
   * @param expected the result that the rule must give it; null in a file that is only previewed
   */
  public record User(
      String name,
      String id,
      String path,
      Instant created,
      boolean password,
      List<Key> keys,
      Expected expected) {

    public User {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(created, "created");
      path = Objects.requireNonNullElse(path, "/");
      // A user without a key is COMPLIANT, so a forgotten list must not mean that there is none.
      keys = List.copyOf(Objects.requireNonNull(keys, "keys"));
    }
  }

  /** An access key; {@code lastUsed} is absent when it was never used. */
  public record Key(String id, Instant created, String status, Instant lastUsed) {
    public Key {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(created, "created");
      status = Objects.requireNonNullElse(status, "Active");
    }
  }

  /** The expected compliance type and complete annotation. */
  public record Expected(String compliance, String annotation) {
    public Expected {
      Objects.requireNonNull(compliance, "compliance");
      Objects.requireNonNull(annotation, "annotation");
    }
  }

  /**
   * A result that AWS Config stores.
   *
   * @param recorded when AWS Config recorded it; null when it does not say
   */
  public record Stored(String id, String compliance, String annotation, Instant recorded) {

    /** A result of which AWS Config does not say when it was recorded. */
    public Stored(String id, String compliance, String annotation) {
      this(id, compliance, annotation, null);
    }

    public Stored {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(compliance, "compliance");
    }
  }

  public Account {
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(accountId, "accountId");
    Objects.requireNonNull(now, "now");
    parameters = Map.copyOf(Objects.requireNonNullElse(parameters, Map.of()));
    users = List.copyOf(Objects.requireNonNull(users, "users"));
    stored = List.copyOf(Objects.requireNonNullElse(stored, List.of()));
    cleared = List.copyOf(Objects.requireNonNullElse(cleared, List.of()));
  }
}
