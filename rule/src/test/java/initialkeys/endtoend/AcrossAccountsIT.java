package initialkeys.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.aws.FunctionEnvironment;
import initialkeys.decision.InvalidInputException;
import initialkeys.lambda.RuleHandler;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeOrganization;
import initialkeys.simulation.http.FakeOrganization.AssumedRole;
import initialkeys.simulation.http.FakeSecurityHub;
import initialkeys.simulation.process.PackagedFunction;
import initialkeys.simulation.process.PackagedFunction.Result;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
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
 * The packaged function, warm, for several accounts. The access key that signs each request shows
 * which account it reads or evaluates.
 */
class AcrossAccountsIT {

  private static final String OWN = "123456789012";
  private static final String FIRST = "222222222222";
  private static final String SECOND = "333333333333";
  private static final String OWN_KEY = "AKIAFUNCTION00000000";
  private static final String CHECK =
      "iam-user-console-and-api-access-at-creation-conformance-pack-6cruwvtg2";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  private final Map<String, FakeConfig> configs = new HashMap<>();
  private final Map<String, FakeSecurityHub> hubs = new HashMap<>();
  private FakeOrganization organization;
  private FakeAwsServer server;
  private PackagedFunction function;

  @BeforeEach
  void start() throws IOException {
    organization =
        new FakeOrganization(
            OWN_KEY,
            OWN,
            Map.of(OWN, account(OWN), FIRST, account(FIRST), SECOND, account(SECOND)));
    server = new FakeAwsServer(organization);
    function = function(Map.of());
  }

