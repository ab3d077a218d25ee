package initialkeys.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.cli.prove.user.ProofCase;
import initialkeys.decision.AccessKey;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.service.WritableIam;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.IamException;

class ProofAccountTest {

  private final ProvableAccount cloud = ProvableAccount.withDefaults();
  private final CountedCalls calls = CountedCalls.withoutFaults();
  private final ProofAccount account = TestAccount.of(cloud, calls);
  private final UserIdentity user = account.users().create(ProofCase.UNUSED_KEY);
  private final AccessKey key = account.users().createKey(user).facts();

  @Test
  void keyIsUsedOnceIamShowsIt() {
    assertThat(account.isUsed(key)).isFalse();
    cloud.iam.use(key.id());
    assertThat(account.isUsed(key)).isFalse();
    cloud.time.pass(Duration.ofMinutes(2));
    assertThat(account.isUsed(key)).isTrue();
  }

  @Test
  void keyThatIamDoesNotFindYetIsUnused() {
    cloud.iam.deleteAccessKey(it -> it.userName(user.name()).accessKeyId(key.id()));
    assertThat(account.isUsed(key)).isFalse();
    assertThat(calls.count("iam:GetAccessKeyLastUsed")).isOne();
  }

  @Test
  void deniedCallIsNotUnusedKey() {
    calls.instead(
        "iam:GetAccessKeyLastUsed",
        () -> {
          throw WritableIam.rejected(403, "AccessDenied", "denied");
        });
    assertThatThrownBy(() -> account.isUsed(key)).isInstanceOf(IamException.class);
  }

  @Test
  void clockIsThatOfTheContext() {
    cloud.time.pass(Duration.ofMinutes(7));
    assertThat(account.now()).isEqualTo(cloud.time.instant());
  }
}
