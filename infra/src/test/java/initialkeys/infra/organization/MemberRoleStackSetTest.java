package initialkeys.infra.organization;

import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stack set that deploys the member role to member accounts. */
final class MemberRoleStackSetTest {

  private static final String STACK_SET = "AWS::CloudFormation::StackSet";
  private static final Synthesized LEAST = APP_WITH_EVERY_STACK.get(ORGANIZATION);
  private static final Synthesized EVERYTHING = APP_WITH_EVERYTHING_SET.get(ORGANIZATION);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PermissionModel       | SERVICE_MANAGED
          CallAs                | DELEGATED_ADMIN
          AutoDeployment        | {"Enabled":true,"RetainStacksOnAccountRemoval":false}
          ManagedExecution      | {"Active":true}
          Capabilities          | ["CAPABILITY_NAMED_IAM"]
          OperationPreferences  | {"FailureTolerancePercentage":10,"MaxConcurrentPercentage":10}
          StackInstancesGroup   | [{"DeploymentTargets":{"AccountFilterType":"DIFFERENCE","Accounts":["444455556666","777788889999"],"OrganizationalUnitIds":["ou-ab12-11111111","ou-ab12-22222222"]},"Regions":[{"Ref":"AWS::Region"}]}]
          """)
  void stackSetHasTheConfiguredValues(String path, String expected) {
    assertThat(at(EVERYTHING.only(STACK_SET), path)).isEqualTo(expected);
  }

  @Test
  void memberRoleTrustsTheFunctionsRole() {
    JsonNode parameter = LEAST.only(STACK_SET).path("Parameters");
    assertThat(parameter).hasSize(1);
    assertThat(parameter.at("/0/ParameterKey").asText()).isEqualTo("FunctionRoleArn");
    assertThat(parameter.at("/0/ParameterValue/Fn::GetAtt"))
        .isEqualTo(LEAST.only("AWS::Lambda::Function").at("/Role/Fn::GetAtt"));
  }

  @Test
  void noAccountIsExcludedByDefault() {
    assertThat(LEAST.only(STACK_SET).path("StackInstancesGroup"))
        .hasToString(
            """
            [{"DeploymentTargets":{"OrganizationalUnitIds":["r-ab12"]},"Regions":[{"Ref":"AWS::Region"}]}]\
            """);
  }

  private static String at(JsonNode properties, String path) {
    JsonNode found = properties.at("/" + path);
    return found.isContainerNode() ? found.toString() : found.asText();
  }
}
