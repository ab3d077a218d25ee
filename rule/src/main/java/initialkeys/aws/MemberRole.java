package initialkeys.aws;

import java.util.Map;
import java.util.Optional;

/**
 * The role that the function assumes in every other account (F32). The deployment sets its name: an
 * event chooses the account, never the role.
 *
 * @param name the role's name, the same in all accounts
 * @param ruleName the rule's name as deployed; sessions are named after it
 */
public record MemberRole(String name, String ruleName) {

  /** Empty when the function is deployed for one account. */
  public static Optional<MemberRole> of(Map<String, String> environment) {
    String name = environment.get(FunctionEnvironment.MEMBER_ROLE_NAME);
    if (name == null) return Optional.empty();
    String ruleName = environment.get(FunctionEnvironment.RULE_NAME);
    if (ruleName != null) return Optional.of(new MemberRole(name, ruleName));
    throw new IllegalStateException(
        "%s is set but %s is not"
            .formatted(FunctionEnvironment.MEMBER_ROLE_NAME, FunctionEnvironment.RULE_NAME));
  }
}
