package initialkeys.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings beyond one account are right or refused, alone and together. */
final class OrganizationSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ORGANIZATION_RULE_NAME | my rule                | must be 2 to 41 letters, digits and hyphens, as text.
          ORGANIZATION_RULE_NAME | my_rule                | must be 2 to 41 letters, digits and hyphens, as text.
          ORGANIZATION_RULE_NAME | a                      | must be 2 to 41 letters, digits and hyphens, as text.
          ORGANIZATION_RULE_NAME | a23456789-b23456789-c23456789-d23456789-42 | must be 2 to 41 letters, digits and hyphens, as text.
          ORGANIZATIONAL_UNITS   | ou-ab12                | must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, as text.
          ORGANIZATIONAL_UNITS   | r-ab12 r-cd34          | must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, as text.
          EXCLUDED_ACCOUNTS      | 11112222333            | must be 12-digit ids of accounts, separated by commas, at most 1,000, as text.
          EXCLUDED_ACCOUNTS      | 111122223333,          | must be 12-digit ids of accounts, separated by commas, at most 1,000, as text.
          INVOKING_ACCOUNTS      | *                      | must be 12-digit ids of accounts, separated by commas, at most 50, as text.
          ANY_ACCOUNT_MAY_INVOKE | yes                    | must be one of true, false, as text.
          MEMBER_ROLE_NAME       | path/Role              | must be 1 to 64 letters, digits and characters of +=,.@_-, as text.
          MEMBER_ROLE_NAME       | *                      | must be 1 to 64 letters, digits and characters of +=,.@_-, as text.
          MEMBER_ROLE_NAME       | ''                     | must be 1 to 64 letters, digits and characters of +=,.@_-, as text.
          CALL_AS                | self                   | must be one of SELF, DELEGATED_ADMIN, as text.
          FUNCTION_ROLE_ARN      | arn:aws:iam::111122223333:root         | must be the ARN of a role, as text.
          FUNCTION_ROLE_ARN      | arn:aws:iam::111122223333:role/*       | must be the ARN of a role, as text.
          AGGREGATOR_REGIONS     | Ireland                | must be names of Regions, separated by commas, as text.
          FINDING_SEVERITY       | medium                 | must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL, as text.
          """)
  void aWrongSettingIsRefused(Setting setting, String value, String message) {
    assertThatThrownBy(() -> setting.text(Map.of(setting.key(), value)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Setting %s is '%s'; it %s".formatted(setting.key(), value, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          organizationalUnits=r-ab12                             | Setting invokingAccounts is ''; it must be the ids of the accounts whose AWS Config may invoke the function, unless anyAccountMayInvoke is true.
          organizationalUnits=r-ab12 anyAccountMayInvoke=false   | Setting invokingAccounts is ''; it must be the ids of the accounts whose AWS Config may invoke the function, unless anyAccountMayInvoke is true.
          organizationalUnits=r-ab12 anyAccountMayInvoke=true invokingAccounts=111122223333 | Setting anyAccountMayInvoke is 'true'; it must be false when invokingAccounts names the accounts.
          invokingAccounts=111122223333                          | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, since invokingAccounts is set.
          anyAccountMayInvoke=true                               | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, since anyAccountMayInvoke is set.
          excludedAccounts=111122223333                          | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, since excludedAccounts is set.
          callAs=DELEGATED_ADMIN                                 | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, since callAs is set.
          """)
  void settingsThatDoNotFitTogetherAreRefused(String given, String message) {
    assertThatThrownBy(() -> OrganizationSettings.parse(context(given)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "memberRoleName=Ours", "organizationRuleName=ours"})
  void withoutAnOrganizationalUnitThereIsNoOrganization(String given) {
    assertThat(OrganizationSettings.parse(context(given))).isEmpty();
  }

  @Test
  void whatIsSetIsRead() {
    assertThat(
            OrganizationSettings.parse(
                Map.of(
                    "organizationalUnits", "ou-ab12-11111111, r-ab12",
                    "excludedAccounts", "111122223333,444455556666",
                    "invokingAccounts", "222233334444")))
        .contains(
            new OrganizationSettings(
                new MemberAccounts("InitialKeysMember", "iam-user-console-and-api-access"),
                List.of("ou-ab12-11111111", "r-ab12"),
                List.of("111122223333", "444455556666"),
                Optional.of(List.of("222233334444")),
                "SELF"));
  }

  /**
   * AWS Config hands stored results out by names of at most 64 characters (F15), and puts a prefix
   * before, and nine characters behind, the name in each member (F31).
   */
  @Test
  void theLongestNameIsStillKnownInAMember() {
    String longest = "n".repeat(41);
    assertThat(Setting.ORGANIZATION_RULE_NAME.text(Map.of("organizationRuleName", longest)))
        .isEqualTo(longest);
    assertThat(new RuleNames("plain", longest).memberPrefix() + "12345678").hasSize(64);
  }

  /** AWS Config leaves out no more, and a function's policy has room for no more. */
  @ParameterizedTest
  @CsvSource({"EXCLUDED_ACCOUNTS, 1000", "INVOKING_ACCOUNTS, 50"})
  void soManyAccountsCanBeNamed(Setting setting, int most) {
    String accounts = String.join(", ", Collections.nCopies(most, "111122223333"));
    assertThat(setting.list(Map.of(setting.key(), accounts))).hasSize(most);
    assertThatThrownBy(() -> setting.list(Map.of(setting.key(), accounts + ",111122223333")))
        .isInstanceOf(InvalidInputException.class);
  }

  private static Map<String, String> context(String given) {
    Map<String, String> context = new TreeMap<>();
    Arrays.stream(given.split(" "))
        .filter(setting -> !setting.isEmpty())
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> context.put(setting[0], setting[1]));
    return context;
  }
}
