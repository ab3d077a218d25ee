package initialkeys.simulation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

class WritableIamTest {

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-01-15T12:00:00Z"));
  private final WritableIam iam = new WritableIam(new FakeIam(List.of()), time, new Random(1));
  private final List<String> changes = new ArrayList<>();

  @BeforeEach
  void createUser() {
    iam.whenChanged(
        user -> changes.add("changed " + user.name()),
        user -> changes.add("deleted " + user.name()));
    iam.createUser(it -> it.userName("ann").path("/a/"));
  }

  private String createKey() {
    return iam.createAccessKey(it -> it.userName("ann")).accessKey().accessKeyId();
  }

  @Test
  void userWithAnythingIsNotDeleted() {
    String key = createKey();
    iam.createLoginProfile(it -> it.userName("ann").password("p"));
    iam.putUserPolicy(it -> it.userName("ann").policyName("deny").policyDocument("{}"));
    assertDeleteConflict();
    iam.deleteAccessKey(it -> it.userName("ann").accessKeyId(key));
    assertDeleteConflict();
    iam.deleteLoginProfile(it -> it.userName("ann"));
    assertDeleteConflict();
    iam.deleteUserPolicy(it -> it.userName("ann").policyName("deny"));
    iam.addToGroup("ann", "admins");
    assertDeleteConflict();
  }

  private void assertDeleteConflict() {
    assertThatThrownBy(() -> iam.deleteUser(it -> it.userName("ann")))
        .hasMessageContaining("Cannot delete entity");
  }

  /** AWS Config does not notice keys and passwords (F11). */
  @Test
  void onlyConfigurationIsNoticed() {
    changes.clear();
    createKey();
    iam.createLoginProfile(it -> it.userName("ann").password("p"));
    iam.deleteLoginProfile(it -> it.userName("ann"));
    assertThat(changes).isEmpty();
    iam.putUserPolicy(it -> it.userName("ann").policyName("deny").policyDocument("{}"));
    iam.deleteUserPolicy(it -> it.userName("ann").policyName("deny"));
    assertThat(changes).containsExactly("changed ann", "changed ann");
  }

  @Test
  void deletedUserIsNotFound() {
    iam.deleteUser(it -> it.userName("ann"));
    assertThat(changes).last().isEqualTo("deleted ann");
    assertThatThrownBy(() -> iam.listUserPolicies(it -> it.userName("ann")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void useOfKeyShowsLater() {
    String key = createKey();
    iam.use(key);
    assertThat(lastUsed(key)).isNull();
    time.pass(Duration.ofSeconds(90));
    assertThat(lastUsed(key)).isEqualTo("2026-01-15T12:00:00Z");
  }

  private Instant lastUsed(String key) {
    return iam.getAccessKeyLastUsed(it -> it.accessKeyId(key)).accessKeyLastUsed().lastUsedDate();
  }

  @Test
  void credentialReportIsBegunEveryFourHours() {
    assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.STARTED);
    iam.createUser(it -> it.userName("eve").path("/a/"));
    time.pass(Duration.ofHours(4));
    assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.COMPLETE);
    assertThat(iam.getCredentialReport().content().asUtf8String()).doesNotContain("eve");
    time.pass(Duration.ofSeconds(1));
    assertThat(iam.generateCredentialReport().state()).isEqualTo(ReportStateType.STARTED);
    assertThat(iam.getCredentialReport().content().asUtf8String()).contains("eve");
  }

  @Test
  void usersAreListedByPath() {
    iam.createUser(it -> it.userName("eve").path("/b/"));
    assertThat(iam.listUsers(it -> it.pathPrefix("/b/").maxItems(10)).users())
        .extracting(user -> user.userName())
        .containsExactly("eve");
  }
}
