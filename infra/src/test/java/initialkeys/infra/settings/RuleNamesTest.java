package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
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

  @Test
  void equalNamesAreRejected() {
    assertThatThrownBy(
            () -> RuleNames.parse(Map.of("ruleName", "ours", "organizationRuleName", "ours")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Setting organizationRuleName is 'ours'; it must be different from ruleName, because"
                + " the metrics and alarms of both rules have the rule's name.");
    assertThatThrownBy(() -> RuleNames.parse(Map.of("ruleName", "iam-user-console-and-api-access")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("different from ruleName");
  }

  /** Dashboards are named after the rule; the one of an organization has a suffix. */
  @Test
  void namesThatGiveEqualDashboardNamesAreRejected() {
    assertThatThrownBy(
            () ->
                RuleNames.parse(
                    Map.of("ruleName", "ours-organization", "organizationRuleName", "ours")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Setting ruleName is 'ours-organization'; it must be different from"
                + " organizationRuleName followed by -organization, because both dashboards would"
                + " have the same name.");
  }

  @Test
  void differentNamesAreAllowed() {
    assertThat(RuleNames.parse(Map.of("ruleName", "ours", "organizationRuleName", "Ours")))
        .isEqualTo(new RuleNames("ours", "Ours"));
  }
}
