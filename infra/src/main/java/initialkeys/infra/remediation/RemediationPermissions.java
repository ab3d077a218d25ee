package initialkeys.infra.remediation;

import initialkeys.infra.function.AccountPermissions;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * What the remediating function may do in an account: read users, read the rule's parameters, and
 * change the status of an access key. IAM has no condition on the new status, so anyone who has
 * this role could also set a key to Active. In an account, Lambda alone may assume it; anyone who
 * may pass it to a function of theirs has it, too.
 */
final class RemediationPermissions {

  private RemediationPermissions() {}

  /** For the account that the scope's stack is deployed to. */
  static List<PolicyStatement> of(Construct scope) {
    Stack stack = Stack.of(scope);
    return List.of(
        AccountPermissions.readUsers(stack),
        // DescribeConfigRules supports no resources.
        AccountPermissions.allow("ReadRule", "config:DescribeConfigRules")
            .resources(List.of("*"))
            .build(),
        AccountPermissions.allow("DeactivateKeys", "iam:UpdateAccessKey")
            .resources(List.of(AccountPermissions.everyUser(stack)))
            .build());
  }
}
