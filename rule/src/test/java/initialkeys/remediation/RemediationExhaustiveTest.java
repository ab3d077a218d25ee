package initialkeys.remediation;

import static initialkeys.remediation.RemediationRun.GRACE;
import static initialkeys.remediation.RemediationRun.USER_CREATED;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.InitialKeyRule;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;

/**
 * Every user with up to two keys, each of any status, age and use, with and without a password,
 * under every combination of the parameters that the remediation accepts. And for one such user,
 * everything that can happen to it before each call.
 */
class RemediationExhaustiveTest {

  /** The key that is created with the user is exactly as old as the grace, the next is younger. */
  private static final Instant NOW = USER_CREATED.plus(GRACE);

  private static final List<Instant> TIMES =
      List.of(USER_CREATED, USER_CREATED.plusSeconds(1), USER_CREATED.plus(Duration.ofMinutes(6)));

  private static final List<Map<String, String>> PARAMETERS =
      List.of(
          Map.of(),
          Map.of("consolePasswordOnly", "false"),
          Map.of("activeKeysOnly", "true"),
          Map.of("gracePeriodHours", "24"),
          Map.of("creationWindowMinutes", "10", "consolePasswordOnly", "false"),
          Map.of("exemptUsers", "bo"));

  private static List<Account.User> users() {
    List<Account.User> users = new ArrayList<>();
    List<List<Account.Key>> keys = keyLists();
    for (boolean hasPassword : new boolean[] {true, false}) {
      keys.forEach(
          list -> users.add(UserBuilder.named("bo").password(hasPassword).keys(list).build()));
    }
    return users;
  }

  private static List<List<Account.Key>> keyLists() {
    List<List<Account.Key>> lists = new ArrayList<>();
    lists.add(List.of());
    List<Account.Key> first = keys("AKIAFIRST");
    first.forEach(key -> lists.add(List.of(key)));
    for (Account.Key second : keys("AKIASECOND")) {
      first.forEach(key -> lists.add(List.of(second, key)));
    }
    return lists;
  }

  private static List<Account.Key> keys(String id) {
    List<Account.Key> keys = new ArrayList<>();
    for (String status : List.of("Active", "Inactive", "Frozen")) {
      for (Instant created : TIMES) {
        keys.add(new Account.Key(id, created, status, null));
        keys.add(new Account.Key(id, created, status, created));
      }
    }
    return keys;
  }

  @Test
  void writtenKeysAreActiveFindingsPastGrace() {
    int written = 0;
    for (Map<String, String> parameters : PARAMETERS) {
      for (Account.User user : users()) {
        Set<String> expected = activeFindingsPastGrace(user, parameters);
        RemediationRun run = new RemediationRun(user).withParameters(parameters).at(NOW);

        RemediationResult result = run.of("bo");

        assertThat(writtenKeys(run.iam)).as("%s %s", parameters, user).isEqualTo(expected);
        assertThat(result.undoCommands()).hasSameSizeAs(expected);
        written += expected.size();
        RemediationRun dry = new RemediationRun(user).withParameters(parameters).at(NOW).dry();
        assertThat(wouldBeWritten(dry.of("bo"))).isEqualTo(expected);
        assertThat(dry.writes()).isEmpty();
      }
    }
    assertThat(written).isGreaterThan(100);
  }

