package initialkeys.infra;

import initialkeys.decision.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a deployment across an Organization is to be, checked.
 *
 * @param members how the function acts in other accounts
 * @param units the organizational units that get the member role
 * @param excluded the accounts that get no rule, and no role unless they join a unit later (F33)
 * @param invoking the accounts, beside the function's own, whose AWS Config may invoke the
 *     function; empty for any account
 * @param callAs in which capacity the stack set is made, in CloudFormation's words
 */
record OrganizationSettings(
    MemberAccounts members,
    List<String> units,
    List<String> excluded,
    Optional<List<String>> invoking,
    String callAs) {

  /**
   * Reads the settings from CDK context; empty when no organizational unit is set.
   *
   * @throws InvalidInputException naming the setting, the value and what is allowed
   */
  static Optional<OrganizationSettings> parse(Map<String, ?> context) {
    OrganizationSettings read =
        new OrganizationSettings(
            new MemberAccounts(
                Setting.MEMBER_ROLE_NAME.text(context),
                Setting.ORGANIZATION_RULE_NAME.text(context)),
            Setting.ORGANIZATIONAL_UNITS.list(context),
            Setting.EXCLUDED_ACCOUNTS.list(context),
            invoking(context),
            Setting.CALL_AS.text(context));
    if (!read.units.isEmpty()) {
      requireSomeInvoker(read, context);
      return Optional.of(read);
    }
    requireNothingElse(context);
    return Optional.empty();
  }

  private static Optional<List<String>> invoking(Map<String, ?> context) {
    boolean any = Boolean.parseBoolean(Setting.ANY_ACCOUNT_MAY_INVOKE.text(context));
    List<String> listed = Setting.INVOKING_ACCOUNTS.list(context);
    if (any && !listed.isEmpty()) {
      throw new InvalidInputException(
          "Setting " + Setting.ANY_ACCOUNT_MAY_INVOKE.key(),
          "true",
          "false when invokingAccounts names the accounts");
    }
    return any ? Optional.empty() : Optional.of(listed);
  }

  /** To let any account invoke is never a default: it has to be said. */
  private static void requireSomeInvoker(OrganizationSettings read, Map<String, ?> context) {
    if (read.invoking.filter(List::isEmpty).isEmpty()) return;
    throw new InvalidInputException(
        "Setting " + Setting.INVOKING_ACCOUNTS.key(),
        Setting.INVOKING_ACCOUNTS.text(context),
        "the ids of the accounts whose AWS Config may invoke the function,"
            + " unless anyAccountMayInvoke is true");
  }

  /** Whoever sets these means an Organization; without a unit they would be ignored in silence. */
  private static void requireNothingElse(Map<String, ?> context) {
    Stream.of(
            Setting.EXCLUDED_ACCOUNTS,
            Setting.INVOKING_ACCOUNTS,
            Setting.ANY_ACCOUNT_MAY_INVOKE,
            Setting.CALL_AS)
        .filter(setting -> !setting.text(context).equals(setting.defaultValue()))
        .findFirst()
        .ifPresent(
            setting -> {
              throw new InvalidInputException(
                  "Setting " + Setting.ORGANIZATIONAL_UNITS.key(),
                  "",
                  "%s, since %s is set"
                      .formatted(Setting.ORGANIZATIONAL_UNITS.allowed(), setting.key()));
            });
  }
}
