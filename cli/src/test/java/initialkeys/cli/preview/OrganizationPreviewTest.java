package initialkeys.cli.preview;

import static initialkeys.cli.aws.FakeOrganizations.account;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.FakeOrganizations;
import initialkeys.cli.aws.Organization;
import initialkeys.cli.preview.PreviewedAccount.Origin;
import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.PreviewResult.UnreadAccount;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.terminal.Progress;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedAccount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.organizations.model.AccountStatus;

/** An account that cannot be read costs no other account its results. */
class OrganizationPreviewTest {

  private static final String OWN = "111111111111";
  private static final String MEMBER = "222222222222";

  private final Set<String> roles = new ConcurrentSkipListSet<>();

  private PreviewResult evaluate(
      AccountStatus statusOfMember, Progress progress, Function<String, IamClient> iamOfRole) {
    Caller caller =
        new Caller(
            Region.US_GOV_WEST_1,
            null,
            null,
            null,
            new Organization(
                new FakeOrganizations(
                    List.of(
                        account(OWN, "own", AccountStatus.ACTIVE),
                        account(MEMBER, "member", statusOfMember))),
                role -> {
                  roles.add(role);
                  return iamOfRole.apply(role);
                }),
            null,
            null);
    PreviewedAccount own =
        new PreviewedAccount(
            OWN,
            SimulatedAccount.NOW,
            Map.of("exemptUsers", "ann"),
            new FakeIam(List.of(withUnusedKey("ann"))),
            new Origin.OfAws(wait -> {}));
    return new OrganizationPreview(caller, own, "reader", Set.of()).evaluate(progress);
  }

  @Test
  void everyAccountIsReadWithTheSameParameters() {
    Progress progress = Progress.none();
    PreviewResult result =
        evaluate(
            AccountStatus.ACTIVE,
            progress,
            role -> new FakeIam(List.of(withUnusedKey("ann"), withUnusedKey("bo"))));
    assertThat(result.isOrganization()).isTrue();
    assertThat(result.basis().time()).isEqualTo(SimulatedAccount.NOW);
    assertThat(result.basis().parameters()).containsEntry("exemptUsers", "ann");
    assertThat(result.accounts()).extracting(AccountResult::accountId).containsExactly(OWN, MEMBER);
    assertThat(result.count(Result.NON_COMPLIANT)).isEqualTo(1);
    assertThat(result.count(Result.COMPLIANT)).isEqualTo(2);
    assertThat(roles).containsExactly("arn:aws-us-gov:iam::222222222222:role/reader");
    assertThat(progress.stated()).isEqualTo("2 of 2 accounts done");
  }

  @Test
  void waitingForCredentialReportIsStated() {
    Progress progress = Progress.none();
    List<String> stated = new CopyOnWriteArrayList<>();
    FakeIam member = new FakeIam(List.of());
    member.before("GetCredentialReport", () -> stated.add(progress.stated()));
    evaluate(AccountStatus.ACTIVE, progress, role -> member);
    assertThat(stated)
        .isNotEmpty()
        .allMatch(
            text ->
                text.matches(
                    "[01] of 2 accounts done(, 0 of 1 users of the others)?, [12] waiting for IAM's"
                        + " credential report"));
    assertThat(progress.stated()).isEqualTo("2 of 2 accounts done");
  }

  @Test
  void usersOfAccountsThatAreReadAreCounted() {
    Progress progress = Progress.none();
    List<String> stated = new CopyOnWriteArrayList<>();
    FakeIam member =
        new FakeIam(List.of(withUnusedKey("bo"), withUnusedKey("cy"), withUnusedKey("di")));
    member.beforeEach(
        call -> {
          if (call.startsWith("ListAccessKeys")) stated.add(progress.stated());
        });
    evaluate(AccountStatus.ACTIVE, progress, role -> member);
    assertThat(stated)
        .hasSize(3)
        .allMatch(
            text -> text.matches("[01] of 2 accounts done, [012] of [34] users of the others.*"));
    assertThat(progress.stated()).isEqualTo("2 of 2 accounts done");
  }

  /** Each malformed user is a reason. */
  @Test
  void accountWithoutReadableUserHasFirstReasonsAlone() {
    FakeIam member =
        new FakeIam(
            IntStream.range(0, 9)
                .mapToObj(i -> UserBuilder.named("u" + i).id("id").build())
                .toList());
    assertThat(evaluate(AccountStatus.ACTIVE, Progress.none(), role -> member).unreadAccounts())
        .singleElement()
        .extracting(UnreadAccount::reason)
        .asString()
        .startsWith("iam:ListUsers for user u0 (id): ")
        .endsWith("; 6 more");
  }

  @Test
  void accountThatIsNotActiveIsNotRead() {
    PreviewResult result =
        evaluate(AccountStatus.SUSPENDED, Progress.none(), role -> new FakeIam(List.of()));
    assertThat(result.unreadAccounts())
        .containsExactly(new UnreadAccount(MEMBER, "member", "The account is not active.", false));
    assertThat(result.accounts()).hasSize(1);
    assertThat(roles).isEmpty();
  }

  @Test
  void roleThatCannotBeAssumedLeavesItsAccountUnread() {
    PreviewResult result =
        evaluate(
            AccountStatus.ACTIVE,
            Progress.none(),
            role -> {
              throw new AwsAccessException("the role is not there", null);
            });
    assertThat(result.unreadAccounts())
        .containsExactly(new UnreadAccount(MEMBER, "member", "the role is not there", false));
    assertThat(result.accounts()).hasSize(1);
  }

  @Test
  void accountWhoseUsersCannotBeListedIsUnread() {
    PreviewResult result =
        evaluate(
            AccountStatus.ACTIVE,
            Progress.none(),
            role ->
                new FakeIam(List.of())
                    .instead(
                        "ListUsers",
                        () -> {
                          throw IamException.builder().message("denied").build();
                        }));
    assertThat(result.unreadAccounts())
        .containsExactly(
            new UnreadAccount(
                MEMBER, "member", "iam:ListUsers for the users after the first 0: denied", false));
  }
}
