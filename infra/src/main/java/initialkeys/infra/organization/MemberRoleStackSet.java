package initialkeys.infra.organization;

import initialkeys.infra.settings.OrganizationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param template the stack of the role
   * @param function the function that assumes the role
   * @param functionRole the function's own role, the only one that may assume it
   * @param findingsTopicArn the topic of an e-mail address; empty without notifications by e-mail
   */
  public MemberRoleStackSet(
      Construct scope,
      String id,
      MemberRoleDefinition role,
      String template,
      Function function,
      Role functionRole,
      OrganizationSettings organization,
      Optional<String> findingsTopicArn) {
    super(scope, id);
    List<ParameterProperty> parameters = new ArrayList<>();
    parameters.add(parameter(MemberRoleStack.FUNCTION_ROLE_PARAMETER, functionRole.getRoleArn()));
    findingsTopicArn.ifPresent(
        arn -> parameters.add(parameter(MemberRoleStack.FINDINGS_TOPIC_PARAMETER, arn)));
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
            .templateBody(template)
            .parameters(parameters)
            .stackInstancesGroup(
                List.of(
                    StackInstancesProperty.builder()
                        .deploymentTargets(targets(organization))
                        // IAM is global: one Region is enough. Events of the rule occur in it,
                        // and only a topic of the same Region can be published to (F45).
                        .regions(List.of(Aws.REGION))
                        .build()))
            .build();
    // IAM rejects a trust policy that names a role which it cannot find yet. Once the function
    // exists, IAM has found its role.
    stackSet.getNode().addDependency(function);
  }

  private static ParameterProperty parameter(String key, String value) {
    return ParameterProperty.builder().parameterKey(key).parameterValue(value).build();
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
