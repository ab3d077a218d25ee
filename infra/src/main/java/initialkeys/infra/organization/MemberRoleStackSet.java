package initialkeys.infra.organization;

import initialkeys.infra.settings.OrganizationSettings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnStackSet;
import software.amazon.awscdk.CfnStackSet.AutoDeploymentProperty;
import software.amazon.awscdk.CfnStackSet.DeploymentTargetsProperty;
import software.amazon.awscdk.CfnStackSet.OperationPreferencesProperty;
import software.amazon.awscdk.CfnStackSet.ParameterProperty;
import software.amazon.awscdk.CfnStackSet.StackInstancesProperty;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/**
 * Deploys the member role to organizational units, and to every account that joins them later, even
 * an excluded one (F33).
 */
public final class MemberRoleStackSet extends Construct {

  /**
   * One account whose service control policy denies the role must not roll back all others.
   * CloudFormation rounds down: with fewer than ten accounts none may fail.
   */
  private static final int PERCENT = 10;

  private final CfnStackSet stackSet;

  /**
   * Creates the stack set in the scope's stack.
   *
   * @param app provides the CDK context and the output folder
   * @param function the function that assumes the role
   * @param functionRole the function's own role, the only one that may assume it
   */
  public MemberRoleStackSet(
      Construct scope,
      String id,
      App app,
      MemberRole role,
      Function function,
      Role functionRole,
      OrganizationSettings organization) {
    super(scope, id);
    stackSet =
        CfnStackSet.Builder.create(this, "StackSet")
            .stackSetName(Aws.STACK_NAME + "-MemberRole")
            .description(role.stackSetDescription())
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
            .templateBody(MemberRoleStack.template(app, role))
            .parameters(
                List.of(
                    ParameterProperty.builder()
                        .parameterKey(MemberRoleStack.FUNCTION_ROLE_PARAMETER)
                        .parameterValue(functionRole.getRoleArn())
                        .build()))
            .stackInstancesGroup(
                List.of(
                    StackInstancesProperty.builder()
                        .deploymentTargets(targets(organization))
                        // IAM is global: one Region is enough.
                        .regions(List.of(Aws.REGION))
                        .build()))
            .build();
    // IAM rejects a trust policy that names a role which it cannot find yet. Once the function
    // exists, IAM has found its role.
    stackSet.getNode().addDependency(function);
  }

  private static DeploymentTargetsProperty targets(OrganizationSettings organization) {
    DeploymentTargetsProperty.Builder targets =
        DeploymentTargetsProperty.builder()
            .organizationalUnitIds(organization.organizationalUnits());
    if (!organization.excludedAccounts().isEmpty()) {
      targets.accountFilterType("DIFFERENCE").accounts(organization.excludedAccounts());
    }
    return targets.build();
  }

  CfnStackSet stackSet() {
    return stackSet;
  }
}
