package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamUserTest {

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

  @Test
  void factIsYesOrNo() {
    assertThat(TriState.of(true)).isEqualTo(TriState.YES);
    assertThat(TriState.of(false)).isEqualTo(TriState.NO);
  }
}
