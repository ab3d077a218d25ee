package initialkeys.infra;

import static initialkeys.infra.Synthesized.LEAST;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** CDK's own context: a permissions boundary for every role, and another bootstrap qualifier. */
final class CompanyPolicyTest {

  private static final String BOUNDARY = "@aws-cdk/core:permissionsBoundary";
  private static final String QUALIFIER = "@aws-cdk/core:bootstrapQualifier";

  private static final Map<String, Synthesized> WITH_BOUNDARY =
      Synthesized.withContext(
          "permissions-boundary",
          everyStack(),
          Map.of(BOUNDARY, Map.of("name", "company-boundary")));

  private static Map<String, String> everyStack() {
    Map<String, String> settings = new TreeMap<>(LEAST);
    settings.put("organizationRemediation", "manual");
    settings.put("findingsEmail", "team@example.com");
    settings.put("findingsEmailTopicArn", "arn:aws:sns:eu-west-1:111122223333:mail");
    return settings;
  }

  @Test
  void everyRoleHasTheBoundary() {
    List<JsonNode> roles =
        WITH_BOUNDARY.values().stream()
            .flatMap(stack -> stack.all("AWS::IAM::Role").stream())
            .toList();
    assertThat(roles)
        .hasSize(9)
        .allSatisfy(
            role ->
                assertThat(role.at("/Properties/PermissionsBoundary").toString())
                    .contains(":policy/company-boundary"));
  }

  /** The role that the stack set creates in each member account; the policy must exist there. */
  @Test
  void memberRolesHaveTheBoundary() {
    List<JsonNode> roles =
        WITH_BOUNDARY.values().stream()
            .flatMap(stack -> stack.all("AWS::CloudFormation::StackSet").stream())
            .map(stackSet -> json(stackSet.at("/Properties/TemplateBody").asText()))
            .flatMap(template -> template.path("Resources").valueStream())
            .filter(resource -> resource.path("Type").asText().equals("AWS::IAM::Role"))
            .toList();
    assertThat(roles)
        .hasSize(3)
        .allSatisfy(
            role ->
                assertThat(role.at("/Properties/PermissionsBoundary").toString())
                    .contains("{\"Ref\":\"AWS::AccountId\"},\":policy/company-boundary\""));
  }

  @Test
  void everyStackUsesTheBootstrapOfTheQualifier() {
    Map<String, Synthesized> stacks =
        Synthesized.withContext("qualifier", LEAST, Map.of(QUALIFIER, "acme"));
    assertThat(stacks.get(Synthesized.ACCOUNT).text())
        .contains("/cdk-bootstrap/acme/version", "cdk-acme-assets-")
        .doesNotContain("hnb659fds");
    assertThat(stacks.get(Synthesized.ORGANIZATION).text())
        .contains("/cdk-bootstrap/acme/version", "cdk-acme-assets-")
        .doesNotContain("hnb659fds");
  }
}
