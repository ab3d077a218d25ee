package initialkeys.infra.notification;

import initialkeys.decision.CisControl;
import initialkeys.infra.function.RuleDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.CfnRule.InputTransformerProperty;
import software.amazon.awscdk.services.events.CfnRule.TargetProperty;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * Publishes AWS Config's compliance changes of the rule (F42) as messages that a person can act on.
 * EventBridge publishes with a role: a condition in a topic's policy does not hold for EventBridge
 * itself, and another account's topic needs a role in any case (F45).
 */
public final class FindingEvents extends Construct {

  /** Topics' policies recognize the roles by it; their names are generated. */
  private static final String ROLE_PATH = "/initial-keys/";

  private static final String NEW_TYPE = "newEvaluationResult";
  private static final String OLD_TYPE = "oldEvaluationResult";

  private static final Map<String, String> FIELDS = fields();

  private final List<CfnRule> rules = new ArrayList<>();
  private final List<String> topicArns;
  private final Optional<String> keyArn;
  private final Role role;

  /** How the pattern matches the name of the rule in AWS Config. */
  public sealed interface RuleName {

    /** In a single account: exactly this one. */
    record Exact(String name) implements RuleName {}

    /** In an organization: the names that AWS Config generates, which begin so (F31). */
    record Generated(String prefix) implements RuleName {}
  }

  /**
   * @param resolved whether it is also published that a user is no longer noncompliant
   * @param topicArns the topics that each message is published to
   * @param keyArn the only key that encrypts their messages, if it is known
   */
  public FindingEvents(
      Construct scope,
      String id,
      RuleName ruleName,
      boolean resolved,
      List<String> topicArns,
      Optional<String> keyArn) {
    super(scope, id);
    this.topicArns = List.copyOf(topicArns);
    this.keyArn = keyArn;
    role =
        Role.Builder.create(this, "Role")
            .path(ROLE_PATH)
            .description("Lets EventBridge publish the findings of one AWS Config rule")
            .assumedBy(
                ServicePrincipal.Builder.create("events.amazonaws.com")
                    .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                    .build())
            .inlinePolicies(
                Map.of(
                    "Publish",
                    PolicyDocument.Builder.create()
                        .statements(List.of(publish(), encrypt()))
                        .build()))
            .build();
    rule(
        "NonCompliant",
        "Publishes that an IAM user is noncompliant",
        pattern(ruleName, Map.of(NEW_TYPE, isOneOf("NON_COMPLIANT"))),
        nonCompliantMessage());
    if (resolved) {
      rule(
          "Resolved",
          "Publishes that an IAM user is no longer noncompliant",
          pattern(
              ruleName,
              new TreeMap<>(
                  Map.of(
                      NEW_TYPE, isOneOf("COMPLIANT", "NOT_APPLICABLE"),
                      OLD_TYPE, isOneOf("NON_COMPLIANT")))),
          resolvedMessage());
    }
  }

  /** Has everything created only where a condition of the template holds. */
  public void onlyWhere(CfnCondition condition) {
    rules.forEach(rule -> rule.getCfnOptions().setCondition(condition));
    ((CfnRole) role.getNode().getDefaultChild()).getCfnOptions().setCondition(condition);
  }

  /** The messages that a topic or its key has rejected: EventBridge tries no longer. */
  IMetric failedInvocations() {
    Map<String, IMetric> failed = new TreeMap<>();
    for (CfnRule rule : rules) {
      failed.put(
          "rule" + failed.size(),
          Metric.Builder.create()
              .namespace("AWS/Events")
              .metricName("FailedInvocations")
              .dimensionsMap(Map.of("RuleName", rule.getRef()))
              .statistic("Sum")
              .build());
    }
    return MathExpression.Builder.create()
        .expression("SUM(METRICS())")
        .usingMetrics(failed)
        .label("Messages that were not published")
        .period(Duration.minutes(5))
        .build();
  }

  /** The ARNs of these roles in any account. */
  static String rolesOfAnyAccount() {
    return "arn:%s:iam::*:role%s*".formatted(Aws.PARTITION, ROLE_PATH);
  }

