package initialkeys.iam;

import static initialkeys.simulation.account.UserBuilder.copy;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.IamUser;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.User;

class RosterTest {

  private final FakeIam iam =
      new FakeIam(List.of(withoutKeys("ann"), withUnusedKey("bo"), withoutKeys("cy")))
          .withPagesOf(1);

  @Test
  void everyPageIsReadInOrder() {
    Roster roster = Roster.read(iam, () -> false);
    assertThat(roster.users())
        .hasSize(3)
        .startsWith(IamUser.listed(new UserIdentity(idOf("ann"), "ann", "/", UserBuilder.CREATED)));
    assertThat(roster.ids()).containsExactlyInAnyOrder(idOf("ann"), idOf("bo"), idOf("cy"));
    assertThat(roster.isComplete()).isTrue();
    assertThat(iam.calls()).hasSize(3);
  }

  @Test
  void failedPageEndsTheReading() {
    failPage(2);
    Roster roster = Roster.read(iam, () -> false);
    assertThat(roster.ids()).containsExactly(idOf("ann"));
    assertThat(roster.isComplete()).isFalse();
    assertThat(roster.unreadable())
        .extracting(Throwable::getMessage)
        .containsExactly("iam:ListUsers for the users after the first 1: denied");
  }

  @Test
  void withoutTimeNoPageIsRequested() {
    Roster roster = Roster.read(iam, () -> true);
    assertThat(iam.calls()).isEmpty();
    assertThat(roster.unreadable())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "iam:ListUsers for the users after the first 0: the invocation was about to time out");
  }

  @Test
  void withoutTimeNoFurtherPageIsRequested() {
    Roster roster = Roster.read(iam, () -> iam.calls().size() == 2);
    assertThat(iam.calls()).hasSize(2);
    assertThat(roster.ids()).hasSize(2);
    assertThat(roster.unreadable()).hasSize(1);
  }

  @Test
  void lastPageNeedsNoTimeForAnother() {
    assertThat(Roster.read(iam, () -> iam.calls().size() == 3).isComplete()).isTrue();
  }

  @Test
  void incompletePageIsAFailure() {
    iam.instead("ListUsers", () -> ListUsersResponse.builder().isTruncated(false).build());
    assertThat(Roster.read(iam, () -> false).unreadable())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "iam:ListUsers for the users after the first 0: IAM returned a page without its list");
  }

  @Test
  void malformedUserIsNamedAndOthersAreRead() {
    User bo = User.builder().userName("bo").userId(idOf("bo")).path("/").build();
    User ann =
        bo.toBuilder().userName("ann").userId(idOf("ann")).createDate(UserBuilder.CREATED).build();
    iam.instead("ListUsers", () -> ListUsersResponse.builder().users(bo, ann).build());
    Roster roster = Roster.read(iam, () -> false);
    assertThat(roster.ids()).containsExactly(idOf("ann"));
    assertThat(roster.unreadable())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "iam:ListUsers for user bo (%s): IAM returned a user without a valid creation time"
                .formatted(idOf("bo")));
  }

  @Test
  void userOnTwoPagesCountsOnceUnderItsLaterName() {
    iam.before(
        "ListUsers",
        () -> {
          if (page() == 3) {
            iam.remove("ann");
            iam.add(copy(withoutKeys("ann")).name("zed").build());
          }
        });
    assertThat(Roster.read(iam, () -> false).users())
        .extracting(user -> user.identity().name())
        .containsExactly("zed", "bo");
  }

  @Test
  void userIsFoundByIdUnderAnyName() {
    assertThat(Roster.find(iam, () -> false, idOf("bo")).orElseThrow().identity().name())
        .isEqualTo("bo");
  }

  /** A user that is renamed while the pages are read can be on none of them. */
  @Test
  void userNotFoundByIdIsSearchedForTwice() {
    iam.before(
        "ListUsers",
        () -> {
          if (page() == 4) iam.add(withUnusedKey("zoe"));
        });
    assertThat(Roster.find(iam, () -> false, idOf("zoe"))).isPresent();
    assertThat(Roster.find(iam, () -> false, idOf("nobody"))).isEmpty();
  }

  @Test
  void userThatCannotBeReadIsNotMissing() {
    failPage(2);
    assertThat(Roster.find(iam, () -> false, idOf("ann"))).isPresent();
    assertThatThrownBy(() -> Roster.find(iam, () -> false, idOf("nobody")))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessageEndingWith("denied");
  }

  private int page() {
    return Collections.frequency(iam.calls(), "ListUsers");
  }

  private void failPage(int number) {
    iam.before(
        "ListUsers",
        () -> {
          if (page() % 3 == number % 3) throw IamException.builder().message("denied").build();
        });
  }
}
