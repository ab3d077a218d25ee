package initialkeys.infra.remediation;

import static initialkeys.infra.Synthesized.APP_WITH_ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import org.junit.jupiter.api.Test;

final class OrganizationRemediationStackTest {

  private static final Synthesized STACK =
      APP_WITH_ORGANIZATION_REMEDIATION.get(ORGANIZATION_REMEDIATION);

  /** AWS Config remediates no organization rule (F50). */
  @Test
  void configStartsNothing() {
    assertThat(STACK.all("AWS::Config::RemediationConfiguration")).isEmpty();
    assertThat(STACK.all("AWS::SSM::Document")).hasSize(1);
  }

  @Test
  void functionFindsTheRuleAndTheRoleByTheirNames() {
    JsonNode variables = STACK.only("AWS::Lambda::Function").at("/Environment/Variables");
    assertThat(variables.path("RULE_NAME").asText()).isEqualTo("iam-user-console-and-api-access");
    assertThat(variables.path("MEMBER_ROLE_NAME").asText())
        .isEqualTo("InitialKeysRemediationMember");
  }

  /** The only role that may assume it is given as a parameter: the function's own. */
  @Test
  void memberRoleTrustsTheRemediatingFunctionAlone() {
    JsonNode stackSet = STACK.only("AWS::CloudFormation::StackSet");
    JsonNode parameter = stackSet.at("/Parameters/0/ParameterValue/Fn::GetAtt/0");
    assertThat(parameter.asText()).startsWith("RemediationRole");
    assertThat(STACK.typeOf(parameter)).isEqualTo("AWS::IAM::Role");
    JsonNode role =
        json(stackSet.path("TemplateBody").asText()).at("/Resources/Role1ABCC5F0/Properties");
    assertThat(role.path("RoleName").asText()).isEqualTo("InitialKeysRemediationMember");
    assertThat(role.at("/AssumeRolePolicyDocument/Statement"))
        .isEqualTo(
            json(
                """
                [{"Action":"sts:AssumeRole","Effect":"Allow",
                  "Principal":{"AWS":{"Ref":"FunctionRoleArn"}}}]
                """));
    assertThat(stackSet.at("/StackInstancesGroup/0/DeploymentTargets/OrganizationalUnitIds/0"))
        .isEqualTo(json("\"r-ab12\""));
  }
}
