package initialkeys.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnStackSet;
import software.amazon.awscdk.CfnStackSet.AutoDeploymentProperty;
import software.amazon.awscdk.CfnStackSet.DeploymentTargetsProperty;
import software.amazon.awscdk.CfnStackSet.OperationPreferencesProperty;
import software.amazon.awscdk.CfnStackSet.ParameterProperty;
import software.amazon.awscdk.CfnStackSet.StackInstancesProperty;
import software.constructs.Construct;

/**
 * Rolls the member role out to organizational units, and to every account that joins them later, be
 * it excluded or not (F33).
 */
final class MemberRoleStackSet extends Construct {

  /**
   * So that an account in which a service control policy lets no role be made does not undo the
   * deployment in all others. It is rounded down: of fewer than ten accounts none may fail.
   */
  private static final int PERCENT = 10;

  private final CfnStackSet stackSet;

  MemberRoleStackSet(
      Construct scope,
      String id,
      RuleFunction rule,
      OrganizationSettings organization,
      String template) {
    super(scope, id);
    stackSet =
        CfnStackSet.Builder.create(this, "StackSet")
            .stackSetName(Aws.STACK_NAME + "-MemberRole")
            .description("The role in which the function evaluates the IAM users of an account")
            .permissionModel("SERVICE_MANAGED")
            .callAs(organization.callAs())
            .autoDeployment(
                AutoDeploymentProperty.builder()
                    .enabled(true)
                    .retainStacksOnAccountRemoval(false)
                    .build())
            .managedExecution(Map.of("Active", true))
            .capabilities(List.of("CAPABILITY_NAMED_IAM"))
            .operationPreferences(
                OperationPreferencesProperty.builder()
                    .failureTolerancePercentage(PERCENT)
                    .maxConcurrentPercentage(PERCENT)
                    .build())
            .templateBody(template)
            .parameters(
                List.of(
                    ParameterProperty.builder()
                        .parameterKey(MemberRoleStack.FUNCTION_ROLE_PARAMETER)
                        .parameterValue(rule.role().getRoleArn())
                        .build()))
            .stackInstancesGroup(
                List.of(
                    StackInstancesProperty.builder()
                        .deploymentTargets(targets(organization))
                        // IAM is global: in one Region it is made for all.
                        .regions(List.of(Aws.REGION))
                        .build()))
            .build();
    // IAM refuses to trust a role that it does not find yet; a function is made only of one it did.
    stackSet.getNode().addDependency(rule.function());
  }

  private static DeploymentTargetsProperty targets(OrganizationSettings organization) {
    DeploymentTargetsProperty.Builder targets =
        DeploymentTargetsProperty.builder().organizationalUnitIds(organization.units());
    if (!organization.excluded().isEmpty()) {
      targets.accountFilterType("DIFFERENCE").accounts(organization.excluded());
    }
    return targets.build();
  }

  CfnStackSet stackSet() {
    return stackSet;
  }
}
