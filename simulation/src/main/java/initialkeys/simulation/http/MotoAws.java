package initialkeys.simulation.http;

import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
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
 * Forwards requests to moto and corrects where moto differs from AWS: the form of user ids and the
 * time of the credential report. It responds itself to GetComplianceDetailsByConfigRule, which moto
 * does not have, and to DescribeConfigRules, because moto accepts a rule only with its function.
 */
public final class MotoAws implements FakeAwsServer.Service, AutoCloseable {

  private static final Pattern USER_ID = Pattern.compile("<UserId>(\\w+)</UserId>");
  private static final Pattern REPORT_TIME =
      Pattern.compile("<GeneratedTime>[^<]*</GeneratedTime>");
  private static final List<String> FORWARDED_HEADERS =
      List.of("authorization", "content-type", "x-amz-target", "x-amz-date");

  private final URI moto;
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile List<String> storedIds = List.of();
  private volatile Map<String, String> rules = Map.of();

  public MotoAws(URI moto) {
    this.moto = moto;
  }

  /** Stores a COMPLIANT result for each of these users. */
  public void store(List<String> userIds) {
    storedIds = List.copyOf(userIds);
  }

  /** Has a rule with these parameters, in JSON. */
  public void deployRule(String name, String parameters) {
    rules = Map.of(name, parameters);
  }

  @Override
  public Response respond(RecordedRequest request) throws IOException {
    if (request.operation().equals("GetComplianceDetailsByConfigRule")) return storedResults();
    if (request.operation().equals("DescribeConfigRules")) return deployedRules();
    HttpResponse<String> response = forward(request);
    String type = response.headers().firstValue("content-type").orElse("");
    return Response.of(response.statusCode(), type, corrected(response.body()));
  }

  private Response deployedRules() {
    List<Map<String, Object>> deployed =
        rules.entrySet().stream()
            .map(
                rule ->
                    Map.of(
                        "ConfigRuleName",
                        rule.getKey(),
                        "InputParameters",
                        rule.getValue(),
                        "Source",
                        Map.of("Owner", "CUSTOM_LAMBDA")))
            .toList();
    return Response.of(200, Events.json(Map.of("ConfigRules", deployed)));
  }

  private Response storedResults() {
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
    return Response.of(200, Events.json(Map.of("EvaluationResults", results)));
  }

  private HttpResponse<String> forward(RecordedRequest request) throws IOException {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(moto.resolve(request.path()))
            .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
    for (String header : FORWARDED_HEADERS) {
      if (request.headers().containsKey(header)) {
        forwarded.header(header, request.headers().get(header));
      }
    }
    try {
      return client.send(forwarded.build(), BodyHandlers.ofString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  /** The ids of moto lack the prefix of IAM users. */
  public static String awsUserId(String motoUserId) {
    return "AIDA" + motoUserId.toUpperCase(Locale.ROOT);
  }

  private static String corrected(String body) {
    String withIds =
        USER_ID
            .matcher(body)
            .replaceAll(id -> "<UserId>%s</UserId>".formatted(awsUserId(id.group(1))));
    return REPORT_TIME
        .matcher(withIds)
        .replaceAll("<GeneratedTime>%s</GeneratedTime>".formatted(Instant.now()));
  }

  @Override
  public void close() {
    client.close();
  }
}
