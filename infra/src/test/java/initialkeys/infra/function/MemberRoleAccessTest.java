package initialkeys.infra.function;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.aws.MemberRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** The environment and permissions of the function for member accounts. */
final class MemberRoleAccessTest {

  private static final MemberRoleAccess ACCESS = new MemberRoleAccess("our-role", "our-rule");

  /** The function itself reads the variables that the deployment writes. */
  @Test
  void functionReadsItsVariables() {
    assertThat(MemberRole.of(ACCESS.environment()))
        .hasValue(new MemberRole("our-role", "our-rule"));
  }

  @Test
  void roleMayBeAssumedInTheOrganizationOnly() {
    PolicyStatement statement = ACCESS.assumeRoleStatement();
    assertThat(statement.getActions()).containsExactly("sts:AssumeRole");
    assertThat(new Stack().resolve(statement.getResources()))
        .isEqualTo(
            List.of(
                Map.of(
                    "Fn::Join",
                    List.of(
                        "",
                        List.of(
                            "arn:", Map.of("Ref", "AWS::Partition"), ":iam::*:role/our-role")))));
    assertThat(statement.getConditions())
        .isEqualTo(Map.of("StringEquals", Map.of("aws:ResourceOrgID", "${aws:PrincipalOrgID}")));
  }
}
