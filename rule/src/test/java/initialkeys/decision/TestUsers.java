package initialkeys.decision;

import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser.Presence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users, keys and parameters that the tests of this package share. */
final class TestUsers {

  static final Instant USER_CREATED = Instant.parse("2025-02-03T08:30:00Z");
  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  static final UserIdentity IDENTITY =
      new UserIdentity("AIDABO00000000000000", "bo", "/", USER_CREATED);

  private TestUsers() {}

  static DecisionParameters parameters(String... namesAndValues) {
    return switch (namesAndValues.length) {
      case 0 -> RuleParameters.parse(Map.of()).decision();
      case 2 -> RuleParameters.parse(Map.of(namesAndValues[0], namesAndValues[1])).decision();
      default -> throw new IllegalArgumentException("a name and a value");
    };
  }

  static AccessKey key(String id, long secondsAfterUser, TriState used) {
    return key(id, USER_CREATED.plusSeconds(secondsAfterUser), used);
  }

  static AccessKey key(String id, Instant created, TriState used) {
    return new AccessKey(id, Status.ACTIVE, Optional.of(created), used);
  }

  static IamUser user(TriState password, AccessKey... keys) {
    return new IamUser(IDENTITY, Presence.LISTED, Optional.of(List.of(keys)), password);
  }
}