  /** What the decision names when it knows everything, without the code under test. */
  private static Set<String> activeFindingsPastGrace(
      Account.User user, Map<String, String> parameters) {
    Map<String, Account.Key> byId =
        user.keys().stream().collect(Collectors.toMap(Account.Key::id, key -> key));
    return findings(user, parameters, NOW).stream()
        .map(byId::get)
        .filter(key -> key.status().equals("Active"))
        .filter(key -> !key.created().plus(GRACE).isAfter(NOW))
        .map(Account.Key::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> findings(
      Account.User user, Map<String, String> parameters, Instant now) {
    List<AccessKey> keys =
        user.keys().stream()
            .map(
                key ->
                    new AccessKey(
                        key.id(),
                        Status.of(key.status()),
                        Optional.of(key.created()),
                        TriState.of(key.lastUsed() != null)))
            .toList();
    IamUser known =
        new IamUser(
            new UserIdentity(user.id(), user.name(), user.path(), user.created()),
            Presence.CONFIRMED,
            Optional.of(keys),
            TriState.of(user.password()));
    return InitialKeyRule.evaluate(known, RuleParameters.parse(parameters).decision(), now)
            instanceof NonCompliant verdict
        ? verdict.findings().stream().map(Finding::keyId).collect(Collectors.toSet())
        : Set.of();
  }

  private static Set<String> writtenKeys(FakeIam iam) {
    return RemediationRun.writes(iam).stream()
        .map(call -> call.split(" ", -1)[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> wouldBeWritten(RemediationResult result) {
    return result.keys().stream()
        .filter(key -> key.ending() == KeyResult.Ending.WOULD_BE_DEACTIVATED)
        .map(KeyResult::keyId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What can happen to the user between two calls. */
  private enum Event {
    USED,
    PASSWORD_REMOVED,
    RENAMED,
    RENAMED_AND_NAME_TAKEN,
    KEY_DELETED,
    KEY_DEACTIVATED,
    DELETED,
    RECREATED,
    EXEMPTED;

    /**
     * @param status of the user's key
     */
    void happenTo(FakeIam iam, String status) {
      Account.Key key = new Account.Key("AKIABO", USER_CREATED, status, null);
      Account.User bo = UserBuilder.named("bo").keys(key).build();
      switch (this) {
        case USED ->
            iam.add(
                UserBuilder.copy(bo)
                    .keys(new Account.Key(key.id(), key.created(), key.status(), NOW))
                    .build());
        case PASSWORD_REMOVED -> iam.add(UserBuilder.copy(bo).password(false).build());
        case RENAMED -> rename(iam, bo);
        case RENAMED_AND_NAME_TAKEN -> {
          rename(iam, bo);
          iam.add(other());
        }
        case KEY_DELETED -> iam.add(UserBuilder.withoutKeys("bo"));
        case KEY_DEACTIVATED ->
            iam.add(
                UserBuilder.copy(bo)
                    .keys(new Account.Key(key.id(), key.created(), "Inactive", null))
                    .build());
        case DELETED -> iam.remove("bo");
        case RECREATED -> {
          iam.remove("bo");
          iam.add(other());
        }
        case EXEMPTED -> {} // It happens to the rule.
      }
    }

    private static void rename(FakeIam iam, Account.User bo) {
      iam.remove("bo");
      iam.add(UserBuilder.copy(bo).name("new").build());
    }

    /** Another user of the same name, with an initial key of its own. */
    private static Account.User other() {
      return UserBuilder.named("bo")
          .id("AIDAOTHER0000000000")
          .keys(UserBuilder.key("other", USER_CREATED, null))
          .build();
    }

    /** Whether a write after the event would be wrong, once the event can be seen. */
    boolean rulesOutWrite() {
      return switch (this) {
        case USED, PASSWORD_REMOVED, KEY_DELETED, KEY_DEACTIVATED, DELETED, RECREATED, EXEMPTED ->
            true;
        case RENAMED, RENAMED_AND_NAME_TAKEN -> false;
      };
    }
  }

  private static final String WRITE = "UpdateAccessKey bo AKIABO Inactive";

  private static final List<String> CALLS =
      List.of(
          "ListUsers",
          "ListAccessKeys bo",
          "GetLoginProfile bo",
          "GetAccessKeyLastUsed AKIABO",
          "GetUser bo",
          "ListAccessKeys bo",
          "GetLoginProfile bo",
          "GetAccessKeyLastUsed AKIABO",
          WRITE,
          "ListAccessKeys bo",
          "GetAccessKeyLastUsed AKIABO");

  @Test
  void eventBeforeAnyCallNeverHarms() {
    RemediationRun undisturbed = new RemediationRun(UserBuilder.withUnusedKey("bo")).at(NOW);
    undisturbed.of("bo");
    assertThat(undisturbed.iam.calls()).isEqualTo(CALLS);
    for (Event event : Event.values()) {
      for (int before = 1; before <= CALLS.size(); before++) {
        assertHarmless(event, before);
      }
    }
  }

  private static void assertHarmless(Event event, int before) {
    FakeIam iam = new FakeIam(List.of(UserBuilder.withUnusedKey("bo")));
    RemediationRun run = new RemediationRun(iam).at(NOW);
    iam.beforeEach(
        call -> {
          if (iam.calls().size() != before) return;
          if (event == Event.EXEMPTED) run.withParameters(Map.of("exemptUsers", "bo"));
          event.happenTo(iam, before > CALLS.indexOf(WRITE) + 1 ? "Inactive" : "Active");
        });
    String description = "%s before call %s".formatted(event, before);

    RemediationResult result = run.of("bo");

    List<String> writes = RemediationRun.writes(iam);
    assertThat(writtenKeys(iam)).as(description).isSubsetOf("AKIABO");
    assertThat(iam.calls().size()).as(description).isGreaterThanOrEqualTo(before);
    if (event.rulesOutWrite() && before <= lastReadOf(event)) {
      assertThat(writes).as(description).isEmpty();
    }
    assertThat(statusOf(iam, "AKIAOTHER")).as(description).isNotEqualTo("Inactive");
    if (result.outcome() == RemediationOutcome.DEACTIVATED) {
      assertThat(statusOf(iam, "AKIABO")).as(description).isEqualTo("Inactive");
    }
    if (result.outcome() == RemediationOutcome.NOTHING_TO_DO) {
      assertThat(isStillFound(iam) && !writes.isEmpty()).as(description).isFalse();
      assertThat(event.rulesOutWrite()).as(description).isTrue();
    }
  }

  /** The number of the last call before the write that shows the event. */
  private static int lastReadOf(Event event) {
    return switch (event) {
      case USED, KEY_DELETED, DELETED, RECREATED -> 8;
      case PASSWORD_REMOVED -> 7;
      case KEY_DEACTIVATED -> 6;
      case EXEMPTED -> 5;
      case RENAMED, RENAMED_AND_NAME_TAKEN -> 0;
    };
  }

  private static boolean isStillFound(FakeIam iam) {
    return "Active".equals(statusOf(iam, "AKIABO"));
  }

  /** The status of a key of any user; "none" when no user has it. */
  private static String statusOf(FakeIam iam, String keyId) {
    return iam.listUsers(it -> it.maxItems(9)).users().stream()
        .flatMap(
            user ->
                iam
                    .listAccessKeys(it -> it.userName(user.userName()).maxItems(9))
                    .accessKeyMetadata()
                    .stream())
        .filter(key -> key.accessKeyId().equals(keyId))
        .map(AccessKeyMetadata::statusAsString)
        .findFirst()
        .orElse("none");
  }
}
