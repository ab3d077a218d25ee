package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

class ApiCallCounterTest {

  @Test
  void eachRetryCountsAndDrainingStartsAgainFromZero() throws IOException {
    ApiCallCounter calls = new ApiCallCounter();
    FakeAws aws = new FakeAws(new FakeIam(List.of()), new FakeConfig(List.of()));
    try (FakeAwsServer server = new FakeAwsServer(aws);
        ConfigClient config = WireClients.client(ConfigClient.builder(), server, calls);
        IamClient iam = WireClients.client(IamClient.builder(), server, calls)) {
      server.failFirst("ListUsers", Response.of(503, ""), Response.of(503, ""));
      config.putEvaluations(it -> it.resultToken("t").testMode(true).evaluations(List.of()));
      iam.listUsers(it -> it.maxItems(1));

      assertThat(calls.total()).isEqualTo(4);
      assertThat(calls.drain().toString()).isEqualTo("{ListUsers=3, PutEvaluations=1}");
      assertThat(calls.total()).isZero();
      assertThat(calls.drain()).isEmpty();
    }
  }
}
