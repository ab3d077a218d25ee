package initialkeys.aws;

import java.util.Map;
import java.util.Optional;

/**
 * The role that is assumed in every account but the function's own (F32). Its name is the
 * deployment's: an event says only in which account, and never which role.
 *
 * @param name the role's name, the same in all accounts
 * @param ruleName the rule's name as it was deployed; sessions are named after it
 */
public record MemberRole(String name, String ruleName) {

  /** Empty when the deployment serves one account. */
  public static Optional<MemberRole> of(Map<String, String> environment) {
    String name = environment.get(FunctionEnvironment.MEMBER_ROLE_NAME);
    if (name == null) return Optional.empty();
    String ruleName = environment.get(FunctionEnvironment.RULE_NAME);
    if (ruleName != null) return Optional.of(new MemberRole(name, ruleName));
    throw new IllegalStateException(
        "The environment has %s and lacks %s"
            .formatted(FunctionEnvironment.MEMBER_ROLE_NAME, FunctionEnvironment.RULE_NAME));
  }
}
