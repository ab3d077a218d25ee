package initialkeys.infra.remediation;

import static initialkeys.infra.Synthesized.APP_WITH_AUTOMATIC_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_REMEDIATION;
import static initialkeys.infra.Synthesized.ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.REMEDIATION;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.CalledActions;
import initialkeys.infra.Synthesized;
import initialkeys.lambda.RemediationHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The stack of the remediation in one account: how AWS Config is configured, and who may do what.
 */
final class RemediationStackTest {

  private static final Synthesized MANUAL = APP_WITH_REMEDIATION.get(REMEDIATION);
  private static final Synthesized AUTOMATIC = APP_WITH_AUTOMATIC_REMEDIATION.get(REMEDIATION);
  private static final Synthesized ORGANIZATION =
      APP_WITH_ORGANIZATION_REMEDIATION.get(ORGANIZATION_REMEDIATION);

  private static JsonNode configuration(Synthesized stack) {
    return stack.only("AWS::Config::RemediationConfiguration");
  }

  /** The whole resource: AWS Config ignores parameters whose keys begin in lower case (F52). */
  @Test
  void configurationIsWhatConfigTakes() {
    String document = MANUAL.ids("AWS::SSM::Document").findFirst().orElseThrow();
    String role = id(MANUAL, "Automation");
    assertThat(configuration(MANUAL))
        .isEqualTo(
            json(
                """
                {"Automatic":false,
                 "ConfigRuleName":"iam-user-console-and-api-access-at-creation",
                 "ExecutionControls":{"SsmControls":
                   {"ConcurrentExecutionRatePercentage":10,"ErrorPercentage":10}},
                 "MaximumAutomaticAttempts":5,
                 "Parameters":{
                   "AutomationAssumeRole":
                     {"StaticValue":{"Values":[{"Fn::GetAtt":["%s","Arn"]}]}},
                   "UserId":{"ResourceValue":{"Value":"RESOURCE_ID"}}},
                 "ResourceType":"AWS::IAM::User",
                 "RetryAttemptSeconds":60,
                 "TargetId":{"Ref":"%s"},
                 "TargetType":"SSM_DOCUMENT"}
                """
                    .formatted(role, document)));
  }

  @Test
  void automaticDiffersInItsSettingsAlone() {
    assertThat(configuration(AUTOMATIC).path("Automatic").asBoolean()).isTrue();
    assertThat(configuration(AUTOMATIC).path("ConfigRuleName").asText()).isEqualTo("initial-keys");
    assertThat(function(AUTOMATIC).at("/Environment/Variables"))
        .isEqualTo(
            json(
                """
                {"JAVA_TOOL_OPTIONS":"-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                 "REMEDIATION_DRY_RUN":"true","REMEDIATION_GRACE_HOURS":"48",
                 "RULE_NAME":"initial-keys"}
                """));
  }

  @Test
  void functionHasItsOwnHandlerAndNoReservedConcurrency() {
    JsonNode function = function(MANUAL);
    assertThat(function.path("Handler").asText()).isEqualTo(RemediationHandler.class.getName());
    assertThat(function.path("Runtime").asText()).isEqualTo("java25");
    assertThat(function.path("Timeout").asInt()).isEqualTo(270);
    assertThat(function.has("ReservedConcurrentExecutions")).isFalse();
    assertThat(function.at("/Environment/Variables/REMEDIATION_GRACE_HOURS").asText())
        .isEqualTo("24");
    assertThat(function.at("/Environment/Variables/REMEDIATION_DRY_RUN").asText())
        .isEqualTo("false");
  }

