package initialkeys.cli.aws;

import static initialkeys.cli.aws.FakeOrganizations.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.aws.Organization.Member;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.organizations.model.Account;
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
    assertThat(new Organization(accounts, role -> new FakeIam(List.of())).members("111111111111"))
        .containsExactly(
            new Member("111111111111", "own", true),
            new Member("222222222222", "old", false),
            new Member("333333333333", "ending", false));
  }

  /** Nobody may take what is missing for accounts without findings. */
  @Test
  void incompleteListIsRejected() {
    Organization without =
        new Organization(
            new FakeOrganizations(List.of(account("222222222222", "member", AccountStatus.ACTIVE))),
            role -> new FakeIam(List.of()));
    assertThatThrownBy(() -> without.members("111111111111"))
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "AWS Organizations returned a list without your own account 111111111111. Try again;"
                + " if it persists, check for a proxy between this computer and AWS.");
    Organization empty =
        new Organization(new FakeOrganizations(List.of()), role -> new FakeIam(List.of()));
    assertThatThrownBy(() -> empty.members("111111111111"))
        .hasMessageStartingWith(
            "AWS Organizations returned a list of which a page has no accounts.");
  }

  @Test
  void idIsThatInArnOfAnAccount() {
    assertThat(id("arn:aws:organizations::111111111111:account/o-a1b2c3d4e5/222222222222"))
        .contains("o-a1b2c3d4e5");
    assertThat(id("arn:aws:organizations::111111111111:organization/o-a1b2c3d4e5")).isEmpty();
    assertThat(id(null)).isEmpty();
  }

  private static Optional<String> id(String arn) {
    Account account =
        account("222222222222", "member", AccountStatus.ACTIVE).copy(it -> it.arn(arn));
    return new Organization(new FakeOrganizations(List.of(account)), role -> new FakeIam(List.of()))
        .id();
  }
}
