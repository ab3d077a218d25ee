package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RemediationSettingsTest {

  private static final String ROLE = "InitialKeysRemediationMember";

  private final Map<String, String> values = new HashMap<>();

  private RemediationSettings ofAccount() {
    return RemediationSettings.ofAccount(values, RuleSettings.parse(values), false).orElse(null);
  }

  private RemediationSettings ofOrganization() {
    return RemediationSettings.ofOrganization(values, RuleSettings.parse(values), true)
        .orElse(null);
  }

  @Test
  void thereIsNoneByDefault() {
    assertThat(ofAccount()).isNull();
    assertThat(ofOrganization()).isNull();
  }

  @Test
  void defaultsAreADayOfGraceAndNoDryRun() {
    values.put("remediation", "manual");
    assertThat(ofAccount()).isEqualTo(new RemediationSettings(false, 24, false, ROLE));
    values.put("remediation", "automatic");
    assertThat(ofAccount()).isEqualTo(new RemediationSettings(true, 24, false, ROLE));
  }

  @Test
  void eachSettingIsRead() {
    values.put("organizationRemediation", "manual");
    values.put("remediationGraceHours", "0");
    values.put("remediationDryRun", "true");
    values.put("remediationRoleName", "ours");
    assertThat(ofOrganization()).isEqualTo(new RemediationSettings(false, 0, true, "ours"));
  }

  @ParameterizedTest
  @CsvSource({"23, false", "24, true", "25, true"})
  void automaticNeedsADayOfGrace(String hours, boolean isAccepted) {
    values.put("remediationGraceHours", hours);
    values.put("remediation", "manual");
    assertThat(ofAccount().graceHours()).isEqualTo(Integer.parseInt(hours));
    values.put("remediation", "automatic");
    if (isAccepted) {
      assertThat(ofAccount().isAutomatic()).isTrue();
    } else {
      assertRejected(
          "Setting remediationGraceHours is '23'; it must be 24 or more where remediation is"
              + " automatic.");
    }
  }

  @Test
  void keysThatMayBeInUseAreRejected() {
    values.put("unusedKeysOnly", "false");
    values.put("remediation", "manual");
    assertRejected(
        "Rule parameter unusedKeysOnly is 'false'; it must be true where remediation is set,"
            + " because a key in use must not be set to Inactive.");
    values.put("organizationRemediation", "manual");
    assertThatThrownBy(this::ofOrganization)
        .hasMessageStartingWith(
            "Rule parameter unusedKeysOnly is 'false'; it must be true where"
                + " organizationRemediation is set");
  }

  @Test
  void organizationRuleIsRejectedWithWhatToDoInstead() {
    values.put("remediation", "manual");
    assertThatThrownBy(
            () -> RemediationSettings.ofAccount(values, RuleSettings.parse(values), true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Setting remediation is 'manual'; it must be absent where organizationalUnits is set,"
                + " because AWS Config remediates no organization rule. Set"
                + " organizationRemediation=manual instead, or deploy the rule with its remediation"
                + " to single accounts, from settings without organizationalUnits.");
  }

  @Test
  void organizationRemediationNeedsAnOrganization() {
    values.put("organizationRemediation", "manual");
    assertThatThrownBy(
            () -> RemediationSettings.ofOrganization(values, RuleSettings.parse(values), false))
        .hasMessageStartingWith("Setting organizationalUnits is ''; it must be ids")
        .hasMessageEndingWith("because organizationRemediation is set.");
  }

  /** So that the file may keep them while a command gives the remediation. */
  @Test
  void otherSettingsHaveNoEffectAlone() {
    values.put("remediationGraceHours", "25");
    values.put("remediationDryRun", "true");
    assertThat(ofAccount()).isNull();
  }

  @Test
  void ruleOfOrganizationIsRejectedByItsName() {
    values.put("remediation", "manual");
    values.put("ruleName", "OrgConfigRule-keys-0a1b2c3d");
    assertRejected(
        "Setting ruleName is 'OrgConfigRule-keys-0a1b2c3d'; it must be the name of a rule of this"
            + " account where remediation is set, because AWS Config remediates no organization"
            + " rule. Set organizationRemediation=manual in the account of the organization rule"
            + " instead.");
  }

  @Test
  void rolesInMemberAccountsMustDiffer() {
    values.put("organizationRemediation", "manual");
    values.put("remediationRoleName", "InitialKeysMember");
    assertThatThrownBy(this::ofOrganization)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "Setting remediationRoleName is 'InitialKeysMember'; it must be different from"
                + " memberRoleName");
  }

  private void assertRejected(String message) {
    assertThatThrownBy(this::ofAccount)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
