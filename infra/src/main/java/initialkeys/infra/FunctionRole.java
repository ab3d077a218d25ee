package initialkeys.infra;

import static initialkeys.infra.AccountGrants.allow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/**
 * All that the function may do: read IAM users, answer AWS Config, and say how it went; and in an
 * Organization assume one role in other accounts. It is written out, since CDK's own grants give
 * more (F26); a test holds it equal to what the code calls.
 */
final class FunctionRole {

  private FunctionRole() {}

  static Role create(
      Construct scope,
      String id,
      ILogGroup logs,
      IQueue failures,
      Optional<MemberAccounts> members) {
    List<PolicyStatement> statements = new ArrayList<>(AccountGrants.of(scope));
    statements.addAll(tellHowItWent(logs, failures));
    members.ifPresent(accounts -> statements.add(accounts.assumeTheirRole()));
    return Role.Builder.create(scope, id)
        .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
        .inlinePolicies(
            Map.of(
                "ReadUsersAndReport",
                PolicyDocument.Builder.create().statements(statements).build()))
        .build();
  }

  private static List<PolicyStatement> tellHowItWent(ILogGroup logs, IQueue failures) {
    return List.of(
        allow("WriteOwnLogs", "logs:CreateLogStream", "logs:PutLogEvents")
            .resources(List.of(logs.getLogGroupArn()))
            .build(),
        // X-Ray knows no resources.
        allow("WriteTraces", "xray:PutTraceSegments", "xray:PutTelemetryRecords")
            .resources(List.of("*"))
            .build(),
        allow("KeepFailedEvents", "sqs:SendMessage")
            .resources(List.of(failures.getQueueArn()))
            .build());
  }
}
