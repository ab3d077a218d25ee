package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The names of the rule, where it is deployed and in member accounts. */
final class RuleNamesTest {

  /**
   * AWS Config returns stored results for names of at most 64 characters (F15). In member accounts
   * it adds a prefix and a suffix to the name (F31).
   */
  @Test
  void longestNameIsWithinTheLimitInMemberAccounts() {
    String longest = "n".repeat(41);
    RuleNames names = RuleNames.parse(Map.of("organizationRuleName", longest));
    assertThat(names.organization()).isEqualTo(longest);
    assertThat(names.memberPrefix() + "12345678").hasSize(64);
  }
}
