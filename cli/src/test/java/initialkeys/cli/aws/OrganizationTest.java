package initialkeys.cli.aws;

import static initialkeys.cli.aws.FakeOrganizations.account;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.aws.Organization.Member;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.organizations.model.AccountStatus;

class OrganizationTest {

  @Test
  void membersAreThoseOfEveryPage() {
    FakeOrganizations accounts =
        new FakeOrganizations(
            List.of(
                account("111111111111", "own", AccountStatus.ACTIVE),
                account("222222222222", "old", AccountStatus.SUSPENDED),
                account("333333333333", "ending", AccountStatus.PENDING_CLOSURE)));
    assertThat(new Organization(accounts, role -> new FakeIam(List.of())).members())
        .containsExactly(
            new Member("111111111111", "own", true),
            new Member("222222222222", "old", false),
            new Member("333333333333", "ending", false));
  }
}
