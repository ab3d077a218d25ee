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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The member role as a stack and as the template of the stack set. */
final class MemberRoleStackTest {

  private static final String STACK_SET = "AWS::CloudFormation::StackSet";
  private static final Synthesized EVERYTHING = APP_WITH_EVERYTHING_SET.get(ORGANIZATION);

  private static final Map<String, Synthesized> TOPIC_IS_GIVEN = app("topic-is-given", topic());

  /** The function's role is a value in one and a parameter in the other, which has a condition. */
  @Test
  void stackSetDeploysTheSameRoleAsTheStack() {
    for (Map<String, Synthesized> app : List.of(APP_WITH_EVERY_STACK, TOPIC_IS_GIVEN)) {
      String body = app.get(ORGANIZATION).only(STACK_SET).path("TemplateBody").asText();
      JsonNode stack = app.get(MEMBER_ROLE).template().path("Resources");
      String trusted = stack.findPath("Principal").path("AWS").toString();
      String resolved = body.replaceAll("\\{\\s*\"Ref\": \"FunctionRoleArn\"\\s*}", trusted);
      assertThat(
              json(resolved)
                  .path("Resources")
                  .toString()
                  .replace(",\"Condition\":\"IsNotAccountOfFunction\"", ""))
          .isEqualTo(stack.toString());
      // CloudFormation's limit.
      assertThat(body.length()).isLessThan(51_200);
      assertThat(json(body).path("Rules").isMissingNode()).isTrue();
    }
  }

  @Test
  void functionAssumesTheRoleByItsName() {
    assertThat(
            APP_WITH_EVERYTHING_SET
                .get(MEMBER_ROLE)
                .only("AWS::IAM::Role", "Role")
                .path("RoleName"))
        .isEqualTo(
            EVERYTHING.only("AWS::Lambda::Function").at("/Environment/Variables/MEMBER_ROLE_NAME"));
    assertThat(EVERYTHING.only("AWS::IAM::Role", "Rule").toString())
        .contains(":iam::*:role/our-keys@members\"");
  }

  /** An address has one topic, and the organization's stack passes it to each member account. */
  @Test
  void membersPublishToTheTopicOfTheOrganization() {
    JsonNode members = json(EVERYTHING.only(STACK_SET).path("TemplateBody").asText());
    String given = "\"arn:aws-cn:sns:cn-north-1:111122223333:findings\"";
    for (JsonNode rule : rules(members)) {
      assertThat(rule.at("/Properties/Targets").findValues("Arn"))
          .hasToString("[%s, {\"Ref\":\"FindingsTopicArn\"}]".formatted(given));
    }
    assertThat(rules(members)).hasSize(2);
    JsonNode parameter = EVERYTHING.only(STACK_SET).at("/Parameters/1");
    assertThat(parameter.path("ParameterKey").asText()).isEqualTo("FindingsTopicArn");
    assertThat(parameter.at("/ParameterValue/Ref"))
        .isEqualTo(EVERYTHING.only("AWS::SNS::Subscription", "Findings").at("/TopicArn/Ref"));
  }

  /** The function's account can be a member: its own stack publishes these findings already. */
  @Test
  void accountOfTheFunctionPublishesOnce() {
    JsonNode members = json(EVERYTHING.only(STACK_SET).path("TemplateBody").asText());
    assertThat(members.at("/Conditions/IsNotAccountOfFunction"))
        .isEqualTo(
            json(
                """
                {"Fn::Not":[{"Fn::Equals":[
                  {"Fn::Select":[4,{"Fn::Split":[":",{"Ref":"FunctionRoleArn"}]}]},
                  {"Ref":"AWS::AccountId"}]}]}\
                """));
    assertThat(
            members
                .path("Resources")
                .propertyStream()
                .filter(it -> it.getKey().startsWith("Findings"))
                .map(it -> it.getValue().path("Condition").asText()))
        .hasSize(3)
        .containsOnly("IsNotAccountOfFunction");
    assertThat(members.path("Resources").propertyStream())
        .filteredOn(it -> it.getKey().startsWith("Role"))
        .singleElement()
        .matches(role -> !role.getValue().has("Condition"));
  }

  private static List<JsonNode> rules(JsonNode template) {
    return template
        .path("Resources")
        .valueStream()
        .filter(resource -> resource.path("Type").asText().equals("AWS::Events::Rule"))
        .toList();
  }

  private static Map<String, String> topic() {
    return Map.of("findingsTopicArn", "arn:aws:sns:eu-west-1:111122223333:findings");
  }

  private static Map<String, Synthesized> app(String variant, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(Synthesized.LEAST);
    all.putAll(settings);
    return Synthesized.app(variant, all);
  }
}
