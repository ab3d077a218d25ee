package initialkeys.infra.function;

import static initialkeys.infra.function.AccountPermissions.allow;

import initialkeys.infra.settings.RuleSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/**
 * Everything that the function may do: read IAM users, send evaluations to AWS Config, write logs,
 * traces and failed events, and in an organization assume the member role. The permissions are
 * listed one by one because CDK's own grants allow more (F26). A test keeps them equal to the calls
 * in the code.
 */
final class FunctionRole {

  private FunctionRole() {}

  static Role create(
      Construct scope,
      String id,
      ILogGroup logs,
      IQueue failureQueue,
      RuleSettings settings,
      Optional<MemberRoleAccess> memberRole) {
    List<PolicyStatement> statements =
        new ArrayList<>(AccountPermissions.of(scope, settings.destinations()));
    statements.addAll(observabilityStatements(logs, failureQueue));
    statements.addAll(FunctionConnections.keyStatements(settings.function()));
    statements.addAll(FunctionConnections.vpcStatements(Stack.of(scope), settings.function()));
    memberRole.ifPresent(access -> statements.add(access.assumeRoleStatement()));
    return Role.Builder.create(scope, id)
        .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
        .inlinePolicies(
            Map.of(
                "ReadUsersAndReport",
                PolicyDocument.Builder.create().statements(statements).build()))
        .build();
  }

  private static List<PolicyStatement> observabilityStatements(
      ILogGroup logs, IQueue failureQueue) {
    return List.of(
        allow("WriteOwnLogs", "logs:CreateLogStream", "logs:PutLogEvents")
            .resources(List.of(logs.getLogGroupArn()))
            .build(),
        // X-Ray has no resource types for these actions.
        allow("WriteTraces", "xray:PutTraceSegments", "xray:PutTelemetryRecords")
            .resources(List.of("*"))
            .build(),
        allow("KeepFailedEvents", "sqs:SendMessage")
            .resources(List.of(failureQueue.getQueueArn()))
            .build());
  }
}
