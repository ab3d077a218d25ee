package initialkeys.infra.remediation;

import static initialkeys.infra.Synthesized.APP_WITH_AUTOMATIC_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_REMEDIATION;
import static initialkeys.infra.Synthesized.ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.REMEDIATION;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The stack of the remediation in one account: how AWS Config is configured, and what it may start.
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
  }

  /** One action on one function, for automations of the account alone. */
  @Test
  void automationRoleMayInvokeTheFunctionAlone() {
    for (Synthesized stack : List.of(MANUAL, ORGANIZATION)) {
      JsonNode role = stack.only("AWS::IAM::Role", "Automation");
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

  private static String id(Synthesized stack, String construct) {
    return stack
        .ids("AWS::IAM::Role")
        .filter(id -> id.startsWith(construct))
        .findFirst()
        .orElseThrow();
  }
}
