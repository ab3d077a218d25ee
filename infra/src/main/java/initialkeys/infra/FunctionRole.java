package initialkeys.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/**
 * All that the function may do: read IAM users, answer AWS Config, and say how it went. It is
 * written out, since CDK's own grants give more (F26); a test holds it equal to what the code
 * calls.
 */
final class FunctionRole {

  private FunctionRole() {}

  static Role create(Construct scope, String id, ILogGroup logs, IQueue failures) {
    PolicyDocument policy =
        PolicyDocument.Builder.create()
            .statements(
                List.of(
                    readUsers(Stack.of(scope)),
                    // The report is the whole account's, so IAM knows no resource of it.
                    allow("ReadReport", "iam:GenerateCredentialReport", "iam:GetCredentialReport")
                        .resources(List.of("*"))
                        .build(),
                    answerConfig(),
                    allow("WriteOwnLogs", "logs:CreateLogStream", "logs:PutLogEvents")
                        .resources(List.of(logs.getLogGroupArn()))
                        .build(),
                    // X-Ray knows no resources.
                    allow("WriteTraces", "xray:PutTraceSegments", "xray:PutTelemetryRecords")
                        .resources(List.of("*"))
                        .build(),
                    allow("KeepFailedEvents", "sqs:SendMessage")
                        .resources(List.of(failures.getQueueArn()))
                        .build()))
            .build();
    return Role.Builder.create(scope, id)
        .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
        .inlinePolicies(Map.of("ReadUsersAndReport", policy))
        .build();
  }

  /** All five are decided on users; ListUsers on the path that it lists, "user/". */
  private static PolicyStatement readUsers(Stack stack) {
    String everyUser =
        stack.formatArn(
            ArnComponents.builder()
                .service("iam")
                .region("")
                .resource("user")
                .resourceName("*")
                .build());
    return allow(
            "ReadUsers",
            "iam:GetAccessKeyLastUsed",
            "iam:GetLoginProfile",
            "iam:GetUser",
            "iam:ListAccessKeys",
            "iam:ListUsers")
        .resources(List.of(everyUser))
        .build();
  }

  /**
   * PutEvaluations knows no resources: the result token says which rule is answered. Of the other,
   * the rule's ARN holds an id that exists only after the role.
   */
  private static PolicyStatement answerConfig() {
    return allow("AnswerConfig", "config:GetComplianceDetailsByConfigRule", "config:PutEvaluations")
        .resources(List.of("*"))
        .build();
  }

  private static PolicyStatement.Builder allow(String sid, String... actions) {
    return PolicyStatement.Builder.create().sid(sid).actions(List.of(actions));
  }
}
