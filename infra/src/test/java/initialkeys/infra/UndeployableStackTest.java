package initialkeys.infra;

import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.MEMBER_ROLE;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.REMEDIATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks whose settings are missing or rejected can be destroyed but not deployed. */
final class UndeployableStackTest {

  @ParameterizedTest
  @CsvSource({
    ORGANIZATION + ", organizationalUnits",
    MEMBER_ROLE + ", functionRoleArn",
    REMEDIATION + ", remediation",
    ORGANIZATION_REMEDIATION + ", organizationRemediation",
  })
  void infoNamesTheMissingSetting(String id, String setting) {
    assertThat(APP_BY_DEFAULT.get(id).messages())
        .singleElement()
        .asString()
        .startsWith(
            "aws:cdk:info /%s: To deploy %s, set %s in settings.json or with -c"
                .formatted(id, id, setting))
        .endsWith("'cdk destroy %s' works without it.".formatted(id));
  }

  /** The command line rejects a deployment when a parameter has no value. */
  @ParameterizedTest
  @CsvSource({
    ORGANIZATION + ", organizationalUnitsIsNotSet",
    MEMBER_ROLE + ", functionRoleArnIsNotSet",
    REMEDIATION + ", remediationIsNotSet",
    ORGANIZATION_REMEDIATION + ", organizationRemediationIsNotSet",
  })
  void missingSettingIsAParameterWithoutAValue(String id, String parameter) {
    assertCannotBeDeployed(APP_BY_DEFAULT.get(id), parameter);
  }

  /** Its findings would be published to nobody. */
  @Test
  void memberRoleWithAnAddressNeedsTheTopic() {
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "findingsEmail", "team@example.com",
                "functionRoleArn", "arn:aws:iam::111122223333:role/function"));
    Synthesized stack = Synthesized.app("no-topic", settings).get(MEMBER_ROLE);
    assertCannotBeDeployed(stack, "findingsEmailTopicArnIsNotSet");
    assertThat(stack.messages())
        .singleElement()
        .asString()
        .contains(
            "set findingsEmailTopicArn", "that the deployment of InitialKeysOrganization prints");
    settings.put("findingsTopicArn", "arn:aws:sns:eu-west-1:111122223333:findings");
    assertCannotBeDeployed(
        Synthesized.app("another-topic", settings).get(MEMBER_ROLE),
        "findingsEmailTopicArnIsNotSet");
    settings.put("findingsEmailTopicArn", "arn:aws:sns:eu-west-1:111122223333:mail");
    assertThat(
            Synthesized.app("both-topics", settings)
                .get(MEMBER_ROLE)
                .only("AWS::Events::Rule")
                .path("Targets")
                .findValuesAsText("Arn"))
        .containsExactly(
            "arn:aws:sns:eu-west-1:111122223333:findings",
            "arn:aws:sns:eu-west-1:111122223333:mail");
  }

  @Test
  void rejectedSettingsAreAParameterWithoutAValue() {
    assertThat(Synthesized.app("rejected", Map.of("keepLogs", "yes")))
        .hasSize(7)
        .allSatisfy((id, stack) -> assertCannotBeDeployed(stack, "SettingsAreRejected"));
  }

  /** The command line deletes a deployed stack when its new template has no resources. */
  private static void assertCannotBeDeployed(Synthesized stack, String parameter) {
    assertThat(stack.template().path("Parameters").path(parameter).has("Type")).isTrue();
    assertThat(stack.template().path("Parameters").path(parameter).has("Default")).isFalse();
    assertThat(stack.resources().map(resource -> resource.path("Type").asText()))
        .containsExactly("AWS::CloudFormation::WaitConditionHandle");
  }
}
