package initialkeys.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeAwsServerTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(request -> Response.of(200, "response to " + request.operation()));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void requestIsRecordedWithItsOperation() throws Exception {
    assertThat(send("Action=ListUsers&Version=1").body()).isEqualTo("response to ListUsers");
    assertThat(server.takeRequests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.operation()).isEqualTo("ListUsers");
              assertThat(request.accessKeyId()).isEqualTo("AKIA1");
            });
    assertThat(server.takeRequests()).isEmpty();
  }

  @Test
  void transientFaultsEndAndPersistentFaultsDoNot() throws Exception {
    server.failFirst("ListUsers", Response.of(503, ""), Response.of(500, ""));
    server.failAlways("GetUser", Response.of(403, ""));
    assertThat(send("Action=ListUsers").statusCode()).isEqualTo(503);
    assertThat(send("Action=ListUsers").statusCode()).isEqualTo(500);
    assertThat(send("Action=ListUsers").statusCode()).isEqualTo(200);
    assertThat(send("Action=GetUser").statusCode()).isEqualTo(403);
    assertThat(send("Action=GetUser").statusCode()).isEqualTo(403);
  }

  @Test
  void brokenConnectionsAreErrorsOfTheClient() {
    for (Response fault :
        new Response[] {
          Response.connectionReset(), Response.headersOnly(), Response.truncated("half")
        }) {
      server.failAlways("ListUsers", fault);
      assertThatThrownBy(() -> send("Action=ListUsers")).isInstanceOf(IOException.class);
    }
    assertThat(server.takeRequests()).extracting(RecordedRequest::operation).contains("ListUsers");
  }

  private HttpResponse<String> send(String form) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.address())
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA1/20260115/us-east-1")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }
}
