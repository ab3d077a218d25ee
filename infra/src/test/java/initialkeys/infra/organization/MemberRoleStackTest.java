package initialkeys.infra.organization;

import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.MEMBER_ROLE;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The member role as a stack and as the template of the stack set. */
final class MemberRoleStackTest {

  private static final String STACK_SET = "AWS::CloudFormation::StackSet";
  private static final Synthesized EVERYTHING = APP_WITH_EVERYTHING_SET.get(ORGANIZATION);

  /** The function's role is a value in one and a parameter in the other. */
  @Test
  void stackSetDeploysTheSameRoleAsTheStack() {
    for (Map<String, Synthesized> app : List.of(APP_WITH_EVERY_STACK, APP_WITH_EVERYTHING_SET)) {
      String body = app.get(ORGANIZATION).only(STACK_SET).path("TemplateBody").asText();
      JsonNode stack = app.get(MEMBER_ROLE).template().path("Resources");
      String trusted = stack.findPath("Principal").path("AWS").toString();
      String resolved = body.replaceAll("\\{\\s*\"Ref\": \"FunctionRoleArn\"\\s*}", trusted);
      assertThat(json(resolved).path("Resources").toString()).isEqualTo(stack.toString());
      // CloudFormation's limit.
      assertThat(body.length()).isLessThan(51_200);
      assertThat(json(body).path("Rules").isMissingNode()).isTrue();
    }
  }

  @Test
  void functionAssumesTheRoleByItsName() {
    assertThat(APP_WITH_EVERYTHING_SET.get(MEMBER_ROLE).only("AWS::IAM::Role").path("RoleName"))
        .isEqualTo(
            EVERYTHING.only("AWS::Lambda::Function").at("/Environment/Variables/MEMBER_ROLE_NAME"));
    assertThat(EVERYTHING.only("AWS::IAM::Role").toString())
        .contains(":iam::*:role/our-keys@members\"");
  }
}
