package initialkeys.infra;

import java.util.List;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * What it takes to evaluate the users of an account: to read them, and to answer AWS Config there.
 * The function's role grants it in the function's own account, the member role in every other
 * (F32).
 */
final class AccountGrants {

  private AccountGrants() {}

  /** For the account that the scope's stack is deployed into. */
  static List<PolicyStatement> of(Construct scope) {
    return List.of(readUsers(Stack.of(scope)), readReport(), answerConfig());
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

  /** The report is the whole account's, so IAM knows no resource of it. */
  private static PolicyStatement readReport() {
    return allow("ReadReport", "iam:GenerateCredentialReport", "iam:GetCredentialReport")
        .resources(List.of("*"))
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

  /** A statement that still lacks its resources. */
  static PolicyStatement.Builder allow(String sid, String... actions) {
    return PolicyStatement.Builder.create().sid(sid).actions(List.of(actions));
  }
}