  private PackagedFunction function(Map<String, String> overrides) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", server.address().toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", OWN_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_SESSION_TOKEN", "session");
    environment.put(FunctionEnvironment.MEMBER_ROLE_NAME, "initial-keys-member");
    environment.put(FunctionEnvironment.RULE_NAME, "initial-keys");
    environment.putAll(overrides);
    environment.values().removeIf(String::isEmpty);
    return new PackagedFunction(
        Path.of("target", "rule.jar"),
        RuleHandler.class.getName(),
        environment,
        Files.createDirectories(Path.of("target", "end-to-end")).resolve("across-accounts.log"));
  }

  @AfterEach
  void stop() {
    function.close();
    server.close();
  }

  /** An account with one NON_COMPLIANT user, whose id contains the account id. */
  private FakeAws account(String accountId) {
    Account.User user =
        UserBuilder.copy(UserBuilder.withUnusedKey("bo")).id(idIn(accountId)).build();
    configs.put(accountId, new FakeConfig(List.of()).withRules(FakeConfig.processCheck(CHECK)));
    hubs.put(accountId, new FakeSecurityHub());
    return new FakeAws(new FakeIam(List.of(user)), configs.get(accountId), hubs.get(accountId));
  }

  private static String idIn(String accountId) {
    return "AIDA" + accountId + "00000";
  }

  private Result schedule(String accountId) throws InterruptedException {
    return function.invoke(Events.schedule(accountId, NOW, Map.of(), "token of " + accountId));
  }

  /** Also when an event is delivered twice. */
  @Test
  void everyServiceOfEachAccountGetsItsOwnResults() throws Exception {
    function.close();
    function =
        function(
            Map.of(
                FunctionEnvironment.ANSWER_PROCESS_CHECKS,
                "true",
                FunctionEnvironment.SECURITY_HUB_FINDINGS,
                "HIGH"));
    for (String accountId : List.of(FIRST, SECOND, OWN, FIRST)) {
      assertThat(schedule(accountId).isSuccess()).isTrue();
      assertThat(server.takeRequests())
          .filteredOn(request -> !request.operation().equals("AssumeRole"))
          .allMatch(request -> organization.accountOf(request.accessKeyId()).equals(accountId))
          .extracting(RecordedRequest::operation)
          .endsWith(
              "PutEvaluations",
              "BatchImportFindings",
              "DescribeConfigRules",
              "PutExternalEvaluation");
    }
    for (String accountId : List.of(FIRST, SECOND, OWN)) {
      assertThat(hubs.get(accountId).findings())
          .containsOnlyKeys("initial-keys/%s/eu-west-1/%s".formatted(accountId, idIn(accountId)));
      assertThat(configs.get(accountId).externalEvaluations().get(CHECK).complianceResourceId())
          .isEqualTo(accountId);
    }
    assertThat(function.logLines().getLast())
        .contains(
            "\"FindingsSent\":1,\"FindingsArchived\":0,\"FindingsRejected\":0,"
                + "\"ProcessChecksAnswered\":1,\"ProcessChecksRejected\":0");
  }

  @Test
  void eachAccountIsReadAndEvaluatedOnItsOwn() throws Exception {
    for (String accountId : List.of(FIRST, SECOND, OWN, FIRST, SECOND)) {
      server.takeRequests();
      Result result = schedule(accountId);

      assertThat(result.isSuccess()).as(result.body()).isTrue();
      assertThat(server.takeRequests())
          .filteredOn(request -> !request.operation().equals("AssumeRole"))
          .extracting(RecordedRequest::operation)
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
  void everyCallIsSignedWithTheKeyOfItsAccount() throws Exception {
    for (String accountId : List.of(FIRST, OWN, SECOND, FIRST)) {
      server.takeRequests();
      schedule(accountId);

      List<RecordedRequest> calls =
          server.takeRequests().stream()
              .filter(request -> !request.operation().equals("AssumeRole"))
              .toList();
      assertThat(calls).hasSizeGreaterThan(5);
      assertThat(calls)
          .as(accountId)
          .allMatch(request -> organization.accountOf(request.accessKeyId()).equals(accountId));
    }
  }

  @Test
  void roleIsAssumedOncePerMemberAccount() throws Exception {
    for (String accountId : List.of(FIRST, SECOND, FIRST, SECOND, OWN)) schedule(accountId);

    assertThat(organization.takeAssumedRoles())
        .containsExactly(
            new AssumedRole(OWN_KEY, role(FIRST), "initial-keys"),
            new AssumedRole(OWN_KEY, role(SECOND), "initial-keys"));
  }

  /** A request to the global endpoint would be signed for another Region. */
  @Test
  void stsIsCalledInTheRegionOfTheFunction() throws Exception {
    schedule(FIRST);
    assertThat(server.takeRequests())
        .filteredOn(request -> request.operation().equals("AssumeRole"))
        .singleElement()
        .extracting(request -> request.headers().get("authorization"))
        .asString()
        .contains("/eu-west-1/sts/aws4_request");
  }

  private static String role(String accountId) {
    return "arn:aws:iam::%s:role/initial-keys-member".formatted(accountId);
  }

  @Test
  void credentialsAboutToExpireAreRenewed() throws Exception {
    organization.issueCredentialsFor(Duration.ofSeconds(30));
    schedule(FIRST);
    organization.takeAssumedRoles();
    organization.issueCredentialsFor(Duration.ofHours(1));
    schedule(FIRST);
    schedule(FIRST);

    assertThat(organization.takeAssumedRoles()).hasSize(1);
  }

  @Test
  void noFieldOfTheEventChoosesTheRole() throws Exception {
    String event =
        Events.schedule(FIRST, NOW, Map.of(), "token")
            .replace(
                "arn:aws:iam::%s:role/aws-service-role".formatted(FIRST),
                "arn:aws-cn:iam::%s:role/of-the-event".formatted(SECOND))
            .replace(Events.RULE_NAME, "OrgConfigRule-named-by-the-event");
    assertThat(event).contains("of-the-event").contains("named-by-the-event");

    assertThat(function.invoke(event).isSuccess()).isTrue();
    assertThat(organization.takeAssumedRoles())
        .containsExactly(new AssumedRole(OWN_KEY, role(FIRST), "initial-keys"));
    assertThat(function.logLines().getLast())
        .contains("\"RuleName\":\"initial-keys\"")
        .contains("\"account\":\"%s\"".formatted(FIRST));
  }

  @Test
  void memberAccountWithoutTheRoleAffectsNoOtherAccount() throws Exception {
    organization.removeRoleFrom(FIRST);
    Result denied = schedule(FIRST);
    assertThat(denied.isSuccess()).isFalse();
    assertThat(denied.body())
        .contains("AssumeRoleException: the run was aborted.")
        .doesNotContain(FIRST, "initial-keys-member", "not authorized");
    assertThat(function.logLines())
        .filteredOn(line -> line.startsWith("{\"level\":\"ERROR\""))
        .singleElement()
        .asString()
        .contains(
            "AssumeRoleException: sts:AssumeRole of %s for account %s: "
                .formatted(role(FIRST), FIRST))
        .contains("not authorized to perform", "Request ID: " + FakeAws.REQUEST_ID)
        .contains("\"RuleName\":\"initial-keys\",\"account\":\"%s\"".formatted(FIRST));
    assertThat(server.takeRequests())
        .extracting(RecordedRequest::operation)
        .containsExactly("AssumeRole");

    assertThat(schedule(SECOND).isSuccess()).isTrue();
    organization.removeRoleFrom();
    assertThat(schedule(FIRST).isSuccess()).isTrue();
  }

  @Test
  void evictedAccountAssumesItsRoleAgain() throws Exception {
    List<String> accounts =
        IntStream.range(0, 20)
            .mapToObj(i -> String.format(Locale.ROOT, "4444444444%02d", i))
            .toList();
    schedule(FIRST);
    organization.takeAssumedRoles();
    for (String accountId : accounts) schedule(accountId);
    organization.takeAssumedRoles();

    assertThat(schedule(FIRST).isSuccess()).isTrue();
    assertThat(organization.takeAssumedRoles()).hasSize(1);
  }

  @Test
  void leastRecentlyUsedAccountIsEvictedFirst() throws Exception {
    schedule(FIRST);
    for (int i = 0; i < 15; i++) schedule(String.format(Locale.ROOT, "4444444444%02d", i));
    schedule(FIRST);
    schedule("444444444499");
    organization.takeAssumedRoles();

    schedule(FIRST);
    assertThat(organization.takeAssumedRoles()).isEmpty();
  }

  @Test
  void transientFaultOfStsIsRetried() throws Exception {
    server.failFirst(
        "AssumeRole",
        Response.of(503, ""),
        Response.connectionReset(),
        FakeAws.iamError(400, "Throttling", "Rate exceeded"),
        Response.of(200, ""));

    assertThat(schedule(FIRST).isSuccess()).isTrue();
    assertThat(configs.get(FIRST).evaluations()).hasSize(1);
  }

  @Test
  void singleAccountFunctionRejectsOtherAccounts() throws Exception {
    function.close();
    function = function(Map.of(FunctionEnvironment.MEMBER_ROLE_NAME, ""));

    Result result = schedule(FIRST);
    assertThat(result.isSuccess()).isFalse();
    assertThat(result.body())
        .contains("InvalidInputException: the run was aborted.")
        .doesNotContain(FIRST);
    assertThat(function.logLines().getLast())
        .contains(
            InvalidInputException.class.getName(),
            "accountId is '222222222222'; it must be '123456789012', the function's own account: it"
                + " is deployed for that account alone.");
    assertThat(server.takeRequests()).isEmpty();
  }
}
