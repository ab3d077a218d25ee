package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which role, in which account: the deployment's word and Lambda's, never an event's. */
class MemberRoleTest {

  @Test
  void the_environment_names_the_role_and_the_rule() {
    assertThat(MemberRole.of(Map.of("MEMBER_ROLE_NAME", "role", "RULE_NAME", "rule")))
        .contains(new MemberRole("role", "rule"));
  }

  @Test
  void without_a_role_the_function_serves_its_own_account_alone() {
    assertThat(MemberRole.of(Map.of("RULE_NAME", "rule"))).isEmpty();
  }

  @Test
  void half_an_environment_is_an_error() {
    assertThatThrownBy(() -> MemberRole.of(Map.of("MEMBER_ROLE_NAME", "role")))
        .hasMessage("The environment has MEMBER_ROLE_NAME and lacks RULE_NAME");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:lambda:eu-west-1:111122223333:function:rule, arn:aws:iam::444455556666:role/r",
    "arn:aws-cn:lambda:cn-north-1:111122223333:function:rule, arn:aws-cn:iam::444455556666:role/r",
    "arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:rule:1,"
        + " arn:aws-us-gov:iam::444455556666:role/r"
  })
  void the_role_is_in_the_functions_partition(String function, String role) {
    FunctionArn arn = FunctionArn.parse(function);
    assertThat(arn.accountId()).isEqualTo("111122223333");
    assertThat(arn.role("r", "444455556666")).isEqualTo(role);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn:aws:lambda:eu-west-1:11112222333:function:rule",
        "arn:aws:sqs:eu-west-1:111122223333:function:rule",
        "x arn:aws:lambda:eu-west-1:111122223333:function:rule",
        "arn:evil:lambda:eu-west-1:111122223333:function:rule"
      })
  void what_is_no_functions_arn_is_refused(String arn) {
    assertThatThrownBy(() -> FunctionArn.parse(arn))
        .hasMessage("Lambda gives an ARN of no function: " + arn);
  }
}
