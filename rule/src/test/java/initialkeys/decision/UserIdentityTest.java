package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserIdentityTest {

  @ParameterizedTest
  @CsvSource({
    "id,,bo,/",
    "id,' ',bo,/",
    "id,bo,bo,/",
    "id,AROACKCEVSQ6C2EXAMPLE,bo,/",
    "name,AIDA1000000000000000,,/",
    "name,AIDA1000000000000000,' ',/",
    "path,AIDA1000000000000000,bo,"
  })
  void userWithoutIdNameOrPathIsRejected(String missing, String id, String name, String path) {
    assertThatThrownBy(() -> new UserIdentity(id, name, path, TestUsers.USER_CREATED))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("IAM returned a user without a valid %s", missing);
  }

  @Test
  void userWithoutCreationTimeIsRejected() {
    assertThatThrownBy(() -> new UserIdentity("AIDA1000000000000000", "bo", "/", null))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("IAM returned a user without a valid creation time");
  }

  @Test
  void textHasNameAndId() {
    assertThat(TestUsers.IDENTITY).hasToString("bo (AIDABO00000000000000)");
  }

  @ParameterizedTest
  @CsvSource({
    "AIDACKCEVSQ6C2EXAMPLE, true",
    "AID2MAB8DPLSRHEXAMPLE, true",
    "AIDA567890123456, true",
    "AIDA56789012345, false",
    "AIDAckcevsq6c2example, false",
    "AIDÄCKCEVSQ6C2EXAMPLE, false",
    "AIDA CKCEVSQ6C2EXAMPLE, false",
    "AROACKCEVSQ6C2EXAMPLE, false",
    "bo, false"
  })
  void userIdStartsWithAidAndHas16Characters(String id, boolean isUserId) {
    assertThat(UserIdentity.isUserId(id)).isEqualTo(isUserId);
  }

  @Test
  void userIdHasAtMost128Characters() {
    assertThat(UserIdentity.isUserId("AID" + "A".repeat(125))).isTrue();
    assertThat(UserIdentity.isUserId("AID" + "A".repeat(126))).isFalse();
    assertThat(UserIdentity.isUserId("AIDACKCEVSQ6C2EXAMPLE\n")).isFalse();
  }
}
