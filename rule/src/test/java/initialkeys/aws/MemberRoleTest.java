package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberRoleTest {

  @Test
  void the_environment_names_the_role_and_the_rule() {
    assertThat(MemberRole.of(Map.of("MEMBER_ROLE_NAME", "role", "RULE_NAME", "rule")))
        .contains(new MemberRole("role", "rule"));
  }

  @Test
  void without_a_role_the_function_evaluates_its_own_account_alone() {
    assertThat(MemberRole.of(Map.of("RULE_NAME", "rule"))).isEmpty();
  }

  @Test
  void half_an_environment_is_an_error() {
    assertThatThrownBy(() -> MemberRole.of(Map.of("MEMBER_ROLE_NAME", "role")))
        .hasMessage("MEMBER_ROLE_NAME is set but RULE_NAME is not");
  }
}
