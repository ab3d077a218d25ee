package initialkeys.cli.aws;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.AccountStatus;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;

/** The caller's Organization. */
public final class Organization {

  private static final Pattern ARN = Pattern.compile("arn:[^/]*:account/(o-[a-z0-9]+)/[0-9]+");

  private final OrganizationsClient client;
  private final Function<String, IamClient> iamOfRole;

  /**
   * @param client for the caller's own calls
   * @param iamOfRole assumes a role, given by its ARN, and gives the IAM of its account; throws
   *     {@link AwsAccessException} when it cannot
   */
  public Organization(OrganizationsClient client, Function<String, IamClient> iamOfRole) {
    this.client = client;
    this.iamOfRole = iamOfRole;
  }

  /**
   * The IAM of an account.
   *
   * @param roleArn the role there that is assumed
   * @throws AwsAccessException when it cannot be assumed
   */
  public IamClient iam(String roleArn) {
    return iamOfRole.apply(roleArn);
  }

  /**
   * An account of the Organization.
   *
   * @param isActive whether its users can be read: not when it is suspended, or about to be closed
   */
  public record Member(String id, String name, boolean isActive) {}

  /** The Organization's id, which is a part of the ARN of each of its accounts. */
  public Optional<String> id() {
    return client.listAccountsPaginator().stream()
        .flatMap(page -> page.accounts().stream())
        .flatMap(account -> Stream.ofNullable(account.arn()))
        .map(ARN::matcher)
        .filter(Matcher::matches)
        .map(arn -> arn.group(1))
        .findFirst();
  }

  /**
   * Every account, from all pages.
   *
   * @param own the caller's account, which is one of them
   * @throws AwsAccessException when the list is not complete
   */
  public List<Member> members(String own) {
    List<Member> members =
        client.listAccountsPaginator().stream()
            .flatMap(Organization::accounts)
            .map(
                account ->
                    new Member(
                        account.id(), account.name(), account.status() == AccountStatus.ACTIVE))
            .toList();
    if (members.stream().anyMatch(member -> member.id().equals(own))) return members;
    throw incomplete("without your own account %s".formatted(own));
  }

  private static Stream<Account> accounts(ListAccountsResponse page) {
    // AWS documents empty pages for the middle of the list (Organizations API, "ListAccounts").
    if (page.hasAccounts() || page.nextToken() != null) return page.accounts().stream();
    throw incomplete("of which a page has no accounts");
  }

  private static AwsAccessException incomplete(String list) {
    return new AwsAccessException(
        "AWS Organizations returned a list %s. Try again; if it persists, check for a proxy between this computer and AWS."
            .formatted(list),
        null);
  }
}