  /** The record outlives the stack. */
  @Test
  void logIsKept() {
    assertThat(MANUAL.all("AWS::Logs::LogGroup"))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.at("/Properties/RetentionInDays").asInt()).isEqualTo(400);
              assertThat(group.path("DeletionPolicy").asText()).isEqualTo("Retain");
              assertThat(group.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
            });
    assertThat(function(MANUAL).at("/LoggingConfig/LogGroup/Ref").asText())
        .isEqualTo(MANUAL.ids("AWS::Logs::LogGroup").findFirst().orElseThrow());
  }

  /** One action on one function, for automations of the account alone. */
  @Test
  void automationRoleMayInvokeTheFunctionAlone() {
    for (Synthesized stack : List.of(MANUAL, ORGANIZATION)) {
      JsonNode role = role(stack, "Automation");
      String function = stack.ids("AWS::Lambda::Function").findFirst().orElseThrow();
      assertThat(role.path("Policies")).hasSize(1);
      assertThat(role.at("/Policies/0/PolicyDocument/Statement"))
          .isEqualTo(
              json(
                  """
                  [{"Action":"lambda:InvokeFunction","Effect":"Allow",
                    "Resource":{"Fn::GetAtt":["%s","Arn"]}}]
                  """
                      .formatted(function)));
      assertThat(role.at("/AssumeRolePolicyDocument/Statement"))
          .isEqualTo(
              json(
                  """
                  [{"Action":"sts:AssumeRole",
                    "Condition":{
                      "StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}},
                      "ArnLike":{"aws:SourceArn":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},
                        ":ssm:*:",{"Ref":"AWS::AccountId"},":automation-execution/*"]]}}},
                    "Effect":"Allow","Principal":{"Service":"ssm.amazonaws.com"}}]
                  """));
    }
  }

  @Test
  void functionsRoleGrantsWhatTheFunctionCalls() {
    Set<String> called = CalledActions.from(RemediationHandler.class);
    assertThat(called).contains("iam:UpdateAccessKey", "sts:AssumeRole");
    assertThat(sdkActions(statements(ORGANIZATION))).isEqualTo(called);
    assertThat(sdkActions(memberStatements())).isEqualTo(withoutAssumeRole(called));
    assertThat(sdkActions(statements(MANUAL))).isEqualTo(withoutAssumeRole(called));
    assertThat(called).noneMatch(action -> action.matches("iam:(Delete|Create|Tag|Attach).*"));
  }

  @Test
  void keysAreChangedOnUsersOfTheAccountAlone() {
    String users =
        "{\"Fn::Join\":[\"\",[\"arn:\",{\"Ref\":\"AWS::Partition\"},\":iam::\","
            + "{\"Ref\":\"AWS::AccountId\"},\":user/*\"]]}";
    for (Stream<JsonNode> statements :
        List.of(statements(MANUAL), statements(ORGANIZATION), memberStatements())) {
      assertThat(
              statements.filter(
                  statement -> statement.path("Action").toString().contains("UpdateAccessKey")))
          .singleElement()
          .hasToString(
              "{\"Action\":\"iam:UpdateAccessKey\",\"Effect\":\"Allow\",\"Resource\":%s,"
                      .formatted(users)
                  + "\"Sid\":\"DeactivateKeys\"}");
    }
  }

  @Test
  void onlyLambdaMayAssumeTheFunctionsRole() {
    assertThat(role(MANUAL, "Remediation").at("/AssumeRolePolicyDocument/Statement"))
        .isEqualTo(
            json(
                """
                [{"Action":"sts:AssumeRole","Effect":"Allow",
                  "Principal":{"Service":"lambda.amazonaws.com"}}]
                """));
  }

  @Test
  void everyChangeAndEveryFailureRaisesAnAlarm() {
    List<JsonNode> alarms =
        AUTOMATIC.all("AWS::CloudWatch::Alarm").stream().map(it -> it.path("Properties")).toList();
    assertThat(alarms).hasSize(2).allMatch(alarm -> alarm.path("AlarmActions").size() == 1);
    assertThat(alarms)
        .allMatch(alarm -> alarm.path("Threshold").asInt() == 0)
        .allMatch(
            alarm -> alarm.path("ComparisonOperator").asText().equals("GreaterThanThreshold"));
    assertThat(alarms.getFirst().path("MetricName").asText()).isEqualTo("KeysDeactivated");
    assertThat(alarms.getFirst().at("/Dimensions/0/Value").asText()).isEqualTo("initial-keys");
    JsonNode failed = alarms.getLast().path("Metrics");
    assertThat(failed.findValuesAsText("Expression"))
        .containsExactly("FILL(failed, 0) + FILL(crashed, 0) + FILL(throttled, 0)");
    assertThat(failed.findValuesAsText("MetricName"))
        .containsExactlyInAnyOrder("FailedRemediations", "Errors", "Throttles");
    assertThat(MANUAL.all("AWS::CloudWatch::Alarm"))
        .hasSize(2)
        .noneMatch(alarm -> alarm.path("Properties").has("AlarmActions"));
  }

  @Test
  void automaticWithInactiveKeysThatCountGivesAWarning() {
    Map<String, Synthesized> stacks =
        Synthesized.app("automatic-with-inactive", Map.of("remediation", "automatic"));
    assertThat(stacks.get(REMEDIATION).messages())
        .singleElement()
        .asString()
        .startsWith(
            "aws:cdk:warning /InitialKeysRemediation: With activeKeysOnly=false a user stays"
                + " NON_COMPLIANT until its Inactive key is deleted");
  }

  /** It is deployed after the rule's stack and needs nothing of it but the name (F53). */
  @Test
  void stackImportsNothing() {
    assertThat(MANUAL.text()).doesNotContain("Fn::ImportValue");
  }

  private static Stream<JsonNode> memberStatements() {
    JsonNode template =
        json(ORGANIZATION.only("AWS::CloudFormation::StackSet").path("TemplateBody").asText());
    return template
        .path("Resources")
        .path("Role1ABCC5F0")
        .at("/Properties/Policies/0/PolicyDocument/Statement")
        .valueStream();
  }

  private static Stream<JsonNode> statements(Synthesized stack) {
    return role(stack, "Remediation").at("/Policies/0/PolicyDocument/Statement").valueStream();
  }

  private static Set<String> sdkActions(Stream<JsonNode> statements) {
    return statements
        .map(statement -> statement.path("Action"))
        .flatMap(action -> action.isArray() ? action.valueStream() : Stream.of(action))
        .map(JsonNode::asText)
        .filter(action -> action.matches("(iam|config|sts):.*"))
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  private static Set<String> withoutAssumeRole(Set<String> actions) {
    Set<String> others = new TreeSet<>(actions);
    others.remove("sts:AssumeRole");
    return others;
  }

  private static JsonNode function(Synthesized stack) {
    return stack.only("AWS::Lambda::Function");
  }

  private static JsonNode role(Synthesized stack, String construct) {
    return stack.template().path("Resources").path(id(stack, construct)).path("Properties");
  }

  private static String id(Synthesized stack, String construct) {
    return stack
        .ids("AWS::IAM::Role")
        .filter(id -> id.startsWith(construct))
        .findFirst()
        .orElseThrow();
  }
}
