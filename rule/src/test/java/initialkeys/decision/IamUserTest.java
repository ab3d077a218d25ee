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
  @CsvSource({"id,,bo,/", "id,' ',bo,/", "name,AIDA1,,/", "name,AIDA1,' ',/", "path,AIDA1,bo,"})
  void a_user_without_its_id_name_or_path_is_refused(
      String missing, String id, String name, String path) {
    assertThatThrownBy(() -> new UserIdentity(id, name, path, TestUsers.USER_CREATED))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("IAM returned a user without a valid %s", missing);
  }

  @Test
  void a_user_without_its_creation_time_is_refused() {
    assertThatThrownBy(() -> new UserIdentity("AIDA1", "bo", "/", null))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("IAM returned a user without a valid creation time");
  }

  @Test
  void people_read_the_name_and_the_id() {
    assertThat(TestUsers.IDENTITY).hasToString("bo (AIDABO)");
  }

  @Test
  void of_a_listed_user_nothing_else_is_known() {
    assertThat(IamUser.listed(TestUsers.IDENTITY))
        .isEqualTo(
            new IamUser(
                TestUsers.IDENTITY, IamUser.Presence.LISTED, Optional.empty(), TriState.UNKNOWN));
  }

  @Test
  void what_is_learned_of_one_key_is_not_said_of_another() {
    AccessKey first = TestUsers.key("AKIA1", 0, TriState.UNKNOWN);
    AccessKey second = TestUsers.key("AKIA2", 0, TriState.UNKNOWN);
    IamUser known = TestUsers.user(TriState.YES, first, second).withKeyUsed(second, TriState.YES);
    assertThat(known).isEqualTo(TestUsers.user(TriState.YES, first, second.withUsed(TriState.YES)));
    assertThat(known.keys().orElseThrow()).isEqualTo(List.of(first, second.withUsed(TriState.YES)));
  }

  @Test
  void a_fact_is_yes_or_no() {
    assertThat(TriState.of(true)).isEqualTo(TriState.YES);
    assertThat(TriState.of(false)).isEqualTo(TriState.NO);
  }
}
