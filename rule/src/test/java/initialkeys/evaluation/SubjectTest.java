package initialkeys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.IamUser;
import initialkeys.decision.UserIdentity;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectTest {

  private static final Resource BO = Resource.user("AIDABO00000000000000");

  @Test
  void userIsAResourceWithFacts() {
    IamUser user = IamUser.listed(new UserIdentity(BO.id(), "bo", "/", Instant.EPOCH));
    assertThat(Subject.of(user)).isEqualTo(new Subject(BO, Optional.of(user)));
  }

  @Test
  void resourceAloneHasNoFacts() {
    assertThat(Subject.of(BO)).isEqualTo(new Subject(BO, Optional.empty()));
  }
}
