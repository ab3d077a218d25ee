package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of an organization, and which of them need each other. */
final class OrganizationSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          organizationalUnits=r-ab12                             | Setting invokingAccounts is ''; it must be the ids of the accounts whose AWS Config may invoke the function, unless invokingOrganization is set or anyAccountMayInvoke is true.
          organizationalUnits=r-ab12 anyAccountMayInvoke=false   | Setting invokingAccounts is ''; it must be the ids of the accounts whose AWS Config may invoke the function, unless invokingOrganization is set or anyAccountMayInvoke is true.
          organizationalUnits=r-ab12 anyAccountMayInvoke=true invokingAccounts=111122223333 | Setting anyAccountMayInvoke is 'true'; it must be false when invokingAccounts lists the accounts.
          organizationalUnits=r-ab12 anyAccountMayInvoke=true invokingOrganization=o-a1b2c3d4e5 | Setting anyAccountMayInvoke is 'true'; it must be false when invokingOrganization names the organization.
          organizationalUnits=r-ab12 invokingAccounts=111122223333 invokingOrganization=o-a1b2c3d4e5 | Setting invokingAccounts is '111122223333'; it must be absent when invokingOrganization names the organization of all accounts.
          organizationalUnits=r-ab12 invokingOrganization=r-ab12 | Setting invokingOrganization is 'r-ab12'; it must be the id of an organization (o-...), as text.
          invokingOrganization=o-a1b2c3d4e5                      | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, because invokingOrganization is set.
          invokingAccounts=111122223333                          | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, because invokingAccounts is set.
          anyAccountMayInvoke=true                               | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, because anyAccountMayInvoke is set.
          excludedAccounts=111122223333                          | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, because excludedAccounts is set.
          callAs=DELEGATED_ADMIN                                 | Setting organizationalUnits is ''; it must be ids of organizational units (ou-...) or of the root (r-...), separated by commas, because callAs is set.
          """)
  void contradictorySettingsAreRejected(String given, String message) {
    assertThatThrownBy(() -> OrganizationSettings.parse(values(given)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "memberRoleName=Ours", "organizationRuleName=ours"})
  void organizationIsEmptyWithoutAnOrganizationalUnit(String given) {
    assertThat(OrganizationSettings.parse(values(given))).isEmpty();
  }

  @Test
  void configuredValuesAreRead() {
    assertThat(
            OrganizationSettings.parse(
                Map.of(
                    "organizationalUnits", "ou-ab12-11111111, r-ab12",
                    "excludedAccounts", "111122223333,444455556666",
                    "invokingAccounts", "222233334444")))
        .contains(
            new OrganizationSettings(
                "InitialKeysMember",
                List.of("ou-ab12-11111111", "r-ab12"),
                List.of("111122223333", "444455556666"),
                new OrganizationSettings.Invokers.Accounts(List.of("222233334444")),
                "SELF"));
  }

  private static Map<String, String> values(String given) {
    Map<String, String> values = new TreeMap<>();
    Arrays.stream(given.split(" "))
        .filter(setting -> !setting.isEmpty())
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> values.put(setting[0], setting[1]));
    return values;
  }
}
