package initialkeys.infra.remediation;

import initialkeys.aws.FunctionEnvironment;
import initialkeys.infra.function.AccountPermissions;
import initialkeys.infra.function.FunctionConnections;
import initialkeys.infra.function.JavaFunction;
import initialkeys.infra.function.MemberRoleAccess;
import initialkeys.infra.settings.FunctionSettings;
import initialkeys.infra.settings.RemediationSettings;
import initialkeys.lambda.RemediationHandler;
import initialkeys.remediation.RemediationPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * The remediating function with its role and its log group. The automation role of its document may
 * invoke it, and nothing else in this app. It has no reserved concurrency: 1 breaks the deployment
 * in new accounts (F57), and nothing depends on runs that follow each other.
 */
final class RemediationFunction extends Construct {

  /** Less than the document's step waits, so that the function ends first. */
  static final Duration TIMEOUT = Duration.seconds(270);

  private final LogGroup logs;
  private final Role role;
  private final Function function;

  /**
   * Creates the function in the scope's stack.
   *
   * @param ruleName the rule whose parameters the function reads
   * @param ofFunction where the function runs, and what becomes of its data
   * @param memberRole how the function reaches member accounts; empty in a single account
   */
  RemediationFunction(
      Construct scope,
      String id,
      Path jar,
      String ruleName,
      RemediationSettings settings,
      FunctionSettings ofFunction,
      Optional<MemberRoleAccess> memberRole) {
    super(scope, id);
    // The record of every change. The stack may go; the record stays.
    logs =
        LogGroup.Builder.create(this, "Logs")
            .encryptionKey(
                ofFunction.kmsKeyArn().map(arn -> Key.fromKeyArn(this, "Key", arn)).orElse(null))
            .retention(RetentionDays.THIRTEEN_MONTHS)
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
    role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .inlinePolicies(
                Map.of(
                    "DeactivateKeys",
                    PolicyDocument.Builder.create()
                        .statements(statements(ofFunction, memberRole))
                        .build()))
            .build();
    function =
        JavaFunction.builder(
                this,
                "Function",
                jar,
                RemediationHandler.class,
                environment(ruleName, settings, ofFunction, memberRole))
            .description("Sets the access keys that the rule names to Inactive")
            .timeout(TIMEOUT)
            .role(role.withoutPolicyUpdates())
            .logGroup(logs)
            .build();
    JavaFunction.removeRedundantDependency(function);
    FunctionConnections.connect(function, ofFunction);
  }

  private List<PolicyStatement> statements(
      FunctionSettings ofFunction, Optional<MemberRoleAccess> memberRole) {
    List<PolicyStatement> statements = new ArrayList<>(RemediationPermissions.of(this));
    statements.add(
        AccountPermissions.allow("WriteOwnLogs", "logs:CreateLogStream", "logs:PutLogEvents")
            .resources(List.of(logs.getLogGroupArn()))
            .build());
    memberRole.ifPresent(access -> statements.add(access.assumeRoleStatement()));
    statements.addAll(FunctionConnections.vpcStatements(Stack.of(this), ofFunction));
    return statements;
  }

  private static Map<String, String> environment(
      String ruleName,
      RemediationSettings settings,
      FunctionSettings ofFunction,
      Optional<MemberRoleAccess> memberRole) {
    Map<String, String> environment = new TreeMap<>(ofFunction.network().environment());
    environment.put(FunctionEnvironment.RULE_NAME, ruleName);
    environment.put(RemediationPolicy.GRACE_HOURS, String.valueOf(settings.graceHours()));
    environment.put(RemediationPolicy.DRY_RUN, String.valueOf(settings.isDryRun()));
    memberRole.map(MemberRoleAccess::environment).ifPresent(environment::putAll);
    return environment;
  }

  Function function() {
    return function;
  }

  Role role() {
    return role;
  }

  LogGroup logs() {
    return logs;
  }
}
