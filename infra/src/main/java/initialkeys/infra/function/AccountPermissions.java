package initialkeys.infra.function;

import initialkeys.run.ResultDestinations;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * The permissions that the function needs in an account to evaluate the account's users: it reads
 * them from IAM, sends evaluations to AWS Config and, where that is set, answers process checks and
 * sends findings to Security Hub. The function's role grants them in the function's own account,
 * the member role in each member account (F32).
 */
public final class AccountPermissions {

  private AccountPermissions() {}

  /**
   * For the account that the scope's stack is deployed to.
   *
   * @param destinations where results are sent in addition to AWS Config
   */
  public static List<PolicyStatement> of(Construct scope, ResultDestinations destinations) {
    List<PolicyStatement> statements = new ArrayList<>();
    statements.add(readUsers(Stack.of(scope)));
    statements.add(readCredentialReport());
    statements.add(useConfig());
    if (destinations.processChecks()) statements.add(answerProcessChecks());
    if (destinations.findingSeverity().isPresent()) {
      statements.add(findFindings());
      statements.add(sendFindings(Stack.of(scope)));
    }
    return statements;
  }

  /** IAM authorizes all five on the user; ListUsers on the path that it lists, "user/". */
  public static PolicyStatement readUsers(Stack stack) {
    return allow(
            "ReadUsers",
            "iam:GetAccessKeyLastUsed",
            "iam:GetLoginProfile",
            "iam:GetUser",
            "iam:ListAccessKeys",
            "iam:ListUsers")
        .resources(List.of(everyUser(stack)))
        .build();
  }

  /** The ARN of every user of the stack's account. */
  public static String everyUser(Stack stack) {
    return stack.formatArn(
        ArnComponents.builder()
            .service("iam")
            .region("")
            .resource("user")
            .resourceName("*")
            .build());
  }

  /** IAM has no resource type for the credential report. */
  private static PolicyStatement readCredentialReport() {
    return allow("ReadReport", "iam:GenerateCredentialReport", "iam:GetCredentialReport")
        .resources(List.of("*"))
        .build();
  }

  /**
   * DescribeConfigurationRecorders and PutEvaluations support no resources; the result token
   * identifies the rule. GetComplianceDetailsByConfigRule supports the rule's ARN, but that
   * contains an id which is assigned after the role is created.
   */
  private static PolicyStatement useConfig() {
    return allow(
            "UseConfig",
            "config:DescribeConfigurationRecorders",
            "config:GetComplianceDetailsByConfigRule",
            "config:PutEvaluations")
        .resources(List.of("*"))
        .build();
  }

  /**
   * DescribeConfigRules supports no resources. Whether the ARN of a process check narrows
   * PutExternalEvaluation is not established (F41).
   */
  private static PolicyStatement answerProcessChecks() {
    return allow(
            "AnswerProcessChecks", "config:DescribeConfigRules", "config:PutExternalEvaluation")
        .resources(List.of("*"))
        .build();
  }

  /** GetComplianceDetailsByResource supports no resources. */
  private static PolicyStatement findFindings() {
    return allow("FindFindings", "config:GetComplianceDetailsByResource")
        .resources(List.of("*"))
        .build();
  }

  /** Only as the account's own product: no other product's finding can be touched (F43). */
  private static PolicyStatement sendFindings(Stack stack) {
    return allow("SendFindings", "securityhub:BatchImportFindings")
        .resources(
            List.of(
                stack.formatArn(
                    ArnComponents.builder()
                        .service("securityhub")
                        .resource("product")
                        .resourceName(stack.getAccount() + "/default")
                        .build())))
        .build();
  }

  /** A statement to which the caller adds the resources. */
  public static PolicyStatement.Builder allow(String sid, String... actions) {
    return PolicyStatement.Builder.create().sid(sid).actions(List.of(actions));
  }
}
