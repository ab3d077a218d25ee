package initialkeys.cli.doctor;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.DeploymentClients;
import initialkeys.cli.aws.Organization;
import initialkeys.cli.aws.RuleName;
import initialkeys.decision.TriState;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The function that the rule names, and what watches it. */
final class FunctionChecks {

  private static final String DEPLOY_AGAIN = "Deploy the stack again.";

  /** Parts of ARNs. */
  private static final int SERVICE = 2;

  private static final int ACCOUNT = 4;

  private static final int QUEUE = 5;
  private static final int FUNCTION = 6;

  /** A queue that holds none of these is empty. */
  private static final List<QueueAttributeName> MESSAGES =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

  private final DeploymentClients clients;
  private final Organization organization;
  private final ConfigRule rule;
  private final String functionArn;
  private final RuleName ruleName;
  private final String accountId;

  /**
   * @param rule names the function
   * @param accountId the account whose AWS Config invokes it
   */
  FunctionChecks(Caller caller, ConfigRule rule, RuleName ruleName, String accountId) {
    this.clients = caller.deployment().get();
    this.organization = caller.organization();
    this.rule = rule;
    this.functionArn = rule.source().sourceIdentifier();
    this.ruleName = ruleName;
    this.accountId = accountId;
  }

  /** A member account has the rule of an Organization, and not its function. */
  Check inAccount(String name, Supplier<Check> question) {
    String[] parts = functionArn.split(":", -1);
    if (parts.length <= ACCOUNT || parts[ACCOUNT].equals(accountId)) return question.get();
    return Check.notChecked(
        name,
        "the function is in account %s".formatted(parts[ACCOUNT]),
        "Run doctor with credentials of account %s.".formatted(parts[ACCOUNT]));
  }

  Check function() {
    String name = "Function";
    try {
      GetFunctionConfigurationResponse function =
          clients.lambda().getFunctionConfiguration(it -> it.functionName(functionArn));
      boolean isUsable =
          function.lastUpdateStatus() != LastUpdateStatus.FAILED
              && (function.state() == State.ACTIVE || function.state() == State.INACTIVE);
      String text =
          "%s, version %s, %s, updated %s, code SHA-256 %s"
              .formatted(
                  function.functionName(),
                  function.version(),
                  function.runtimeAsString(),
                  function.lastModified(),
                  HexFormat.of().formatHex(Base64.getDecoder().decode(function.codeSha256())));
      return isUsable
          ? Check.ok(name, text)
          : Check.error(
              name,
              "%s: state %s, last update %s"
                  .formatted(text, function.stateAsString(), function.lastUpdateStatusAsString()),
              DEPLOY_AGAIN);
    } catch (ResourceNotFoundException missing) {
      return Check.error(name, "%s does not exist".formatted(functionArn), DEPLOY_AGAIN);
    }
  }

  Check permission() {
    String name = "Permission";
    return switch (isInvocationAllowed()) {
      case YES ->
          Check.ok(name, "AWS Config of account %s may invoke the function".formatted(accountId));
      case NO ->
          Check.error(
              name,
              "AWS Config of account %s may not invoke the function".formatted(accountId),
              DEPLOY_AGAIN);
      case UNKNOWN ->
          Check.notChecked(
              name,
              "the function's policy has a condition or an element that doctor does not compare",
              "Compare it: `aws lambda get-policy --function-name %s`.".formatted(functionArn));
    };
  }

  private TriState isInvocationAllowed() {
    try {
      return new InvocationPolicy(
              clients.lambda().getPolicy(it -> it.functionName(functionArn)).policy())
          .allows(
              Map.of(
                  "aws:sourceaccount", () -> Optional.of(accountId),
                  "aws:sourcearn", () -> Optional.ofNullable(rule.configRuleArn()),
                  "aws:sourceorgid", organization::id));
    } catch (ResourceNotFoundException noPolicy) {
      return TriState.NO;
    }
  }

  Check failureQueue() {
    String name = "Failure queue";
    Optional<String> queue = queue();
    if (queue.isEmpty()) {
      return Check.warning(
          name, "the function has no destination for events that failed", DEPLOY_AGAIN);
    }
    if (!part(queue.get(), SERVICE).equals("sqs")) {
      return Check.notChecked(
          name,
          "failed events go to %s, which is no SQS queue".formatted(queue.get()),
          "Look for failed events there.");
    }
    long count = messages(queue.get());
    return count == 0
        ? Check.ok(name, "is empty")
        : Check.error(
            name,
            "has %s: events that failed twice, or waited too long"
                .formatted(count == 1 ? "1 message" : count + " messages"),
            "Correct the cause, start an evaluation, then purge the queue (docs/operations.md).");
  }

