package initialkeys.infra.organization;

import initialkeys.infra.function.AccountPermissions;
import initialkeys.run.ResultDestinations;
import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * The definition of a role that one function assumes in every member account.
 *
 * @param id the id of the role's stack in its template
 * @param folder where the template is synthesized, in the app's output folder
 * @param name the role's name, the same in all accounts
 * @param purpose what the role lets the function do, to follow "Lets one Lambda function"
 * @param stackDescription the description of the role's stack
 * @param stackSetDescription that of the stack set which deploys the role
 * @param parameterDescription that of the parameter for the function's role
 * @param policyName the name of the inline policy
 * @param permissions what the policy allows, in the account of a stack
 */
public record MemberRoleDefinition(
    String id,
    String folder,
    String name,
    String purpose,
    String stackDescription,
    String stackSetDescription,
    String parameterDescription,
    String policyName,
    Function<Construct, List<PolicyStatement>> permissions) {

  /**
   * The role of the evaluating function.
   *
   * @param destinations where it sends results in addition to AWS Config
   */
  static MemberRoleDefinition evaluating(String name, ResultDestinations destinations) {
    return new MemberRoleDefinition(
        "MemberRole",
        "member-role",
        name,
        "evaluate the IAM users of this account",
        "The role with which a function in another account evaluates this account's IAM users",
        "The role with which the function evaluates the IAM users of an account",
        "The role of the function that evaluates this account's users",
        "ReadUsersAndReport",
        scope -> AccountPermissions.of(scope, destinations));
  }
}
