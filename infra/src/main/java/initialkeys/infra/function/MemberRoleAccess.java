package initialkeys.infra.function;

import initialkeys.aws.FunctionEnvironment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * How the function reaches member accounts: it assumes a role that has the same name in each of
 * them. The deployment sets the name, never an event (F32).
 *
 * @param roleName the name of the member role
 * @param ruleName the rule's name, after which the function's sessions in member accounts are named
 */
public record MemberRoleAccess(String roleName, String ruleName) {

  /** The function's environment variables for it. */
  public Map<String, String> environment() {
    return new TreeMap<>(
        Map.of(
            FunctionEnvironment.MEMBER_ROLE_NAME,
            roleName,
            FunctionEnvironment.RULE_NAME,
            ruleName));
  }

  /**
   * Only a role of that name, and only in the function's own organization (IAM User Guide, "AWS
   * global condition context keys"). A list of accounts would grow with the organization.
   */
  public PolicyStatement assumeRoleStatement() {
    return AccountPermissions.allow("ServeMembers", "sts:AssumeRole")
        .resources(List.of("arn:%s:iam::*:role/%s".formatted(Aws.PARTITION, roleName)))
        .conditions(Map.of("StringEquals", Map.of("aws:ResourceOrgID", "${aws:PrincipalOrgID}")))
        .build();
  }
}
