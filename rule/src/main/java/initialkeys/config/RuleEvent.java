package initialkeys.config;

import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Resource;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The event that AWS Config sends (AWS Config Developer Guide, "Example Events for AWS Config
 * Rules"; F6 to F10).
 *
 * @param accountId the account to evaluate, 12 digits
 * @param ruleName the rule's name, as GetComplianceDetailsByConfigRule takes it
 */
public record RuleEvent(
    String accountId,
    String ruleName,
    RuleParameters parameters,
    ResultToken resultToken,
    Trigger trigger) {

  /** The message type of a schedule (F27). */
  public static final String SCHEDULED = "ScheduledNotification";

  /** The message type of a change. */
  public static final String CHANGED = "ConfigurationItemChangeNotification";

  /** The message type of a change whose configuration item is too large for the event. */
  public static final String OVERSIZED = "OversizedConfigurationItemChangeNotification";

  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
  private static final Pattern RULE_NAME = Pattern.compile("[^\\p{Cntrl}]{1,128}");
  private static final Pattern RESOURCE_ID = Pattern.compile("[^\\p{Cntrl}]{1,768}");
  private static final Pattern RESOURCE_TYPE = Pattern.compile("[A-Za-z0-9]+(::[A-Za-z0-9]+){2,3}");
  private static final Pattern USER_NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

  /**
   * Parses an event.
   *
   * @throws InvalidInputException naming the field or rule parameter, its value and what is allowed
   */
  public static RuleEvent read(InputStream stream) {
    JsonFields event = JsonFields.read("The event", stream);
    String accountId = accountId(event, "accountId");
    return new RuleEvent(
        accountId,
        event.text("configRuleName", RULE_NAME, "a rule's name of 1 to 128 characters"),
        parameters(event),
        new ResultToken(event.secret("resultToken")),
        trigger(event.embedded("invokingEvent"), event.flag("eventLeftScope"), accountId));
  }

  private static RuleParameters parameters(JsonFields event) {
    if (!event.has("ruleParameters")) return RuleParameters.parse(Map.of());
    return RuleParameters.parse(event.embedded("ruleParameters").values());
  }

  private static Trigger trigger(JsonFields invoking, boolean hasLeftScope, String accountId) {
    Instant notified = invoking.instant("notificationCreationTime");
    String messageType = invoking.text("messageType");
    return switch (messageType) {
      case SCHEDULED -> {
        requireSameAccount(invoking, accountId);
        yield new Trigger.Schedule(notified);
      }
      case CHANGED ->
          changed(invoking.object("configurationItem"), notified, hasLeftScope, accountId);
      case OVERSIZED ->
          changed(invoking.object("configurationItemSummary"), notified, hasLeftScope, accountId);
      default ->
          throw invoking.invalid(
              "messageType", "%s, %s or %s".formatted(SCHEDULED, CHANGED, OVERSIZED));
    };
  }

  private static Trigger changed(
      JsonFields item, Instant notified, boolean hasLeftScope, String accountId) {
    requireSameAccount(item, accountId);
    Instant captured = item.instant("configurationItemCaptureTime");
    Optional<NotApplicable.Reason> absence = absence(item, hasLeftScope);
    Resource resource =
        new Resource(
            item.text("resourceType", RESOURCE_TYPE, "a resource type like AWS::IAM::User"),
            item.text("resourceId", RESOURCE_ID, "an id of 1 to 768 characters"));
    if (!resource.isUser()) {
      return new Trigger.ResourceAbsent(
          notified, captured, resource, NotApplicable.Reason.NOT_AN_IAM_USER);
    }
    if (!UserIdentity.isUserId(resource.id())) {
      throw item.invalid("resourceId", UserIdentity.ID_FORMAT);
    }
    if (absence.isPresent()) {
      return new Trigger.ResourceAbsent(notified, captured, resource, absence.get());
    }
    return new Trigger.UserChanged(notified, captured, resource.id(), userName(item));
  }

  /** F10: a user is evaluated on OK and ResourceDiscovered, unless it left the scope. */
  private static Optional<NotApplicable.Reason> absence(JsonFields item, boolean hasLeftScope) {
    String status = item.text("configurationItemStatus");
    return switch (status) {
      case "ResourceDeleted", "ResourceDeletedNotRecorded" ->
          Optional.of(NotApplicable.Reason.DELETED);
      case "ResourceNotRecorded" -> Optional.of(NotApplicable.Reason.NOT_RECORDED);
      case "OK", "ResourceDiscovered" ->
          hasLeftScope ? Optional.of(NotApplicable.Reason.LEFT_SCOPE) : Optional.empty();
      default ->
          throw item.invalid(
              "configurationItemStatus",
              "OK, ResourceDiscovered, ResourceNotRecorded, ResourceDeleted or"
                  + " ResourceDeletedNotRecorded");
    };
  }

  /**
   * The name is only a hint where to look first: the id decides (F8: it may be null). So a value
   * that cannot be a user name is treated as absent.
   */
  private static Optional<String> userName(JsonFields item) {
    return item.optionalText("resourceName").filter(name -> USER_NAME.matcher(name).matches());
  }

  /** The facts are read in the event's account, so another account's event is rejected. */
  private static void requireSameAccount(JsonFields fields, String accountId) {
    if (!accountId(fields, "awsAccountId").equals(accountId)) {
      throw fields.invalid("awsAccountId", "the event's accountId, '%s'".formatted(accountId));
    }
  }

  private static String accountId(JsonFields fields, String field) {
    return fields.text(field, ACCOUNT_ID, "an account id of 12 digits");
  }
}
