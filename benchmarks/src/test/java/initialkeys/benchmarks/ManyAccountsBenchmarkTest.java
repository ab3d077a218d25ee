package initialkeys.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.manyaccounts.ManyAccounts;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which calls are throttled while the packaged function is measured. */
class ManyAccountsBenchmarkTest {

  private static final String ROLE = "arn:aws:iam::444444444400:role/InitialKeysMember";

  private final ManyAccountsBenchmark benchmark = new ManyAccountsBenchmark();

  /** The function's own account has no users: its other calls are rejected for that. */
  @Test
  void everyThirdCallOfThrottledOperationIsRejected() throws Exception {
    benchmark.throttle(List.of("AssumeRole"));
    try (FakeAwsServer server = new FakeAwsServer(benchmark::respond);
        HttpClient client = HttpClient.newHttpClient()) {
      for (String status : List.of("200", "200", "400", "200", "200", "400")) {
        assertThat(send(client, server, "AssumeRole&RoleArn=" + ROLE)).isEqualTo(status);
        assertThat(send(client, server, "ListUsers")).isEqualTo("403");
      }
    }
  }

  /** The second table is computed from the numbers of the first one. */
  @Test
  void secondsAreRoundedAsTheTableShowsThem() {
    assertThat(ManyAccountsBenchmark.rounded(1.234, 0.005, 2, 0.994, 0.996))
        .isEqualTo(new ManyAccounts.Seconds(1.23, 0.01, 2, 0.99, 1));
  }

  private static String send(HttpClient client, FakeAwsServer server, String form)
      throws Exception {
    return String.valueOf(
        client
            .send(
                HttpRequest.newBuilder(server.address())
                    .header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAFUNCTION00000000/x")
                    .POST(BodyPublishers.ofString("Action=" + form))
                    .build(),
                BodyHandlers.discarding())
            .statusCode());
  }
}
