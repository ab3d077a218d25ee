package initialkeys.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is forwarded to moto, and what is corrected; a server stands for moto. */
class MotoAwsTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private FakeAwsServer moto;
  private MotoAws aws;
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    moto =
        new FakeAwsServer(
            request ->
                Response.of(
                    418,
                    "text/xml",
                    "<UserId>abc1</UserId><UserId>d2</UserId>"
                        + "<GeneratedTime>2013-07-22T00:00:00Z</GeneratedTime>"));
    aws = new MotoAws(moto.address());
    server = new FakeAwsServer(aws);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    aws.close();
    moto.close();
  }

  @Test
  void requestIsForwardedWithWhatMotoNeeds() throws Exception {
    client.send(
        HttpRequest.newBuilder(server.address().resolve("/some?path"))
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA1/x")
            .header("X-Amz-Target", "StarlingDoveService.PutEvaluations")
            .header("X-Other", "other")
            .PUT(BodyPublishers.ofString("body"))
            .build(),
        BodyHandlers.ofString());
    RecordedRequest forwarded = moto.takeRequests().getFirst();
    assertThat(forwarded.method()).isEqualTo("PUT");
    assertThat(forwarded.path()).isEqualTo("/some?path");
    assertThat(forwarded.body()).isEqualTo("body");
    assertThat(forwarded.operation()).isEqualTo("PutEvaluations");
    assertThat(forwarded.accessKeyId()).isEqualTo("AKIA1");
    assertThat(forwarded.headers()).doesNotContainKey("x-other");
  }

  @Test
  void idsAndReportTimeAreThoseOfAws() throws Exception {
    HttpResponse<String> response = send("ListUsers", "");
    assertThat(response.statusCode()).isEqualTo(418);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/xml");
    assertThat(response.body())
        .contains("<UserId>AIDAABC1</UserId><UserId>AIDAD2</UserId>")
        .doesNotContain("2013-07-22")
        .containsPattern("<GeneratedTime>[0-9-]+T[0-9:.]+Z</GeneratedTime>");
  }

  @Test
  void storedResultsAreThoseOfTheTest() throws Exception {
    assertThat(send("GetComplianceDetailsByConfigRule", "{}").body())
        .isEqualTo("{\"EvaluationResults\":[]}");
    aws.store(List.of("AIDA1", "AIDA2"));
    assertThat(send("GetComplianceDetailsByConfigRule", "{}").body())
        .contains("\"ResourceId\":\"AIDA1\"", "\"ResourceId\":\"AIDA2\"", "COMPLIANT");
    assertThat(moto.takeRequests()).isEmpty();
  }

  @Test
  void rulesAreThoseOfTheTest() throws Exception {
    aws.deployRule("rule", "{\"a\":\"b\"}");
    assertThat(Fixtures.tree(send("DescribeConfigRules", "{}").body()))
        .isEqualTo(
            Fixtures.tree(
                """
                {"ConfigRules":[{"ConfigRuleName":"rule","InputParameters":"{\\"a\\":\\"b\\"}","Source":{"Owner":"CUSTOM_LAMBDA"}}]}\
                """));
    assertThat(moto.takeRequests()).isEmpty();
  }

  private HttpResponse<String> send(String operation, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(server.address())
            .header("X-Amz-Target", "any." + operation)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
