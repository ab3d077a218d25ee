package initialkeys.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ConfigEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import initialkeys.config.ResultToken;
import initialkeys.config.RuleEvent;
import initialkeys.config.Trigger;
import initialkeys.decision.RuleParameters;
import initialkeys.run.Deadline;
import initialkeys.run.IncompleteRunException;
import initialkeys.run.RuleRun;
import initialkeys.run.RunContext;
import initialkeys.run.RunSummary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The same rule as most functions are written: AWS's events library, Jackson's databind, and the
 * SDK's clients as they come. It is what the start benchmark compares with, and is never deployed.
 */
public final class StockHandler implements RequestHandler<ConfigEvent, Void> {

  private final ObjectMapper json = new ObjectMapper();
  private final IamClient iam = IamClient.builder().build();
  private final ConfigClient config = ConfigClient.builder().build();

  @Override
  public Void handleRequest(ConfigEvent event, Context context) {
    RunContext runContext =
        new RunContext(
            new Deadline(context::getRemainingTimeInMillis), InstantSource.system(), Thread::sleep);
    RunSummary result = new RuleRun(read(event), iam, config, runContext).execute();
    context.getLogger().log("%s, sent %s".formatted(result.counts(), result.sent()));
    if (!result.failures().isEmpty()) {
      throw IncompleteRunException.ofFailures(result.failures().size(), context.getAwsRequestId());
    }
    return null;
  }

  private RuleEvent read(ConfigEvent event) {
    try {
      JsonNode invoking = json.readTree(event.getInvokingEvent());
      Map<String, String> parameters =
          json.readValue(event.getRuleParameters(), new TypeReference<Map<String, String>>() {});
      return new RuleEvent(
          event.getAccountId(),
          event.getConfigRuleName(),
          RuleParameters.parse(parameters),
          new ResultToken(event.getResultToken()),
          trigger(invoking));
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  private static Trigger trigger(JsonNode invoking) {
    Instant notified = Instant.parse(invoking.get("notificationCreationTime").textValue());
    JsonNode item = invoking.get("configurationItem");
    if (item == null) return new Trigger.Schedule(notified);
    return new Trigger.UserChanged(
        notified,
        Instant.parse(item.get("configurationItemCaptureTime").textValue()),
        item.get("resourceId").textValue(),
        Optional.of(item.get("resourceName").textValue()));
  }
}
