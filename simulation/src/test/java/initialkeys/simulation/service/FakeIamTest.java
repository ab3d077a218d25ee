package initialkeys.simulation.service;

import static initialkeys.simulation.account.UserBuilder.CREATED;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.User;

class FakeIamTest {

  private final FakeIam iam =
      new FakeIam(List.of(withoutKeys("ann"), withUnusedKey("bo"), withoutKeys("cy")));

  @Test
  void pageHasAtMostTheRequestedNumberOfUsers() {
    ListUsersResponse first = iam.listUsers(it -> it.maxItems(2));
    assertThat(first.users()).extracting(User::userName).containsExactly("ann", "bo");
    assertThat(first.isTruncated()).isTrue();

    ListUsersResponse last = iam.listUsers(it -> it.maxItems(2).marker(first.marker()));
    assertThat(last.users()).extracting(User::userName).containsExactly("cy");
    assertThat(last.isTruncated()).isFalse();
    assertThat(last.marker()).isNull();
  }

  @Test
  void pageCanBeSmallerThanRequested() {
    ListUsersResponse first = iam.withPagesOf(1).listUsers(it -> it.maxItems(1_000));
    assertThat(first.users()).hasSize(1);
    assertThat(first.isTruncated()).isTrue();
  }

  @Test
  void keysHavePagesToo() {
    iam.add(named("di").keys(key("1", CREATED, null), key("2", CREATED, CREATED)).build());
    ListAccessKeysResponse first = iam.listAccessKeys(it -> it.userName("di").maxItems(1));
    ListAccessKeysResponse last =
        iam.listAccessKeys(it -> it.userName("di").maxItems(1).marker(first.marker()));
    assertThat(first.isTruncated()).isTrue();
    assertThat(last.isTruncated()).isFalse();
    assertThat(last.accessKeyMetadata())
        .extracting(AccessKeyMetadata::accessKeyId)
        .containsExactly("AKIA2");
  }

  @Test
  void unusedKeyHasNoDateAndNoService() {
    assertThat(iam.getAccessKeyLastUsed(it -> it.accessKeyId("AKIABO")).accessKeyLastUsed())
        .satisfies(
            use -> {
              assertThat(use.lastUsedDate()).isNull();
              assertThat(use.serviceName()).isEqualTo("N/A");
            });
  }

  @Test
  void deletedUserKeyAndMissingPasswordAreNotFound() {
    iam.remove("bo");
    iam.add(named("di").password(false).build());
    assertThatThrownBy(() -> iam.getUser(it -> it.userName("bo")))
        .isExactlyInstanceOf(NoSuchEntityException.class)
        .hasMessageContaining("The user with name bo cannot be found.");
    assertThatThrownBy(() -> iam.getAccessKeyLastUsed(it -> it.accessKeyId("AKIABO")))
        .isExactlyInstanceOf(NoSuchEntityException.class);
    assertThatThrownBy(() -> iam.getLoginProfile(it -> it.userName("di")))
        .isExactlyInstanceOf(NoSuchEntityException.class)
        .hasMessageContaining("Login Profile for User di cannot be found.");
  }

  @Test
  void callsAreRecordedAndCanBeReplaced() {
    iam.before("GetUser ann", () -> iam.remove("bo"))
        .instead("GetUser cy", () -> iam.getUser(it -> it.userName("ann")));
    assertThat(iam.getUser(it -> it.userName("cy")).user().userName()).isEqualTo("ann");
    assertThat(iam.listUsers(it -> it.maxItems(10)).users()).hasSize(2);
    assertThat(iam.calls()).containsExactly("GetUser cy", "GetUser ann", "ListUsers");
  }

  @Test
  void unimplementedCallThrows() {
    assertThatThrownBy(iam::listRoles).isExactlyInstanceOf(UnsupportedOperationException.class);
  }
}
