package initialkeys.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.aws.FunctionEnvironment;
import initialkeys.simulation.Account;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeAws;
import initialkeys.simulation.FakeAwsServer;
import initialkeys.simulation.FakeAwsServer.Answer;
import initialkeys.simulation.FakeAwsServer.Sent;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.FakeOrganization;
import initialkeys.simulation.FakeOrganization.Assumed;
import initialkeys.simulation.PackagedFunction;
import initialkeys.simulation.PackagedFunction.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged function, warm, for several accounts: who is asked and who is told is read off the
 * access key that signed each request.
 */
class AcrossAccountsIT {

  private static final String OWN = "123456789012";
  private static final String FIRST = "222222222222";
  private static final String SECOND = "333333333333";
  private static final String OWN_KEY = "AKIAFUNCTION00000000";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");

  private final Map<String, FakeConfig> configs = new HashMap<>();
  private FakeOrganization organization;
  private FakeAwsServer wire;
  private PackagedFunction function;

  @BeforeEach
  void start() throws IOException {
    organization =
        new FakeOrganization(
            OWN_KEY,
            OWN,
            Map.of(OWN, account(OWN), FIRST, account(FIRST), SECOND, account(SECOND)));
    wire = new FakeAwsServer(organization);
    function = function(Map.of());
  }

