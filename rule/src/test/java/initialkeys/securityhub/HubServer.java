package initialkeys.securityhub;

import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.aws.SignedHttpClient;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeSecurityHub;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/** A simulated Security Hub over HTTP, and the client of it. */
public final class HubServer implements AutoCloseable {

  private final FakeSecurityHub hub = new FakeSecurityHub();
  private final FakeAwsServer server;

  public HubServer() throws IOException {
    server = new FakeAwsServer(new FakeAws(new FakeIam(List.of()), new FakeConfig(List.of()), hub));
  }

  public FakeSecurityHub hub() {
    return hub;
  }

  /** Rejects every call. */
  void reject(int status, String code) {
    server.failAlways("BatchImportFindings", FakeSecurityHub.error(status, code, "rejected"));
  }

  /** Accepts so many findings of each call, and does not say which. */
  void acceptOnly(int findings) {
    server.failAlways(
        "BatchImportFindings",
        Response.of(200, "application/json", "{\"SuccessCount\":%s}".formatted(findings)));
  }

  /** Accepts no finding, each for a reason of its own, by the finding's id. */
  void acceptNothing(Map<String, String> reasons) {
    List<Map<String, String>> failed =
        reasons.entrySet().stream()
            .map(
                finding ->
                    Map.of(
                        "Id", finding.getKey(),
                        "ErrorCode", "InvalidInput",
                        "ErrorMessage", finding.getValue()))
            .toList();
    server.failAlways(
        "BatchImportFindings",
        Response.of(
            200,
            "application/json",
            Events.json(
                Map.of(
                    "FailedCount", failed.size(), "SuccessCount", 0, "FailedFindings", failed))));
  }

  /** Without a second attempt. */
  public SignedHttpClient client() {
    return AwsClients.securityHub(
        new SignedHttpClient.Endpoint("securityhub", "eu-west-1", server.address()),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")),
        AwsRetryStrategy.doNotRetry(),
        new ApiCallCounter());
  }

  @Override
  public void close() {
    server.close();
  }
}
