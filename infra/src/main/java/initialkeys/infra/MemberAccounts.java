package initialkeys.infra;

import initialkeys.aws.FunctionEnvironment;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * The accounts beyond its own that a function serves, all of them by one role of one name. The name
 * is the deployment's to choose, never an event's (F32).
 *
 * @param roleName the member role's name, the same in every account
 * @param ruleName the rule's name, which the function's sessions there bear
 */
record MemberAccounts(String roleName, String ruleName) {

  Map<String, String> environment() {
    return Map.of(
        FunctionEnvironment.MEMBER_ROLE_NAME, roleName, FunctionEnvironment.RULE_NAME, ruleName);
  }

  /**
   * Only a role of that name, and only in the function's own Organization (IAM User Guide, "AWS
   * global condition context keys"). A list of accounts would grow with the Organization.
   */
  PolicyStatement assumeTheirRole() {
    return AccountGrants.allow("ServeMembers", "sts:AssumeRole")
        .resources(List.of("arn:%s:iam::*:role/%s".formatted(Aws.PARTITION, roleName)))
        .conditions(Map.of("StringEquals", Map.of("aws:ResourceOrgID", "${aws:PrincipalOrgID}")))
        .build();
  }
}
