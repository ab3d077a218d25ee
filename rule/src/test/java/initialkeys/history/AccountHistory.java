package initialkeys.history;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.UserBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** An account that changes at random as time passes. */
final class AccountHistory {

  private static final List<String> NAMES = List.of("ann", "bo", "cy", "di", "smith,john", "eve");
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(40),
          Duration.ofMinutes(2),
          Duration.ofMinutes(7),
          Duration.ofMinutes(11),
          Duration.ofHours(30));

  private final Random random;
  private final Map<String, User> byName = new LinkedHashMap<>();
  private final List<User> deleted = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-15T12:00:00Z");
  private int created;

  AccountHistory(Random random) {
    this.random = random;
  }

  List<User> users() {
    return List.copyOf(byName.values());
  }

  Instant now() {
    return now;
  }

  /** Every user that was deleted, in order. */
  List<User> deleted() {
    return List.copyOf(deleted);
  }

  /** Lets time pass without a change. */
  void pass(Duration time) {
    now = now.plus(time);
  }

  /** The changes after a time that a credential report of that time does not contain. */
  List<String> changesSince(Instant time) {
    List<String> changes = new ArrayList<>();
    for (User user : byName.values()) {
      if (user.created().isAfter(time)) {
        changes.add("a user created after the credential report");
        if (deleted.stream().anyMatch(it -> it.name().equals(user.name()))) {
          changes.add("a user recreated under its name after the credential report");
        }
      }
      for (Account.Key key : user.keys()) {
        Duration afterUser = Duration.between(user.created(), key.created());
        if (key.created().isAfter(time) && afterUser.toMinutes() < 5) {
          changes.add("a key created within five minutes of its user, after the credential report");
          if (user.created().isBefore(time)) {
            changes.add(
                "a key created within five minutes of its user, with the credential report"
                    + " between them");
          }
        }
        if (key.lastUsed() != null && key.lastUsed().isAfter(time)) {
          changes.add("a key used after the credential report");
        }
      }
    }
    return changes.stream().distinct().toList();
  }

  void play(int changes) {
    for (int i = 0; i < changes; i++) {
      now = now.plus(STEPS.get(random.nextInt(STEPS.size())));
      String name = NAMES.get(random.nextInt(NAMES.size()));
      User user = byName.get(name);
      if (user == null) add(name);
      else change(user);
    }
  }

  /** Adds or recreates a user created at most minutes ago, with or without a key. */
  String addRecentUser() {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    if (byName.containsKey(name)) deleted.add(byName.remove(name));
    add(name);
    now = now.plusSeconds(random.nextInt(400));
    return name;
  }

  /** Adds a key to a user, seconds or minutes later. */
  void addKeySoon(String name) {
    now = now.plusSeconds(1 + random.nextInt(400));
    addKey(byName.get(name));
  }

  private void add(String name) {
    String id = String.format(Locale.ROOT, "AIDA%016d", created++);
    byName.put(
        name, UserBuilder.named(name).id(id).created(now).password(random.nextBoolean()).build());
    if (random.nextBoolean()) {
      now = now.plusSeconds(random.nextInt(90));
      addKey(byName.get(name));
    }
  }

  private void change(User user) {
    switch (random.nextInt(8)) {
      case 0 -> deleted.add(byName.remove(user.name()));
      case 1, 2 -> addKey(user);
      case 3, 4 ->
          changeSomeKeys(user, key -> new Account.Key(key.id(), key.created(), key.status(), now));
      case 5 -> removeKey(user);
      case 6 -> changeSomeKeys(user, key -> withOtherStatus(key));
      default -> put(user, !user.password(), user.keys());
    }
  }

  private static Account.Key withOtherStatus(Account.Key key) {
    String status = key.status().equals("Active") ? "Inactive" : "Active";
    return new Account.Key(key.id(), key.created(), status, key.lastUsed());
  }

  private void addKey(User user) {
    if (user.keys().size() > 2) return;
    List<Account.Key> keys = new ArrayList<>(user.keys());
    keys.add(
        new Account.Key(String.format(Locale.ROOT, "AKIA%016d", created++), now, "Active", null));
    put(user, user.password(), keys);
  }

  private void removeKey(User user) {
    if (user.keys().isEmpty()) return;
    List<Account.Key> keys = new ArrayList<>(user.keys());
    keys.remove(random.nextInt(keys.size()));
    put(user, user.password(), keys);
  }

  private void changeSomeKeys(User user, UnaryOperator<Account.Key> change) {
    List<Account.Key> keys = new ArrayList<>(user.keys());
    keys.replaceAll(key -> random.nextBoolean() ? change.apply(key) : key);
    put(user, user.password(), keys);
  }

  private void put(User user, boolean password, List<Account.Key> keys) {
    byName.put(user.name(), UserBuilder.copy(user).password(password).keys(keys).build());
  }
}
