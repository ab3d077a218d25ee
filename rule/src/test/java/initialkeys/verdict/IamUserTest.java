package initialkeys.verdict;

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
    assertThatThrownBy(() -> new UserIdentity(id, name, path, Known.USER_CREATED))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("IAM gave a user without %s", missing);
  }

  @Test
  void a_user_without_its_creation_time_is_refused() {
    assertThatThrownBy(() -> new UserIdentity("AIDA1", "bo", "/", null))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("IAM gave a user without creation time");
  }

  @Test
  void people_read_the_name_and_the_id() {
    assertThat(Known.IDENTITY).hasToString("bo (AIDABO)");
  }

  @Test
  void of_a_listed_user_nothing_else_is_known() {
    assertThat(IamUser.listed(Known.IDENTITY))
        .isEqualTo(
            new IamUser(Known.IDENTITY, IamUser.Presence.LISTED, Optional.empty(), Answer.UNKNOWN));
  }

  @Test
  void what_is_learned_of_one_key_is_not_said_of_another() {
    AccessKey first = Known.key("AKIA1", 0, Answer.UNKNOWN);
    AccessKey second = Known.key("AKIA2", 0, Answer.UNKNOWN);
    IamUser known = Known.user(Answer.YES, first, second).withKeyUsed(second, Answer.YES);
    assertThat(known).isEqualTo(Known.user(Answer.YES, first, second.withUsed(Answer.YES)));
    assertThat(known.keys().orElseThrow()).isEqualTo(List.of(first, second.withUsed(Answer.YES)));
  }

  @Test
  void a_fact_is_yes_or_no() {
    assertThat(Answer.of(true)).isEqualTo(Answer.YES);
    assertThat(Answer.of(false)).isEqualTo(Answer.NO);
  }
}
