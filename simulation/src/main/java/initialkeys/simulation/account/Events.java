package initialkeys.simulation.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes events as AWS Config sends them (F7, F9). */
public final class Events {

  public static final String RULE_NAME = "iam-user-console-and-api-access-at-creation";

  private Events() {}

  public static String schedule(
      String accountId, Instant now, Map<String, String> parameters, String resultToken) {
    Map<String, Object> invoking = new LinkedHashMap<>();
    invoking.put("awsAccountId", accountId);
    invoking.put("notificationCreationTime", now.toString());
    invoking.put("messageType", "ScheduledNotification");
    invoking.put("recordVersion", "1.0");
    return envelope(accountId, invoking, parameters, resultToken);
  }

  public static String schedule(Account account) {
    return schedule(account.accountId(), account.now(), account.parameters(), "a-result-token");
  }

  /** A change of a user, captured one minute before {@code now}. */
  public static String change(
      String accountId,
      Instant now,
      Map<String, String> parameters,
      String resultToken,
      String userId,
      String userName) {
    return change(
        accountId,
        now,
        parameters,
        resultToken,
        new Item("OK", now.minusSeconds(60), userId, userName));
  }

  /**
   * A configuration item of a user.
   *
   * @param status of the item: OK, ResourceDeleted, …
   */
  public record Item(String status, Instant captured, String userId, String userName) {}

  /** A change of a user. */
  public static String change(
      String accountId,
      Instant now,
      Map<String, String> parameters,
      String resultToken,
      Item changed) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("configurationItemStatus", changed.status());
    item.put("configurationItemCaptureTime", changed.captured().toString());
    item.put("awsAccountId", accountId);
    item.put("awsRegion", "global");
    item.put("resourceType", "AWS::IAM::User");
    item.put("resourceId", changed.userId());
    item.put("resourceName", changed.userName());
    item.put("configuration", Map.of("userId", changed.userId()));
    Map<String, Object> invoking = new LinkedHashMap<>();
    invoking.put("configurationItemDiff", null);
    invoking.put("configurationItem", item);
    invoking.put("notificationCreationTime", now.toString());
    invoking.put("messageType", "ConfigurationItemChangeNotification");
    invoking.put("recordVersion", "1.3");
    return envelope(accountId, invoking, parameters, resultToken);
  }

  public static String change(Account account, Account.User user) {
    return change(
        account.accountId(),
        account.now(),
        account.parameters(),
        "a-result-token",
        user.id(),
        user.name());
  }

  private static String envelope(
      String accountId,
      Map<String, Object> invoking,
      Map<String, String> parameters,
      String resultToken) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "1.0");
    event.put("invokingEvent", json(invoking));
    event.put("ruleParameters", json(parameters));
    event.put("resultToken", resultToken);
    event.put("eventLeftScope", false);
    event.put(
        "executionRoleArn",
        "arn:aws:iam::%s:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
            .formatted(accountId));
    event.put(
        "configRuleArn",
        "arn:aws:config:us-east-1:%s:config-rule/config-rule-abc123".formatted(accountId));
    event.put("configRuleName", RULE_NAME);
    event.put("configRuleId", "config-rule-abc123");
    event.put("accountId", accountId);
    return json(event);
  }

  /** The event as Lambda passes it to the handler. */
  public static InputStream stream(String event) {
    return new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
  }

  public static String json(Object value) {
    try {
      return Fixtures.JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
