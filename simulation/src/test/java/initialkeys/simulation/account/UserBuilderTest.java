package initialkeys.simulation.account;

import static initialkeys.simulation.account.UserBuilder.copy;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account.User;
import org.junit.jupiter.api.Test;

class UserBuilderTest {

  @Test
  void userHasAPasswordAndNoKeysUnlessStatedOtherwise() {
    User user = named("bo").build();
    assertThat(user.id()).startsWith("AIDABO");
    assertThat(user.password()).isTrue();
    assertThat(user.keys()).isEmpty();
    assertThat(user.created()).isEqualTo(UserBuilder.CREATED);
  }

  @Test
  void idHasOnlyCharactersOfAnIamId() {
    assertThat(UserBuilder.idOf("smith, john")).isEqualTo("AIDASMITHJOHN000000000000");
  }

  @Test
  void copyHasAllFieldsOfTheUser() {
    User user = withUnusedKey("bo");
    assertThat(copy(user).build()).isEqualTo(user);
    assertThat(copy(user).name("bob").build().id()).isEqualTo(user.id());
  }
}
