package initialkeys.infra.settings;

import initialkeys.decision.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a deployment to an organization.
 *
 * @param memberRoleName the name of the member role
 * @param organizationalUnits the organizational units that get the member role
 * @param excludedAccounts the accounts that get no rule, and no role unless they join a unit later
 *     (F33)
 * @param invokers the accounts whose AWS Config may invoke the function
 * @param callAs CloudFormation's name of the capacity in which the stack set is created
 */
public record OrganizationSettings(
    String memberRoleName,
    List<String> organizationalUnits,
    List<String> excludedAccounts,
    Invokers invokers,
    String callAs) {

  /**
   * Empty when no organizational unit is set.
   *
   * @throws InvalidInputException naming the setting, the value and what is allowed
   */
  static Optional<OrganizationSettings> parse(Map<String, ?> values) {
    List<String> units = Setting.ORGANIZATIONAL_UNITS.list(values);
    Optional<Invokers> invokers = Invokers.parse(values);
    if (units.isEmpty()) {
      requireOnlyDefaults(values);
      return Optional.empty();
    }
    return Optional.of(
        new OrganizationSettings(
            Setting.MEMBER_ROLE_NAME.text(values),
            units,
            Setting.EXCLUDED_ACCOUNTS.list(values),
            invokers.orElseThrow(OrganizationSettings::withoutInvokers),
            Setting.CALL_AS.text(values)));
  }

  /** Any account may invoke the function only when the user says so. */
  private static InvalidInputException withoutInvokers() {
    return new InvalidInputException(
        "Setting " + Setting.INVOKING_ACCOUNTS.key(),
        "",
        "the ids of the accounts whose AWS Config may invoke the function,"
            + " unless invokingOrganization is set or anyAccountMayInvoke is true");
  }

  /** These settings have no effect without an organizational unit, so one was forgotten. */
  private static void requireOnlyDefaults(Map<String, ?> values) {
    Stream.of(
            Setting.EXCLUDED_ACCOUNTS,
            Setting.INVOKING_ACCOUNTS,
            Setting.INVOKING_ORGANIZATION,
            Setting.ANY_ACCOUNT_MAY_INVOKE,
            Setting.CALL_AS)
        .filter(setting -> !setting.text(values).equals(setting.defaultValue()))
        .findFirst()
        .ifPresent(
            setting -> {
              throw new InvalidInputException(
                  "Setting " + Setting.ORGANIZATIONAL_UNITS.key(),
                  "",
                  "%s, because %s is set"
                      .formatted(Setting.ORGANIZATIONAL_UNITS.allowed(), setting.key()));
            });
  }
}
