package initialkeys.lambda;

import initialkeys.simulation.Account;
import initialkeys.simulation.Account.Expected;
import initialkeys.simulation.Account.Stored;
import initialkeys.simulation.Account.User;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.IamException;

/** Users, events and stored results for invocations over the in-memory IAM and AWS Config. */
final class InMemoryRuns {

  private InMemoryRuns() {}

  static final String ACCOUNT = "123456789012";

  static final Instant NOW = Instant.parse("2026-01-15T12:00:00.123Z");

  static final Instant LONG_AGO = Instant.parse("2025-02-03T08:30:00Z");

  static final Instant JUST_NOW = Instant.parse("2026-01-15T11:58:00Z");

  static final Instant LATER = Instant.parse("2025-06-01T00:00:00Z");

  static User user(String name, Instant created, boolean password, Account.Key... keys) {
    return new User(name, id(name), "/", created, password, List.of(keys), new Expected("-", "-"));
  }

  static User guilty(String name) {
    return user(name, LONG_AGO, true, key(name, LONG_AGO, null));
  }

  static User clean(String name) {
    return user(name, LONG_AGO, true);
  }

  static Account.Key key(String of, Instant created, Instant lastUsed) {
    return new Account.Key("AKIA" + of, created, "Active", lastUsed);
  }

  static String id(String name) {
    return "AIDA" + name.toUpperCase(Locale.ROOT) + "000000000000";
  }

  static User reborn(User user, String newName, String newId) {
    return new User(
        newName, newId, "/", user.created(), user.password(), user.keys(), user.expected());
  }

  static String schedule() {
    return schedule(Map.of());
  }

  static String schedule(Map<String, String> parameters) {
    return Events.schedule(ACCOUNT, NOW, parameters, "the-s3cr3t-token");
  }

  static String change(String id, String name) {
    return Events.change(ACCOUNT, NOW, Map.of(), "the-s3cr3t-token", id, name);
  }

  static FakeConfig holdingNothing() {
    return new FakeConfig(List.of());
  }

  static FakeConfig holding(String... ids) {
    return new FakeConfig(
        Stream.of(ids).map(id -> new Stored(id, "COMPLIANT", "from earlier")).toList());
  }

  static List<String> said(FakeConfig config) {
    return config.evaluations().stream()
        .map(it -> it.complianceResourceId() + " " + it.complianceType())
        .toList();
  }

  static Supplier<Object> denied(String action) {
    return () -> {
      throw denial(action);
    };
  }

  static RuntimeException denial(String action) {
    return IamException.builder()
        .statusCode(403)
        .message("not authorized to perform: iam:" + action)
        .build();
  }
}
