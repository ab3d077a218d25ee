package initialkeys.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedConfig;
import initialkeys.simulation.service.SimulatedConfig.Reevaluation;
import initialkeys.simulation.service.SimulatedTime;
import initialkeys.simulation.service.WritableIam;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The account over HTTP: what changes it, and what is left to {@link FakeAws}. */
class DeployedAccountTest {

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-01-15T12:00:00Z"));
  private final WritableIam iam = new WritableIam(new FakeIam(List.of()), time, new Random(1));
  private final List<String> events = new ArrayList<>();
  private final SimulatedConfig config =
      new SimulatedConfig("123456789012", time, Reevaluation.SCHEDULE, events::add);
  private final HttpClient client = HttpClient.newHttpClient();
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    config.putConfigRule(
        it -> it.configRule(rule -> rule.configRuleName("rule").inputParameters("{}")));
    server = new FakeAwsServer(new DeployedAccount("123456789012", iam, config));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void callerIsOfTheAccountAndUsesItsKey() throws Exception {
    iam("CreateUser&UserName=ann&Path=/");
    iam("CreateAccessKey&UserName=ann");
    String keyId = iam.reads().all().getFirst().keys().getFirst().id();
    HttpResponse<String> identity =
        send(
            request().header("Authorization", "AWS4-HMAC-SHA256 Credential=%s/x".formatted(keyId)),
            "Action=GetCallerIdentity");
    assertThat(identity.body()).contains("<Account>123456789012</Account>");
    time.pass(Duration.ofMinutes(5));
    assertThat(iam("GetAccessKeyLastUsed&AccessKeyId=" + keyId).body()).contains("<LastUsedDate>");
  }

  @Test
  void userIsCreatedWithPathAndTags() throws Exception {
    assertThat(
            iam("CreateUser&UserName=ann&Path=%2Fa%2F&Tags.member.1.Key=proof"
                    + "&Tags.member.1.Value=1&Tags.member.2.Key=b&Tags.member.2.Value=2")
                .body())
        .contains("<UserName>ann</UserName>", "<Path>/a/</Path>");
    assertThat(iam("ListUserTags&UserName=ann").body())
        .contains(
            "<member><Key>proof</Key><Value>1</Value></member>"
                + "<member><Key>b</Key><Value>2</Value></member>");
  }

  /** In the order in which a user that has everything is created and deleted. */
  @Test
  void everyCallThatChangesUsersChangesThem() throws Exception {
    iam("CreateUser&UserName=ann&Path=/");
    assertThat(iam("CreateAccessKey&UserName=ann").body())
        .contains("<SecretAccessKey>%s</SecretAccessKey>".formatted(WritableIam.SECRET));
    iam("CreateLoginProfile&UserName=ann&Password=p");
    iam("PutUserPolicy&UserName=ann&PolicyName=deny&PolicyDocument=%7B%7D");
    Account.User ann = iam.reads().all().getFirst();
    assertThat(ann.password()).isTrue();
    assertThat(iam.inlinePolicy("ann", "deny")).isEqualTo("{}");
    assertThat(iam("ListUserPolicies&UserName=ann").body()).contains("<member>deny</member>");

    iam("DeleteAccessKey&UserName=ann&AccessKeyId=" + ann.keys().getFirst().id());
    iam("DeleteLoginProfile&UserName=ann");
    iam("DeleteUserPolicy&UserName=ann&PolicyName=deny");
    assertThat(iam("DeleteUser&UserName=ann").statusCode()).isEqualTo(200);
    assertThat(iam.reads().all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ListAttachedUserPolicies",
        "ListMFADevices",
        "ListSSHPublicKeys",
        "ListSigningCertificates",
        "ListServiceSpecificCredentials"
      })
  void nobodyHasAnythingElse(String operation) throws Exception {
    assertThat(iam(operation + "&UserName=ann").body())
        .contains("></", "<IsTruncated>false</IsTruncated>")
        .doesNotContain("<member>");
  }

  @Test
  void groupsOfUserAreListed() throws Exception {
    iam("CreateUser&UserName=ann&Path=/");
    iam.addToGroup("ann", "admins");
    assertThat(iam("ListGroupsForUser&UserName=ann").body())
        .contains("<GroupName>admins</GroupName>");
    HttpResponse<String> rejected = iam("DeleteUser&UserName=ann");
    assertThat(rejected.statusCode()).isEqualTo(409);
    assertThat(rejected.body()).contains("<Code>DeleteConflict</Code>");
  }

  @ParameterizedTest
  @CsvSource({
    "CreateAccessKey&UserName=nobody, 404, NoSuchEntity",
    "DeleteUser&UserName=nobody, 404, NoSuchEntity",
    "CreateUser&UserName=ANN&Path=/, 409, EntityAlreadyExists"
  })
  void errorHasItsStatusAndCode(String form, int status, String code) throws Exception {
    iam("CreateUser&UserName=ann&Path=/");
    HttpResponse<String> response = iam(form);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains("<Code>%s</Code>".formatted(code));
  }

  @Test
  void evaluationIsStartedOncePerMinute() throws Exception {
    String rule = "{\"ConfigRuleNames\":[\"rule\"]}";
    assertThat(config("StartConfigRulesEvaluation", rule).body()).isEqualTo("{}");
    assertThat(config("StartConfigRulesEvaluation", rule).body())
        .contains("LimitExceededException");
    assertThat(config("StartConfigRulesEvaluation", "{\"ConfigRuleNames\":[\"other\"]}").body())
        .contains("NoSuchConfigRuleException");
  }

  @Test
  void statusHasTheTimeOfTheLastInvocation() throws Exception {
    String rule = "{\"ConfigRuleNames\":[\"rule\"]}";
    assertThat(config("DescribeConfigRuleEvaluationStatus", rule).body())
        .isEqualTo("{\"ConfigRulesEvaluationStatus\":[{\"ConfigRuleName\":\"rule\"}]}");
    config("StartConfigRulesEvaluation", rule);
    time.pass(Duration.ofMinutes(1));
    assertThat(events).hasSize(1);
    assertThat(config("DescribeConfigRuleEvaluationStatus", rule).body())
        .contains("\"LastSuccessfulInvocationTime\":1.76847");
  }

  @Test
  void readsAreThoseOfFakeAws() throws Exception {
    iam("CreateUser&UserName=ann&Path=/");
    assertThat(iam("ListUsers&MaxItems=9").body()).contains("<UserName>ann</UserName>");
    assertThat(config("DescribeConfigRules", "{}").body()).contains("\"rule\"");
  }

  private HttpResponse<String> iam(String form) throws Exception {
    return send(request(), "Action=" + form);
  }

  private HttpResponse<String> config(String operation, String json) throws Exception {
    return send(request().header("X-Amz-Target", "StarlingDoveService." + operation), json);
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(server.address());
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String body) throws Exception {
    return client.send(
        request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }
}