  private PolicyStatement publish() {
    return PolicyStatement.Builder.create()
        .sid("PublishFindings")
        .actions(List.of("sns:Publish"))
        .resources(topicArns)
        .build();
  }

  /**
   * The key of a topic in another account, or of a given one, is not known; what it encrypts is.
   */
  private PolicyStatement encrypt() {
    return PolicyStatement.Builder.create()
        .sid("EncryptFindings")
        .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
        .resources(
            List.of(
                keyArn.orElseGet(
                    () -> "arn:%s:kms:%s:*:key/*".formatted(Aws.PARTITION, Aws.REGION))))
        .conditions(
            Map.of("StringEquals", Map.of("kms:EncryptionContext:aws:sns:topicArn", topicArns)))
        .build();
  }

  private void rule(String id, String description, Map<String, ?> pattern, String message) {
    rules.add(
        CfnRule.Builder.create(this, id)
            .description(description)
            .eventPattern(pattern)
            .targets(
                IntStream.range(0, topicArns.size())
                    .mapToObj(
                        i ->
                            TargetProperty.builder()
                                .id("Topic" + i)
                                .arn(topicArns.get(i))
                                .roleArn(role.getRoleArn())
                                .inputTransformer(
                                    InputTransformerProperty.builder()
                                        .inputPathsMap(FIELDS)
                                        .inputTemplate(message)
                                        .build())
                                .build())
                    .toList())
            .build());
  }

  private static Map<String, ?> isOneOf(String... complianceTypes) {
    return Map.of("complianceType", List.of(complianceTypes));
  }

  private static Map<String, ?> pattern(RuleName ruleName, Map<String, ?> results) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put(
        "configRuleName",
        List.of(
            switch (ruleName) {
              case RuleName.Exact(String name) -> name;
              case RuleName.Generated(String prefix) -> Map.of("prefix", prefix);
            }));
    detail.put("resourceType", RuleDefinition.RESOURCE_TYPES);
    Stream.of(NEW_TYPE, OLD_TYPE)
        .filter(results::containsKey)
        .forEach(result -> detail.put(result, results.get(result)));
    Map<String, Object> pattern = new LinkedHashMap<>();
    pattern.put("source", List.of("aws.config"));
    pattern.put("detail-type", List.of("Config Rules Compliance Change"));
    pattern.put("detail", detail);
    return pattern;
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("account", "$.account");
    fields.put("annotation", "$.detail.newEvaluationResult.annotation");
    fields.put("region", "$.region");
    fields.put("result", "$.detail.newEvaluationResult.complianceType");
    fields.put("rule", "$.detail.configRuleName");
    fields.put("user", "$.detail.resourceId");
    return fields;
  }

  private String nonCompliantMessage() {
    return message(
        "IAM user <user> in account <account> is NON_COMPLIANT.",
        "<annotation>",
        CisControl.REMEDIATION,
        link());
  }

  private String resolvedMessage() {
    return message(
        "IAM user <user> in account <account> is no longer NON_COMPLIANT: <result>.",
        "<annotation>",
        link());
  }

  /** EventBridge's form of several lines of text: each line is a string of its own. */
  private static String message(String... lines) {
    return Stream.of(lines).map("\"%s\""::formatted).collect(Collectors.joining("\n"));
  }

  /** The host of the console is known for three partitions; in any other the rule is named. */
  private String link() {
    String page = "/config/home?region=<region>#/rules/details?configRuleName=<rule>";
    return Fn.conditionIf(
            isPartition("aws"),
            "https://console.aws.amazon.com" + page,
            Fn.conditionIf(
                isPartition("aws-cn"),
                "https://console.amazonaws.cn" + page,
                Fn.conditionIf(
                    isPartition("aws-us-gov"),
                    "https://console.amazonaws-us-gov.com" + page,
                    "AWS Config, rule <rule> in <region>")))
        .toString();
  }

  /** The id of a condition of the template. */
  private String isPartition(String partition) {
    return Optional.ofNullable(getNode().tryFindChild(partition))
        .map(CfnCondition.class::cast)
        .orElseGet(
            () ->
                CfnCondition.Builder.create(this, partition)
                    .expression(Fn.conditionEquals(Aws.PARTITION, partition))
                    .build())
        .getLogicalId();
  }
}
