package initialkeys.infra.settings;

import initialkeys.decision.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
