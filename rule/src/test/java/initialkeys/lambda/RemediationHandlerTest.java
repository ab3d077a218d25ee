package initialkeys.lambda;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.aws.AccountClients;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.process.InvocationContext;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleState;

class RemediationHandlerTest {

  private static final Instant NOW = UserBuilder.CREATED.plus(Duration.ofDays(300));
  private static final String BO = idOf("bo");
  private static final String REQUEST = "{\"userId\":\"%s\",\"executionId\":\"e-1\"}".formatted(BO);

  private final FakeIam iam = new FakeIam(List.of(withUnusedKey("bo"), withUnusedKey("al")));
  private final FakeConfig config = new FakeConfig(List.of()).withRule("rule", "{}");
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "RULE_NAME", "rule",
              "REMEDIATION_GRACE_HOURS", "24",
              "REMEDIATION_DRY_RUN", "false"));
  private final List<String> log = new ArrayList<>();
  private final List<String> accounts = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private boolean isRoleRejected;

  private String run(String input) {
    return run(input, 270_000);
  }

  private String run(String input, int remainingMillis) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      new RemediationHandler(
              (accountId, function) -> {
                accounts.add(accountId);
                if (isRoleRejected) throw new IllegalStateException("sts:AssumeRole rejected");
                return new AccountClients(iam, config);
              },
              environment,
              InstantSource.fixed(NOW),
              length -> {},
              log::add,
              ends::add)
          .handleRequest(
              Events.stream(input),
              output,
              new InvocationContext("request-1", () -> remainingMillis));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  private List<String> writes() {
    return iam.calls().stream().filter(call -> call.startsWith("UpdateAccessKey")).toList();
  }

  @Test
  void recordSaysEverything() {
    assertThat(run(REQUEST))
        .isEqualTo(
            "{\"outcome\":\"outcome:deactivated\","
                + "\"reason\":\"Each key that had to be set to Inactive is Inactive.\","
                + "\"requestId\":\"request-1\",\"userId\":\"%s\",\"executionId\":\"e-1\","
                    .formatted(BO)
                + "\"account\":\"123456789012\",\"userName\":\"bo\",\"keys\":[{\"keyId\":\"AKIABO\","
                + "\"before\":\"ACTIVE\",\"after\":\"INACTIVE\",\"ending\":\"DEACTIVATED\",\"reason\":\"The"
                + " key was never used, and is now Inactive.\"}],\"undo\":[\"aws iam"
                + " update-access-key --user-name=bo --access-key-id=AKIABO --status=Active\"]}");
  }

  @Test
  void logHasIntentEndingAndRecordInThisOrder() {
    String record = run(REQUEST);

    assertThat(log)
        .satisfiesExactly(
            intent -> assertThat(intent).contains("\"event\":\"INTENT\"", "\"isDryRun\":false"),
            ending -> assertThat(ending).contains("\"event\":\"KEY\"", "DEACTIVATED"),
            result ->
                assertThat(result)
                    .contains("\"Timestamp\":%s".formatted(NOW.toEpochMilli()))
                    .contains("\"RuleName\":\"rule\",\"KeysDeactivated\":1")
                    .endsWith("\"event\":\"RESULT\"," + record.substring(1)));
  }

  @Test
  void inputIsBelievedForTheUserIdAlone() {
    run(
        ("{\"userId\":\"%s\",\"accountId\":\"999999999999\",\"keyId\":\"AKIAAL\",\"force\":true,"
                + "\"userName\":\"al\",\"executionId\":7}")
            .formatted(BO));

    assertThat(writes()).containsExactly("UpdateAccessKey bo AKIABO Inactive");
    assertThat(accounts).containsExactly("123456789012");
    assertThat(log.getLast()).doesNotContain("executionId");
    run("{\"userId\":\"%s\",\"executionId\":\"not an id\"}".formatted(BO));
    assertThat(log.getLast()).doesNotContain("executionId");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"userId\":null}",
        "{\"userId\":7}",
        "{\"userId\":\"bo\"}",
        "{\"userId\":\"AKIABO0000000000000\"}",
        "{\"userId\":\"AIDABO000000000000 \"}",
        "{\"userId\":\"AIDABO000000000000\",\"userId\":\"AIDAAL000000000000\"}"
      })
  void malformedInputFailsWithoutCall(String input) {
    assertThat(run(input)).startsWith("{\"outcome\":\"outcome:failed\",\"reason\":\"");

    assertThat(accounts).isEmpty();
    assertThat(iam.calls()).isEmpty();
    assertThat(log).singleElement().asString().contains("\"FailedRemediations\":1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "{\"creationWindowMinutes\":\"0\"}",
        "{\"creationWindowMinutes\":5}",
        "{\"unknown\":\"5\"}",
        "{\"unusedKeysOnly\":\"false\"}"
      })
  void unreadableOrUnsafeParametersMeanFailureWithoutCall(String parameters) {
    config.withRule("rule", parameters);

    assertThat(run(REQUEST)).startsWith("{\"outcome\":\"outcome:failed\"");

    assertThat(iam.calls()).isEmpty();
  }

  @Test
  void ruleThatIsMissingOrBeingDeletedMeansFailure() {
    config.withRule("rule", null);
    assertThat(run(REQUEST)).contains("The rule's InputParameters is missing");
    config.withRule(
        ConfigRule.builder()
            .configRuleName("rule")
            .inputParameters("{}")
            .configRuleState(ConfigRuleState.DELETING)
            .build());
    assertThat(run(REQUEST)).contains("the rule is being deleted");
    environment.put("RULE_NAME", "another");
    assertThat(run(REQUEST)).contains("config:DescribeConfigRules for rule another: ");
    assertThat(iam.calls()).isEmpty();
  }

  @Test
  void currentParametersCount() {
    config.withRule("rule", "{\"exemptUsers\":\"bo\"}");

    assertThat(run(REQUEST)).contains("outcome:nothing-to-do", "The user is exempt.");

    assertThat(writes()).isEmpty();
  }

  @Test
  void dryRunChangesNothing() {
    environment.put("REMEDIATION_DRY_RUN", "true");

    assertThat(run(REQUEST)).contains("outcome:dry-run", "WOULD_BE_DEACTIVATED", "\"undo\":[]");

    assertThat(writes()).isEmpty();
    assertThat(log.getFirst()).contains("\"event\":\"INTENT\"", "\"isDryRun\":true");
    assertThat(log.getLast()).contains("\"KeysDeactivated\":0");
  }

  @Test
  void graceIsTheDeployments() {
    environment.put("REMEDIATION_GRACE_HOURS", "7201");
    assertThat(run(REQUEST)).contains("outcome:nothing-to-do", "younger than 7201 hours");
    environment.put("REMEDIATION_GRACE_HOURS", "7200");
    assertThat(run(REQUEST)).contains("outcome:deactivated");
  }

  @Test
  void missingEnvironmentIsRejected() {
    for (String name : List.of("RULE_NAME", "REMEDIATION_GRACE_HOURS", "REMEDIATION_DRY_RUN")) {
      String value = environment.remove(name);
      assertThatThrownBy(() -> run(REQUEST)).hasMessageContaining(name);
      environment.put(name, value);
    }
  }

  /** A path may have a colon, and messages of AWS may have the path: the outcome comes first. */
  @Test
  void outcomeOfRecordComesFirst() {
    iam.instead(
        "GetUser bo",
        () -> {
          throw new IllegalStateException("outcome:deactivated");
        });

    assertThat(run(REQUEST)).startsWith("{\"outcome\":\"outcome:failed\",\"reason\":\"iam:GetUser");
  }

  @Test
  void errorEndsTheProcessWithoutRecord() {
    iam.instead(
        "UpdateAccessKey bo AKIABO Inactive",
        () -> {
          throw new OutOfMemoryError("of the test");
        });

    assertThatThrownBy(() -> run(REQUEST)).isExactlyInstanceOf(OutOfMemoryError.class);

    assertThat(ends).containsExactly(1);
    assertThat(log.getFirst()).contains("\"event\":\"INTENT\"");
    assertThat(log.getLast())
        .isEqualTo(
            ("{\"level\":\"ERROR\",\"message\":\"java.lang.OutOfMemoryError: of the test\","
                    + "\"requestId\":\"request-1\","
                    + "\"userId\":\"%s\",\"executionId\":\"e-1\","
                    + "\"account\":\"123456789012\"}")
                .formatted(BO));
  }

  @Test
  void inOrganizationAccountIsRequiredAndItsRuleRead() {
    environment.put("MEMBER_ROLE_NAME", "InitialKeysRemediationMember");
    assertThat(run(REQUEST)).contains("accountId is missing or null", BO, "e-1");
    config.withRule("rule", "{\"exemptUsers\":\"*\"}");
    config.withRule("OrgConfigRule-rule-abcd1234", "{}");
    config.withRule("OrgConfigRule-rule-other-abcd1234", "{\"exemptUsers\":\"*\"}");

    assertThat(run("{\"userId\":\"%s\",\"accountId\":\"111122223333\"}".formatted(BO)))
        .contains("outcome:deactivated", "\"account\":\"111122223333\"");

    assertThat(accounts).containsExactly("111122223333");
  }

  @ParameterizedTest
  @CsvSource({"149999, outcome:failed, 0", "150000, outcome:deactivated, 1"})
  void lateInvocationWritesNothing(int remainingMillis, String outcome, int writes) {
    assertThat(run(REQUEST, remainingMillis)).contains(outcome);
    assertThat(writes()).hasSize(writes);
  }

  @Test
  void failuresAreLoggedAsErrors() {
    iam.before(
        "UpdateAccessKey bo AKIABO Inactive",
        () -> iam.add(named("bo").keys(key("bo", UserBuilder.CREATED, NOW)).build()));

    assertThat(run(REQUEST)).contains("outcome:failed", "USED_MEANWHILE");

    assertThat(log).hasSize(3);
    assertThat(log.get(1)).startsWith("{\"level\":\"ERROR\",\"event\":\"KEY\"");
    assertThat(log.get(2))
        .contains(
            "\"KeysDeactivated\":1,\"FailedRemediations\":1,\"level\":\"ERROR\","
                + "\"event\":\"RESULT\"");
  }

  @Test
  void usersWithUsedKeysAreUntouched() {
    iam.add(named("bo").keys(key("bo", UserBuilder.CREATED, NOW)).build());

    assertThat(run(REQUEST)).contains("outcome:nothing-to-do", "The user is COMPLIANT.");

    assertThat(writes()).isEmpty();
  }

  @Test
  void accountWithoutRoleMeansFailureWithUserInTheRecord() {
    environment.put("MEMBER_ROLE_NAME", "InitialKeysRemediationMember");
    isRoleRejected = true;

    assertThat(run("{\"userId\":\"%s\",\"accountId\":\"111122223333\"}".formatted(BO)))
        .startsWith("{\"outcome\":\"outcome:failed\",\"reason\":\"sts:AssumeRole rejected\"")
        .contains("\"userId\":\"%s\",\"account\":\"111122223333\"".formatted(BO));

    assertThat(iam.calls()).isEmpty();
  }

  /** AWS Config gave the id of a user that was deleted since. */
  @Test
  void missingUserIsNoFailureInASingleAccount() {
    iam.remove("bo");

    assertThat(run(REQUEST))
        .contains("outcome:nothing-to-do", "No user of this account has the id.");
  }

  /** A person gave account and id, so one of them is wrong. */
  @Test
  void missingUserIsAFailureInAnOrganization() {
    environment.put("MEMBER_ROLE_NAME", "InitialKeysRemediationMember");
    config.withRule("OrgConfigRule-rule-abcd1234", "{}");
    iam.remove("bo");

    assertThat(run("{\"userId\":\"%s\",\"accountId\":\"111122223333\"}".formatted(BO)))
        .contains("outcome:failed", "No user of this account has the id.");
  }
}