  private PackagedFunction function(Map<String, String> further) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", wire.address().toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", OWN_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_SESSION_TOKEN", "session");
    environment.put(FunctionEnvironment.MEMBER_ROLE_NAME, "initial-keys-member");
    environment.put(FunctionEnvironment.RULE_NAME, "initial-keys");
    environment.putAll(further);
    environment.values().removeIf(String::isEmpty);
    return new PackagedFunction(
        Path.of("target", "rule.jar"),
        "initialkeys.RuleHandler",
        environment,
        Files.createDirectories(Path.of("target", "end-to-end")).resolve("across-accounts.log"));
  }

  @AfterEach
  void stop() {
    function.close();
    wire.close();
  }

  /** One guilty user, whose id tells the account. */
  private FakeAws account(String accountId) {
    Account.User user =
        new Account.User(
            "guilty",
            idIn(accountId),
            "/",
            CREATED,
            true,
            List.of(new Account.Key("AKIA" + accountId + "0000", CREATED, null, null)),
            new Account.Expected("NON_COMPLIANT", ""));
    configs.put(accountId, new FakeConfig(List.of()));
    return new FakeAws(new FakeIam(List.of(user)), configs.get(accountId));
  }

  private static String idIn(String accountId) {
    return "AIDA" + accountId + "00000";
  }

  private Ending schedule(String accountId) throws InterruptedException {
    return function.invoke(Events.schedule(accountId, NOW, Map.of(), "token of " + accountId));
  }

  @Test
  void each_account_is_asked_and_told_with_its_own_credentials_alone() throws Exception {
    for (String accountId : List.of(FIRST, SECOND, OWN, FIRST, SECOND)) {
      wire.drain();
      Ending ending = schedule(accountId);

      assertThat(ending.isResponse()).as(ending.body()).isTrue();
      assertThat(wire.drain())
          .filteredOn(sent -> !sent.operation().equals("AssumeRole"))
          .extracting(Sent::operation)
          .contains("ListUsers", "ListAccessKeys", "GetLoginProfile", "GetAccessKeyLastUsed")
          .contains("GetComplianceDetailsByConfigRule", "PutEvaluations");
      assertThat(configs.get(accountId).evaluations().getLast())
          .satisfies(
              evaluation -> {
                assertThat(evaluation.complianceResourceId()).isEqualTo(idIn(accountId));
                assertThat(evaluation.complianceTypeAsString()).isEqualTo("NON_COMPLIANT");
              });
    }
    assertThat(configs.get(OWN).evaluations()).hasSize(1);
    assertThat(configs.get(FIRST).evaluations()).hasSize(2);
    assertThat(configs.get(SECOND).evaluations()).hasSize(2);
  }

  @Test
  void every_call_of_an_event_is_signed_with_the_key_of_its_account() throws Exception {
    for (String accountId : List.of(FIRST, OWN, SECOND, FIRST)) {
      wire.drain();
      schedule(accountId);

      List<Sent> calls =
          wire.drain().stream().filter(sent -> !sent.operation().equals("AssumeRole")).toList();
      assertThat(calls).hasSizeGreaterThan(5);
      assertThat(calls)
          .as(accountId)
          .allMatch(sent -> organization.accountOf(sent.accessKeyId()).equals(accountId));
    }
  }

  @Test
  void the_role_is_the_deployments_and_its_credentials_are_kept_for_each_account()
      throws Exception {
    for (String accountId : List.of(FIRST, SECOND, FIRST, SECOND, OWN)) schedule(accountId);

    assertThat(organization.drain())
        .containsExactly(
            new Assumed(OWN_KEY, role(FIRST), "initial-keys"),
            new Assumed(OWN_KEY, role(SECOND), "initial-keys"));
  }

  /** The global endpoint would be signed for with its own Region. */
  @Test
  void sts_is_asked_in_the_functions_region() throws Exception {
    schedule(FIRST);
    assertThat(wire.drain())
        .filteredOn(sent -> sent.operation().equals("AssumeRole"))
        .singleElement()
        .extracting(sent -> sent.headers().get("authorization"))
        .asString()
        .contains("/eu-west-1/sts/aws4_request");
  }

  private static String role(String accountId) {
    return "arn:aws:iam::%s:role/initial-keys-member".formatted(accountId);
  }

  @Test
  void credentials_that_are_about_to_end_are_renewed() throws Exception {
    organization.giveKeysFor(Duration.ofSeconds(30));
    schedule(FIRST);
    organization.drain();
    organization.giveKeysFor(Duration.ofHours(1));
    schedule(FIRST);
    schedule(FIRST);

    assertThat(organization.drain()).hasSize(1);
  }

  @Test
  void nothing_that_an_event_says_chooses_the_role() throws Exception {
    String event =
        Events.schedule(FIRST, NOW, Map.of(), "token")
            .replace(
                "arn:aws:iam::%s:role/aws-service-role".formatted(FIRST),
                "arn:aws-cn:iam::%s:role/of-the-event".formatted(SECOND))
            .replace(Events.RULE_NAME, "OrgConfigRule-named-by-the-event");
    assertThat(event).contains("of-the-event").contains("named-by-the-event");

    assertThat(function.invoke(event).isResponse()).isTrue();
    assertThat(organization.drain())
        .containsExactly(new Assumed(OWN_KEY, role(FIRST), "initial-keys"));
    assertThat(function.logLines().getLast())
        .contains("\"RuleName\":\"initial-keys\"")
        .contains("\"account\":\"%s\"".formatted(FIRST));
  }

  @Test
  void a_member_without_the_role_is_named_with_it_and_the_others_go_on() throws Exception {
    organization.lackRole(FIRST);
    Ending refused = schedule(FIRST);
    assertThat(refused.isResponse()).isFalse();
    assertThat(refused.body())
        .contains("initialkeys.AssumeRoleException")
        .contains("sts:AssumeRole of %s for account %s: ".formatted(role(FIRST), FIRST))
        .contains("not authorized to perform", "Request ID: " + FakeAws.REQUEST_ID);
    assertThat(function.logLines())
        .filteredOn(line -> line.startsWith("{\"level\":\"ERROR\""))
        .singleElement()
        .asString()
        .contains("AssumeRoleException: sts:AssumeRole of " + role(FIRST))
        .contains("\"RuleName\":\"initial-keys\",\"account\":\"%s\"".formatted(FIRST));
    assertThat(wire.drain()).extracting(Sent::operation).containsExactly("AssumeRole");

    assertThat(schedule(SECOND).isResponse()).isTrue();
    organization.lackRole();
    assertThat(schedule(FIRST).isResponse()).isTrue();
  }

  @Test
  void more_accounts_than_are_remembered_are_let_in_again() throws Exception {
    List<String> accounts =
        IntStream.range(0, 20)
            .mapToObj(i -> String.format(Locale.ROOT, "4444444444%02d", i))
            .toList();
    schedule(FIRST);
    organization.drain();
    for (String accountId : accounts) schedule(accountId);
    organization.drain();

    assertThat(schedule(FIRST).isResponse()).isTrue();
    assertThat(organization.drain()).hasSize(1);
  }

  @Test
  void who_was_served_last_is_remembered_longest() throws Exception {
    schedule(FIRST);
    for (int i = 0; i < 15; i++) schedule(String.format(Locale.ROOT, "4444444444%02d", i));
    schedule(FIRST);
    schedule("444444444499");
    organization.drain();

    schedule(FIRST);
    assertThat(organization.drain()).isEmpty();
  }

  @Test
  void a_fault_of_sts_that_passes_is_none() throws Exception {
    wire.failFirst(
        "AssumeRole",
        Answer.of(503, ""),
        Answer.reset(),
        FakeAws.iamError(400, "Throttling", "Rate exceeded"),
        Answer.of(200, ""));

    assertThat(schedule(FIRST).isResponse()).isTrue();
    assertThat(configs.get(FIRST).evaluations()).hasSize(1);
  }

  @Test
  void a_function_that_is_deployed_for_one_account_refuses_all_others() throws Exception {
    function.close();
    function = function(Map.of(FunctionEnvironment.MEMBER_ROLE_NAME, ""));

    Ending ending = schedule(FIRST);
    assertThat(ending.isResponse()).isFalse();
    assertThat(ending.body())
        .contains("initialkeys.decision.InvalidInputException")
        .contains(
            "accountId is '222222222222'; it must be '123456789012', the function's own: it is"
                + " deployed for one account.");
    assertThat(wire.drain()).isEmpty();
  }
}
