package initialkeys.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeSecurityHubTest {

  private final FakeSecurityHub hub = new FakeSecurityHub();

  private static ObjectNode finding(String updatedAt) {
    return (ObjectNode)
        Fixtures.tree(
            """
            {"SchemaVersion":"2018-10-08","Id":"id",
             "ProductArn":"arn:aws:securityhub:eu-west-1:1:product/1/default",
             "GeneratorId":"rule","AwsAccountId":"1","CreatedAt":"2026-01-01T00:00:00Z",
             "UpdatedAt":"%s","Title":"title","Description":"why","FindingProviderFields":{},
             "RecordState":"ACTIVE","Resources":[{"Id":"AIDA1"}]}\
            """
                .formatted(updatedAt));
  }

  private HttpResponse<String> send(List<JsonNode> findings) throws Exception {
    Response response =
        hub.importFindings(Fixtures.tree(Events.json(Map.of("Findings", findings))));
    try (FakeAwsServer server = new FakeAwsServer(request -> response);
        HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.address() + "/findings/import"))
              .POST(BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void onlyALaterUpdateReplacesAFinding() throws Exception {
    send(List.of(finding("2026-01-15T12:00:00Z")));
    send(List.of(finding("2026-01-15T12:00:00Z").put("RecordState", "ARCHIVED")));
    assertThat(hub.recordStates()).isEqualTo(Map.of("AIDA1", "ACTIVE"));
    send(List.of(finding("2026-01-15T12:00:01Z").put("RecordState", "ARCHIVED")));
    assertThat(hub.recordStates()).isEqualTo(Map.of("AIDA1", "ARCHIVED"));
    assertThat(hub.findings()).containsOnlyKeys("id");
    assertThat(hub.batches()).containsExactly(1, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Id", "AwsAccountId", "ProductArn", "Title", "Resources", "UpdatedAt"})
  void findingWithoutARequiredFieldFails(String field) throws Exception {
    ObjectNode incomplete = finding("2026-01-15T12:00:00Z");
    incomplete.remove(field);
    assertThat(send(List.of(incomplete)).body())
        .contains("\"FailedCount\":1", "\"ErrorCode\":\"InvalidInput\"");
    assertThat(hub.findings()).isEmpty();
  }

  @Test
  void selectedFindingsFailAndTheOthersAreKept() throws Exception {
    hub.failing(finding -> finding.get("Id").textValue().equals("other"));
    String response =
        send(List.of(
                finding("2026-01-15T12:00:00Z"),
                finding("2026-01-15T12:00:00Z").put("Id", "other")))
            .body();
    assertThat(response).contains("\"SuccessCount\":1", "\"Id\":\"other\"");
    assertThat(hub.findings()).containsOnlyKeys("id");
  }

  @Test
  void batchOfMoreThanAHundredIsRejected() throws Exception {
    assertThat(send(Collections.nCopies(101, finding("2026-01-15T12:00:00Z"))).statusCode())
        .isEqualTo(400);
    assertThat(send(List.of()).statusCode()).isEqualTo(400);
  }

  @Test
  void accountWithoutSecurityHubIsNotSubscribed() throws Exception {
    hub.off();
    HttpResponse<String> response = send(List.of(finding("2026-01-15T12:00:00Z")));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("x-amzn-ErrorType").orElseThrow())
        .startsWith("InvalidAccessException");
    assertThat(hub.batches()).isEmpty();
  }
}
