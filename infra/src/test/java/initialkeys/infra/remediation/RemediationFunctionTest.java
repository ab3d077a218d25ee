package initialkeys.infra.remediation;

import static initialkeys.infra.Synthesized.APP_WITH_AUTOMATIC_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_REMEDIATION;
import static initialkeys.infra.Synthesized.ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.REMEDIATION;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.CalledActions;
import initialkeys.infra.Synthesized;
import initialkeys.lambda.RemediationHandler;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The remediating function: its environment, what its role may do, and that its log is kept. */
final class RemediationFunctionTest {

  private static final Synthesized MANUAL = APP_WITH_REMEDIATION.get(REMEDIATION);
  private static final Synthesized AUTOMATIC = APP_WITH_AUTOMATIC_REMEDIATION.get(REMEDIATION);
  private static final Synthesized ORGANIZATION =
      APP_WITH_ORGANIZATION_REMEDIATION.get(ORGANIZATION_REMEDIATION);

  @Test
  void functionHasItsOwnHandlerAndNoReservedConcurrency() {
    JsonNode function = function(MANUAL);
    assertThat(function.path("Handler").asText()).isEqualTo(RemediationHandler.class.getName());
    assertThat(function.path("Runtime").asText()).isEqualTo("java25");
    assertThat(function.path("Timeout").asInt()).isEqualTo(270);
    assertThat(function.has("ReservedConcurrentExecutions")).isFalse();
    assertThat(function.at("/Environment/Variables/REMEDIATION_GRACE_HOURS").asText())
        .isEqualTo("24");
    assertThat(function.at("/Environment/Variables/REMEDIATION_DRY_RUN").asText())
        .isEqualTo("false");
  }

  @Test
  void environmentIsThatOfTheSettings() {
    assertThat(function(AUTOMATIC).at("/Environment/Variables"))
        .isEqualTo(
            json(
                """
                {"JAVA_TOOL_OPTIONS":"-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                 "REMEDIATION_DRY_RUN":"true","REMEDIATION_GRACE_HOURS":"48",
                 "RULE_NAME":"initial-keys"}
                """));
  }

  /** The record outlives the stack. */
  @Test
  void logIsKept() {
    assertThat(MANUAL.all("AWS::Logs::LogGroup"))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.at("/Properties/RetentionInDays").asInt()).isEqualTo(400);
              assertThat(group.path("DeletionPolicy").asText()).isEqualTo("Retain");
              assertThat(group.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
            });
    assertThat(function(MANUAL).at("/LoggingConfig/LogGroup/Ref").asText())
        .isEqualTo(MANUAL.ids("AWS::Logs::LogGroup").findFirst().orElseThrow());
  }

  @Test
  void functionsRoleGrantsWhatTheFunctionCalls() {
    Set<String> called = CalledActions.from(RemediationHandler.class);
    assertThat(called).contains("iam:UpdateAccessKey", "sts:AssumeRole");
    assertThat(sdkActions(statements(ORGANIZATION))).isEqualTo(called);
    assertThat(sdkActions(memberStatements())).isEqualTo(withoutAssumeRole(called));
    assertThat(sdkActions(statements(MANUAL))).isEqualTo(withoutAssumeRole(called));
    assertThat(called).noneMatch(action -> action.matches("iam:(Delete|Create|Tag|Attach).*"));
  }

  @Test
  void keysAreChangedOnUsersOfTheAccountAlone() {
    String users =
        "{\"Fn::Join\":[\"\",[\"arn:\",{\"Ref\":\"AWS::Partition\"},\":iam::\","
            + "{\"Ref\":\"AWS::AccountId\"},\":user/*\"]]}";
    for (Stream<JsonNode> statements :
        List.of(statements(MANUAL), statements(ORGANIZATION), memberStatements())) {
      assertThat(
              statements.filter(
                  statement -> statement.path("Action").toString().contains("UpdateAccessKey")))
          .singleElement()
          .hasToString(
              "{\"Action\":\"iam:UpdateAccessKey\",\"Effect\":\"Allow\",\"Resource\":%s,"
                      .formatted(users)
                  + "\"Sid\":\"DeactivateKeys\"}");
    }
  }

  @Test
  void onlyLambdaMayAssumeTheFunctionsRole() {
    assertThat(role(MANUAL).at("/AssumeRolePolicyDocument/Statement"))
        .isEqualTo(
            json(
                """
                [{"Action":"sts:AssumeRole","Effect":"Allow",
                  "Principal":{"Service":"lambda.amazonaws.com"}}]
                """));
  }

  private static Stream<JsonNode> memberStatements() {
    JsonNode template =
        json(ORGANIZATION.only("AWS::CloudFormation::StackSet").path("TemplateBody").asText());
    return template
        .path("Resources")
        .path("Role1ABCC5F0")
        .at("/Properties/Policies/0/PolicyDocument/Statement")
        .valueStream();
  }

  private static Stream<JsonNode> statements(Synthesized stack) {
    return role(stack).at("/Policies/0/PolicyDocument/Statement").valueStream();
  }

  private static Set<String> sdkActions(Stream<JsonNode> statements) {
    return statements
        .map(statement -> statement.path("Action"))
        .flatMap(action -> action.isArray() ? action.valueStream() : Stream.of(action))
        .map(JsonNode::asText)
        .filter(action -> action.matches("(iam|config|sts):.*"))
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  private static Set<String> withoutAssumeRole(Set<String> actions) {
    Set<String> others = new TreeSet<>(actions);
    others.remove("sts:AssumeRole");
    return others;
  }

  private static JsonNode function(Synthesized stack) {
    return stack.only("AWS::Lambda::Function");
  }

  private static JsonNode role(Synthesized stack) {
    return stack.only("AWS::IAM::Role", "Remediation");
  }
}
