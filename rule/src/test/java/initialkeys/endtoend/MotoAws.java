package initialkeys.endtoend;

import initialkeys.simulation.Events;
import initialkeys.simulation.FakeAwsServer;
import initialkeys.simulation.FakeAwsServer.Answer;
import initialkeys.simulation.FakeAwsServer.Sent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * moto, mended where it is not as AWS is: its user ids get the look of AWS's and its credential
 * report the time of its making, and GetComplianceDetailsByConfigRule, which it does not know, is
 * answered here.
 */
final class MotoAws implements FakeAwsServer.Aws, AutoCloseable {

  private static final Pattern USER_ID = Pattern.compile("<UserId>(\\w+)</UserId>");
  private static final Pattern REPORT_TIME =
      Pattern.compile("<GeneratedTime>[^<]*</GeneratedTime>");
  private static final List<String> PASSED_ON =
      List.of("authorization", "content-type", "x-amz-target", "x-amz-date");

  private final URI moto;
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile List<String> storedIds = List.of();

  MotoAws(URI moto) {
    this.moto = moto;
  }

  /** AWS Config holds a COMPLIANT result for each of these users. */
  void hold(List<String> userIds) {
    storedIds = List.copyOf(userIds);
  }

  @Override
  public Answer answer(Sent request) throws IOException {
    if (request.operation().equals("GetComplianceDetailsByConfigRule")) return stored();
    HttpResponse<String> truth = passOn(request);
    String type = truth.headers().firstValue("content-type").orElse("");
    return Answer.of(truth.statusCode(), type, asOfAws(truth.body()));
  }

  private Answer stored() {
    List<Map<String, Object>> results =
        storedIds.stream()
            .map(
                id ->
                    Map.<String, Object>of(
                        "ComplianceType",
                        "COMPLIANT",
                        "EvaluationResultIdentifier",
                        Map.of(
                            "EvaluationResultQualifier",
                            Map.of("ResourceType", "AWS::IAM::User", "ResourceId", id))))
            .toList();
    return Answer.of(200, Events.json(Map.of("EvaluationResults", results)));
  }

  private HttpResponse<String> passOn(Sent request) throws IOException {
    HttpRequest.Builder passed =
        HttpRequest.newBuilder(moto.resolve(request.path()))
            .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
    for (String header : PASSED_ON) {
      if (request.headers().containsKey(header)) {
        passed.header(header, request.headers().get(header));
      }
    }
    try {
      return client.send(passed.build(), BodyHandlers.ofString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  /** moto's ids lack the prefix that tells an IAM user's. */
  static String idOfAws(String idOfMoto) {
    return "AIDA" + idOfMoto.toUpperCase(Locale.ROOT);
  }

  private static String asOfAws(String body) {
    String withIds =
        USER_ID
            .matcher(body)
            .replaceAll(id -> "<UserId>%s</UserId>".formatted(idOfAws(id.group(1))));
    return REPORT_TIME
        .matcher(withIds)
        .replaceAll("<GeneratedTime>%s</GeneratedTime>".formatted(Instant.now()));
  }

  @Override
  public void close() {
    client.close();
  }
}
