package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberRoleTest {

  @Test
  void environmentNamesTheRoleAndTheRule() {
    assertThat(MemberRole.of(Map.of("MEMBER_ROLE_NAME", "role", "RULE_NAME", "rule")))
        .contains(new MemberRole("role", "rule"));
  }

  @Test
  void withoutARoleTheFunctionEvaluatesItsOwnAccountAlone() {
    assertThat(MemberRole.of(Map.of("RULE_NAME", "rule"))).isEmpty();
  }

  @Test
  void halfAnEnvironmentIsAnError() {
    assertThatThrownBy(() -> MemberRole.of(Map.of("MEMBER_ROLE_NAME", "role")))
        .hasMessage("MEMBER_ROLE_NAME is set but RULE_NAME is not");
  }
}
