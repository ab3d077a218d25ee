package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IamUserTest {

  @Test
  void listedUserHasNoOtherFact() {
    assertThat(IamUser.listed(TestUsers.IDENTITY))
        .isEqualTo(
            new IamUser(
                TestUsers.IDENTITY, IamUser.Presence.LISTED, Optional.empty(), TriState.UNKNOWN));
  }

  @Test
  void useOfOneKeyIsNotThatOfAnother() {
    AccessKey first = TestUsers.key("AKIA1", 0, TriState.UNKNOWN);
    AccessKey second = TestUsers.key("AKIA2", 0, TriState.UNKNOWN);
    IamUser known = TestUsers.user(TriState.YES, first, second).withKeyUsed(second, TriState.YES);
    assertThat(known).isEqualTo(TestUsers.user(TriState.YES, first, second.withUsed(TriState.YES)));
    assertThat(known.keys().orElseThrow()).isEqualTo(List.of(first, second.withUsed(TriState.YES)));
  }
}
