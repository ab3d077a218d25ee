package initialkeys.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

/** Which request gets which response, in the protocol of its service. */
class FakeAwsTest {

  private static final Instant USED = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeConfig config =
      new FakeConfig(List.of(new Account.Stored("AIDA1", "COMPLIANT", "why", USED)))
          .withRule("rule", "{}");
  private final FakeAws aws =
      new FakeAws(
          new FakeIam(
              List.of(
                  UserBuilder.named("a&b")
                      .path("/team/")
                      .keys(UserBuilder.key("USED", UserBuilder.CREATED, USED))
                      .build(),
                  UserBuilder.copy(UserBuilder.withUnusedKey("bo")).password(false).build())),
          config);
  private final HttpClient client = HttpClient.newHttpClient();
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(aws);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GetUser&UserName=bo                | <UserName>bo</UserName><UserId>AIDABO000000000000</UserId><Path>/</Path>
          GetUser&UserName=a%26b             | <UserName>a&amp;b</UserName>
          GetLoginProfile&UserName=a%26b     | <LoginProfile><UserName>a&amp;b</UserName></LoginProfile>
          ListUsers&MaxItems=1               | <IsTruncated>true</IsTruncated><Marker>1</Marker>
          ListUsers&MaxItems=1&Marker=1      | <IsTruncated>false</IsTruncated></ListUsersResult>
          ListUsers&MaxItems=9&PathPrefix=/x | <Users></Users>
          ListAccessKeys&UserName=bo&MaxItems=9         | <AccessKeyId>AKIABO</AccessKeyId><Status>Active</Status>
          GetAccessKeyLastUsed&AccessKeyId=AKIABO       | <AccessKeyLastUsed><ServiceName>N/A</ServiceName>
          GetAccessKeyLastUsed&AccessKeyId=AKIAUSED     | <AccessKeyLastUsed><LastUsedDate>2026-01-01T00:00:00Z</LastUsedDate>
          """)
  void iamRespondsInXml(String form, String part) throws Exception {
    HttpResponse<String> response = iam(form);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains(part);
  }

  @ParameterizedTest
  @CsvSource({
    "GetUser&UserName=nobody, 404, NoSuchEntity",
    "GetLoginProfile&UserName=bo, 404, NoSuchEntity",
    "GetAccessKeyLastUsed&AccessKeyId=AKIANONE, 404, NoSuchEntity",
    "GenerateCredentialReport, 403, AccessDenied"
  })
  void errorOfIamHasItsStatusAndCode(String form, int status, String code) throws Exception {
    HttpResponse<String> response = iam(form);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains("<Code>%s</Code>".formatted(code), FakeAws.REQUEST_ID);
  }

  @Test
  void keyIsUpdated() throws Exception {
    iam("UpdateAccessKey&UserName=bo&AccessKeyId=AKIABO&Status=Inactive");
    assertThat(iam("ListAccessKeys&UserName=bo&MaxItems=9").body())
        .contains("<Status>Inactive</Status>");
  }

  @Test
  void evaluationsAreSent() throws Exception {
    String evaluation =
        """
        {"ComplianceResourceType":"AWS::IAM::User","ComplianceResourceId":"AIDA2",
         "ComplianceType":"NON_COMPLIANT","Annotation":"why","OrderingTimestamp":1767225600.5}\
        """;
    HttpResponse<String> response =
        config(
            "PutEvaluations",
            "{\"Evaluations\":[%s],\"ResultToken\":\"token\",\"TestMode\":true}"
                .formatted(evaluation));
    assertThat(response.body()).isEqualTo("{\"FailedEvaluations\":[]}");
    assertThat(response.headers().firstValue("x-amzn-RequestId")).hasValue(FakeAws.REQUEST_ID);
    assertThat(config.requests()).singleElement().matches(it -> it.testMode());
    assertThat(config.evaluations())
        .containsExactly(
            Evaluation.builder()
                .complianceResourceType("AWS::IAM::User")
                .complianceResourceId("AIDA2")
                .complianceType(ComplianceType.NON_COMPLIANT)
                .annotation("why")
                .orderingTimestamp(USED.plusMillis(500))
                .build());
  }

  @Test
  void rejectedEvaluationsAreReturned() throws Exception {
    config.failingEvaluations(batch -> batch);
    assertThat(
            config(
                    "PutEvaluations",
                    """
                    {"Evaluations":[{"ComplianceResourceType":"T","ComplianceResourceId":"id",
                     "ComplianceType":"COMPLIANT","Annotation":"a","OrderingTimestamp":1}],
                     "ResultToken":"token","TestMode":false}\
                    """)
                .body())
        .contains("\"ComplianceResourceId\":\"id\"", "\"OrderingTimestamp\":1.0");
  }

  @Test
  void storedResultHasItsTime() throws Exception {
    assertThat(
            config(
                    "GetComplianceDetailsByConfigRule",
                    """
                    {"ConfigRuleName":"rule","ComplianceTypes":["COMPLIANT"],"Limit":100}\
                    """)
                .body())
        .contains("\"ResourceId\":\"AIDA1\"", "\"ResultRecordedTime\":1.7672256E9");
  }

  @Test
  void ruleIsFoundByItsNameAlone() throws Exception {
    assertThat(config("DescribeConfigRules", "{\"ConfigRuleNames\":[\"rule\"]}").body())
        .contains("\"ConfigRuleName\":\"rule\"", "\"InputParameters\":\"{}\"");
    HttpResponse<String> missing =
        config("DescribeConfigRules", "{\"ConfigRuleNames\":[\"other\"]}");
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(missing.body()).contains("NoSuchConfigRuleException");
  }

  @Test
  void externalEvaluationOfAnotherRuleIsRejected() throws Exception {
    HttpResponse<String> rejected =
        config(
            "PutExternalEvaluation",
            """
            {"ConfigRuleName":"rule","ExternalEvaluation":{"ComplianceResourceType":"T",
             "ComplianceResourceId":"id","ComplianceType":"COMPLIANT","Annotation":"a",
             "OrderingTimestamp":1}}\
            """);
    assertThat(rejected.statusCode()).isEqualTo(400);
    assertThat(rejected.body()).contains("InvalidParameterValueException");
  }

  /** A new call of the code is to be noticed, not to be responded to with nothing. */
  @Test
  void unknownOperationIsRejected() {
    assertThatThrownBy(
            () ->
                aws.respond(
                    new RecordedRequest(
                        "POST", "/", Map.of(), "DeleteAccountAlias", "Action=DeleteAccountAlias")))
        .hasMessage("The simulation has no operation DeleteAccountAlias");
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
