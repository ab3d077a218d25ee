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
 * @param invokingAccounts the member accounts whose AWS Config may invoke the function; empty for
 *     any account
 * @param callAs CloudFormation's name of the capacity in which the stack set is created
 */
public record OrganizationSettings(
    String memberRoleName,
    List<String> organizationalUnits,
    List<String> excludedAccounts,
    Optional<List<String>> invokingAccounts,
    String callAs) {

  /**
   * Empty when no organizational unit is set.
   *
   * @throws InvalidInputException naming the setting, the value and what is allowed
   */
  static Optional<OrganizationSettings> parse(Map<String, ?> values) {
    OrganizationSettings settings =
        new OrganizationSettings(
            Setting.MEMBER_ROLE_NAME.text(values),
            Setting.ORGANIZATIONAL_UNITS.list(values),
            Setting.EXCLUDED_ACCOUNTS.list(values),
            invokingAccounts(values),
            Setting.CALL_AS.text(values));
    if (settings.organizationalUnits.isEmpty()) {
      requireOnlyDefaults(values);
      return Optional.empty();
    }
    requireInvokingAccounts(settings, values);
    return Optional.of(settings);
  }

  private static Optional<List<String>> invokingAccounts(Map<String, ?> values) {
    boolean any = Boolean.parseBoolean(Setting.ANY_ACCOUNT_MAY_INVOKE.text(values));
    List<String> accounts = Setting.INVOKING_ACCOUNTS.list(values);
    if (any && !accounts.isEmpty()) {
      throw new InvalidInputException(
          "Setting " + Setting.ANY_ACCOUNT_MAY_INVOKE.key(),
          "true",
          "false when invokingAccounts lists the accounts");
    }
    return any ? Optional.empty() : Optional.of(accounts);
  }

  /** Any account may invoke the function only when the user says so. */
  private static void requireInvokingAccounts(
      OrganizationSettings settings, Map<String, ?> values) {
    if (settings.invokingAccounts.filter(List::isEmpty).isEmpty()) return;
    throw new InvalidInputException(
        "Setting " + Setting.INVOKING_ACCOUNTS.key(),
        Setting.INVOKING_ACCOUNTS.text(values),
        "the ids of the accounts whose AWS Config may invoke the function,"
            + " unless anyAccountMayInvoke is true");
  }

  /** These settings have no effect without an organizational unit, so one was forgotten. */
  private static void requireOnlyDefaults(Map<String, ?> values) {
    Stream.of(
            Setting.EXCLUDED_ACCOUNTS,
            Setting.INVOKING_ACCOUNTS,
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
