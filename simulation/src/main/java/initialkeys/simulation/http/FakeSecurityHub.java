package initialkeys.simulation.http;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Security Hub of one account in memory: it keeps the findings that it is sent, by id. As the real
 * one, it ignores an update whose UpdatedAt is not later (F43).
 */
public final class FakeSecurityHub {

  /** What BatchImportFindings requires of a finding. */
  private static final Set<String> REQUIRED =
      Set.of(
          "SchemaVersion",
          "Id",
          "ProductArn",
          "GeneratorId",
          "AwsAccountId",
          "CreatedAt",
          "UpdatedAt",
          "Title",
          "Description",
          "FindingProviderFields",
          "Resources");

  private final Map<String, JsonNode> findings = new TreeMap<>();
  private final List<Integer> batches = new ArrayList<>();
  private Predicate<JsonNode> failing = finding -> false;
  private boolean isOff;

  /** Is not enabled in the account. */
  public FakeSecurityHub off() {
    isOff = true;
    return this;
  }

  /** Selects the findings that are returned as FailedFindings. */
  public FakeSecurityHub failing(Predicate<JsonNode> selection) {
    failing = selection;
    return this;
  }

  /** The findings that it holds, by id. */
  public Map<String, JsonNode> findings() {
    return Map.copyOf(findings);
  }

  /** The record state of each finding, by the id of its user. */
  public Map<String, String> recordStates() {
    Map<String, String> states = new TreeMap<>();
    findings
        .values()
        .forEach(
            finding ->
                states.put(
                    finding.at("/Resources/0/Id").textValue(),
                    finding.get("RecordState").textValue()));
    return states;
  }

  /** The number of findings in each call so far. */
  public List<Integer> batches() {
    return List.copyOf(batches);
  }

  /** Responds to BatchImportFindings. */
  Response importFindings(JsonNode request) {
    if (isOff) {
      return error(401, "InvalidAccessException", "Account is not subscribed to AWS Security Hub");
    }
    List<JsonNode> batch = request.get("Findings").valueStream().toList();
    batches.add(batch.size());
    if (batch.isEmpty() || batch.size() > 100) {
      return error(400, "InvalidInputException", "from 1 to 100 findings");
    }
    List<Map<String, String>> failed = new ArrayList<>();
    for (JsonNode finding : batch) {
      if (isValid(finding) && !failing.test(finding)) {
        findings.merge(finding.get("Id").textValue(), finding, FakeSecurityHub::later);
      } else {
        failed.add(
            Map.of(
                "Id", finding.path("Id").asText(),
                "ErrorCode", "InvalidInput",
                "ErrorMessage", "not this one"));
      }
    }
    Map<String, Object> response = new HashMap<>();
    response.put("FailedCount", failed.size());
    response.put("SuccessCount", batch.size() - failed.size());
    if (!failed.isEmpty()) response.put("FailedFindings", failed);
    return Response.of(200, "application/json", Events.json(response));
  }

  private static boolean isValid(JsonNode finding) {
    return REQUIRED.stream().allMatch(finding::hasNonNull)
        && finding.get("Title").textValue().length() <= 256
        && finding.get("Description").textValue().length() <= 1_024
        && finding.get("Resources").size() <= 32
        && finding
            .get("ProductArn")
            .textValue()
            .endsWith("product/%s/default".formatted(finding.get("AwsAccountId").textValue()));
  }

  private static JsonNode later(JsonNode held, JsonNode sent) {
    return updatedAt(sent).isAfter(updatedAt(held)) ? sent : held;
  }

  private static Instant updatedAt(JsonNode finding) {
    return Instant.parse(finding.get("UpdatedAt").textValue());
  }

  /** An error response of Security Hub. */
  public static Response error(int status, String code, String message) {
    return exchange -> {
      exchange.getResponseHeaders().set("x-amzn-RequestId", FakeAws.REQUEST_ID);
      exchange.getResponseHeaders().set("x-amzn-ErrorType", code + ":http://internal.amazon.com/");
      Response.of(status, "application/json", Events.json(Map.of("Message", message)))
          .sendTo(exchange);
    };
  }
}
