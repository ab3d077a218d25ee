package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are spelling errors of a setting, and which are somebody else's. */
final class SettingNamesTest {

  @ParameterizedTest
  @CsvSource({
    "rulename, ruleName",
    "RULE_NAME, ruleName",
    "rule-name, ruleName",
    "ruleNmae, ruleName",
    "ruleNames, ruleName",
    "rulName, ruleName",
    "frequncy, frequency",
    "callas, callAs",
    "calAs, callAs",
    "gracePeriodHour, gracePeriodHours",
    "gracePeriod, gracePeriodHours",
    "exemptUser, exemptUsers",
    "excludeAccounts, excludedAccounts",
    "organisationRuleName, organizationRuleName",
    "organizationUnits, organizationalUnits",
    "organizationalUnit, organizationalUnits",
    "logRetention, logRetentionDays",
    "alarmMail, alarmEmail",
    "findingSeverty, findingSeverity"
  })
  void spellingErrorHasTheNameThatWasMeant(String written, String meant) {
    assertThat(SettingNames.closestTo(written)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "team", "stage", "env", "environment", "account", "region", "owner", "organization", "rule",
        "log", "logs", "email", "name", "vpcId", "domainName", "frequencyOfBackups", "severity", ""
      })
  void nameOfAnotherAppIsNotASpellingError(String name) {
    assertThat(SettingNames.closestTo(name)).isEmpty();
  }

  @Test
  void everySettingIsClosestToItself() {
    assertThat(SettingNames.ALL)
        .hasSizeGreaterThan(20)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(SettingNames.closestTo(name)).contains(name));
  }
}
