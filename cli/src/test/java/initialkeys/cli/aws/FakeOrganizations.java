package initialkeys.cli.aws;

import java.util.List;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.AccountStatus;
import software.amazon.awssdk.services.organizations.model.ListAccountsRequest;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;

/** An Organization whose accounts are listed one on a page; without any, a page has no list. */
public record FakeOrganizations(List<Account> accounts) implements OrganizationsClient {

  public static Account account(String id, String name, AccountStatus status) {
    return Account.builder().id(id).name(name).status(status).build();
  }

  @Override
  public ListAccountsResponse listAccounts(ListAccountsRequest request) {
    if (accounts.isEmpty()) return ListAccountsResponse.builder().build();
    int index = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    return ListAccountsResponse.builder()
        .accounts(accounts.get(index))
        .nextToken(index + 1 == accounts.size() ? null : String.valueOf(index + 1))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