  /** Also those that somebody is reading, and those that wait to be readable. */
  private long messages(String queueArn) {
    String url =
        clients
            .sqs()
            .getQueueUrl(
                it ->
                    it.queueName(part(queueArn, QUEUE))
                        .queueOwnerAWSAccountId(part(queueArn, ACCOUNT)))
            .queueUrl();
    Map<QueueAttributeName, String> counts =
        clients
            .sqs()
            .getQueueAttributes(it -> it.queueUrl(url).attributeNames(MESSAGES))
            .attributes();
    return MESSAGES.stream()
        .mapToLong(
            kind ->
                Optional.ofNullable(counts.get(kind))
                    .map(Long::parseLong)
                    .orElseThrow(
                        () -> new IllegalStateException("SQS returned no %s".formatted(kind))))
        .sum();
  }

  private Optional<String> queue() {
    try {
      return Optional.ofNullable(
              clients
                  .lambda()
                  .getFunctionEventInvokeConfig(it -> it.functionName(functionArn))
                  .destinationConfig())
          .map(destinations -> destinations.onFailure())
          .map(destination -> destination.destination());
    } catch (ResourceNotFoundException none) {
      return Optional.empty();
    }
  }

  Check alarms() {
    String name = "Alarms";
    String function = part(functionArn, FUNCTION);
    Optional<String> queue = queue().map(arn -> part(arn, QUEUE));
    List<MetricAlarm> all =
        clients.cloudWatch().describeAlarmsPaginator(it -> it.maxRecords(100)).stream()
            .flatMap(page -> page.metricAlarms().stream())
            .toList();
    Set<String> stacks =
        all.stream()
            .filter(alarm -> dimensions(alarm).anyMatch(it -> isOfFunction(it, function, queue)))
            .flatMap(alarm -> stack(function, alarm).stream())
            .collect(Collectors.toSet());
    List<MetricAlarm> ours =
        all.stream()
            .filter(
                alarm ->
                    dimensions(alarm)
                        .anyMatch(
                            it -> isOfFunction(it, function, queue) || isOfRule(it, alarm, stacks)))
            .toList();
    if (ours.isEmpty()) {
      return Check.warning(name, "no alarm watches the function", DEPLOY_AGAIN);
    }
    String raised =
        ours.stream()
            .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
            .map(MetricAlarm::alarmName)
            .sorted()
            .collect(Collectors.joining(", "));
    long withoutData =
        ours.stream().filter(alarm -> alarm.stateValue() == StateValue.INSUFFICIENT_DATA).count();
    return raised.isEmpty()
        ? Check.ok(
            name,
            "%s, none in ALARM%s"
                .formatted(
                    ours.size() == 1 ? "1 alarm" : ours.size() + " alarms",
                    withoutData == 0 ? "" : ", %s INSUFFICIENT_DATA".formatted(withoutData)))
        : Check.error(
            name,
            "in ALARM: %s".formatted(raised),
            "See the table of alarms in docs/operations.md.");
  }

  /** The dimensions of the alarm's metric, or of the metrics in its expression. */
  private static Stream<Dimension> dimensions(MetricAlarm alarm) {
    return Stream.concat(
        alarm.dimensions().stream(),
        alarm.metrics().stream()
            .map(MetricDataQuery::metricStat)
            .filter(Objects::nonNull)
            .flatMap(stat -> stat.metric().dimensions().stream()));
  }

  private static boolean isOfFunction(
      Dimension dimension, String function, Optional<String> queue) {
    return switch (dimension.name()) {
      case "FunctionName" -> dimension.value().equals(function);
      case "QueueName" -> queue.filter(dimension.value()::equals).isPresent();
      default -> false;
    };
  }

  /** The AWS Config rule, or an EventBridge rule of the stack, which publishes its findings. */
  private boolean isOfRule(Dimension dimension, MetricAlarm alarm, Set<String> stacks) {
    String value = dimension.value();
    return dimension.name().equals("RuleName")
        && (ruleName.isOf(value) || stack(value, alarm).filter(stacks::contains).isPresent());
  }

  /**
   * The stack of a function or an EventBridge rule that an alarm watches. CloudFormation generates
   * names of the form STACK-LOGICALID-SUFFIX. It cuts the stack's name where 64 characters are the
   * most; an alarm's own name has room for the whole of it.
   */
  private static Optional<String> stack(String generated, MetricAlarm alarm) {
    String ofAlarm = stack(alarm.alarmName());
    return Optional.of(stack(generated))
        .filter(stack -> !stack.isEmpty())
        .map(stack -> ofAlarm.startsWith(stack) ? ofAlarm : stack);
  }

  private static String stack(String generated) {
    return generated.replaceFirst("-?[^-]*-[^-]*$", "");
  }

  /** A part of an ARN, such as arn:aws:sqs:REGION:ACCOUNT:NAME. */
  private static String part(String arn, int index) {
    String[] parts = arn.split(":", -1);
    if (parts.length > index) return parts[index];
    throw new IllegalStateException("Not an ARN of the expected form: " + arn);
  }
}
