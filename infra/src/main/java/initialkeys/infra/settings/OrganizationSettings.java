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

  /** The accounts whose AWS Config may invoke the function of an organization. */
  public sealed interface Invokers {

    /** The accounts of a list, and the function's own. */
    record Accounts(List<String> ids) implements Invokers {}

    /** Every account of one organization. */
    record Organization(String id) implements Invokers {}

    /** Every account there is. */
    record AnyAccount() implements Invokers {}

    /**
     * Empty when none is set.
     *
     * @throws InvalidInputException when more than one is set
     */
    static Optional<Invokers> parse(Map<String, ?> values) {
      List<String> accounts = Setting.INVOKING_ACCOUNTS.list(values);
      Optional<String> organization = Setting.INVOKING_ORGANIZATION.optional(values);
      boolean any = Boolean.parseBoolean(Setting.ANY_ACCOUNT_MAY_INVOKE.text(values));
      if (any && !accounts.isEmpty()) throw anyBeside("invokingAccounts lists the accounts");
      if (any && organization.isPresent()) {
        throw anyBeside("invokingOrganization names the organization");
      }
      if (organization.isPresent() && !accounts.isEmpty()) {
        throw new InvalidInputException(
            "Setting " + Setting.INVOKING_ACCOUNTS.key(),
            Setting.INVOKING_ACCOUNTS.text(values),
            "absent when invokingOrganization names the organization of all accounts");
      }
      return Stream.of(
              Optional.<Invokers>of(new AnyAccount()).filter(it -> any),
              organization.<Invokers>map(Organization::new),
              Optional.<Invokers>of(new Accounts(accounts)).filter(it -> !accounts.isEmpty()))
          .flatMap(Optional::stream)
          .findFirst();
    }

    private static InvalidInputException anyBeside(String other) {
      return new InvalidInputException(
          "Setting " + Setting.ANY_ACCOUNT_MAY_INVOKE.key(), "true", "false when " + other);
    }
  }

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
