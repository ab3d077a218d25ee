package initialkeys.infra.remediation;

import static initialkeys.infra.Synthesized.APP_WITH_ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.APP_WITH_REMEDIATION;
import static initialkeys.infra.Synthesized.ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.REMEDIATION;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import initialkeys.remediation.RemediationOutcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Systems Manager document: one step acts, and a run without a success fails. */
final class RemediationDocumentTest {

  private static final Synthesized STACK = APP_WITH_REMEDIATION.get(REMEDIATION);
  private static final JsonNode DOCUMENT = STACK.only("AWS::SSM::Document");

  private static JsonNode step(String name) {
    return steps().stream()
        .filter(step -> step.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> steps() {
    return DOCUMENT.at("/Content/mainSteps").valueStream().toList();
  }

  /** A document that is updated in place may go on running its old version (F54). */
  @Test
  void documentHasNoNameAndIsReplaced() {
    assertThat(DOCUMENT.has("Name")).isFalse();
    assertThat(DOCUMENT.path("UpdateMethod").asText()).isEqualTo("Replace");
    assertThat(DOCUMENT.path("DocumentType").asText()).isEqualTo("Automation");
    assertThat(DOCUMENT.at("/Content/schemaVersion").asText()).isEqualTo("0.3");
    assertThat(DOCUMENT.at("/Content/assumeRole").asText()).isEqualTo("{{ AutomationAssumeRole }}");
  }

  @Test
  void oneStepActsOnce() {
    String function = STACK.ids("AWS::Lambda::Function").findFirst().orElseThrow();
    assertThat(step("DeactivateKeys"))
        .isEqualTo(
            json(
                """
                {"name":"DeactivateKeys","action":"aws:invokeLambdaFunction","maxAttempts":1,
                 "timeoutSeconds":290,"onFailure":"Abort","nextStep":"CheckOutcome",
                 "inputs":{
                   "FunctionName":{"Fn::GetAtt":["%s","Arn"]},
                   "InvocationType":"RequestResponse",
                   "InputPayload":{"userId":"{{ UserId }}",
                                   "executionId":"{{ automation:EXECUTION_ID }}"}},
                 "outputs":[{"Name":"Record","Selector":"$.Payload","Type":"String"}]}
                """
                    .formatted(function)));
    assertThat(DOCUMENT.at("/Content/outputs")).isEqualTo(json("[\"DeactivateKeys.Record\"]"));
    assertThat(steps())
        .extracting(step -> step.path("action").asText())
        .containsExactly(
            "aws:invokeLambdaFunction", "aws:branch", "aws:assertAwsResourceProperty", "aws:sleep");
  }

  /** The function ends before its step gives up, and the step within what the action allows. */
  @Test
  void stepWaitsLongerThanTheFunctionRuns() {
    assertThat(step("DeactivateKeys").path("timeoutSeconds").asInt())
        .isGreaterThan(STACK.only("AWS::Lambda::Function").path("Timeout").asInt())
        .isLessThan(300);
  }

  /** Every outcome of the code, the failed one first; anything else fails (F56). */
  @Test
  void branchKnowsEveryOutcomeAndFailsByDefault() {
    JsonNode inputs = step("CheckOutcome").path("inputs");
    assertThat(inputs.path("Default").asText()).isEqualTo("NotDone");
    List<JsonNode> choices = inputs.path("Choices").valueStream().toList();
    assertThat(choices)
        .allSatisfy(
            choice ->
                assertThat(choice.path("Variable").asText())
                    .isEqualTo("{{ DeactivateKeys.Record }}"));
    assertThat(choices)
        .extracting(choice -> choice.path("Contains").asText())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RemediationOutcome.values()).map(RemediationOutcome::token).toList())
        .first()
        .isEqualTo("outcome:failed");
    assertThat(choices)
        .filteredOn(choice -> choice.path("NextStep").asText().equals("Done"))
        .extracting(choice -> choice.path("Contains").asText())
        .containsExactlyInAnyOrder(
            "outcome:deactivated", "outcome:dry-run", "outcome:nothing-to-do");
  }

  /** Which step a record leads to, by the choices in their order. */
  @Test
  void recordsLeadWhereTheyShould() {
    assertThat(stepAfter("{\"outcome\":\"outcome:deactivated\"}")).isEqualTo("Done");
    assertThat(stepAfter("\"{\\\"outcome\\\":\\\"outcome:dry-run\\\"}\"")).isEqualTo("Done");
    assertThat(stepAfter("")).isEqualTo("NotDone");
    assertThat(stepAfter("{\"errorMessage\":\"Task timed out\"}")).isEqualTo("NotDone");
    assertThat(
            stepAfter(
                "{\"outcome\":\"outcome:failed\",\"reason\":\"user/outcome:deactivated/bo\"}"))
        .isEqualTo("NotDone");
  }

  private static String stepAfter(String record) {
    JsonNode inputs = step("CheckOutcome").path("inputs");
    return inputs
        .path("Choices")
        .valueStream()
        .filter(choice -> record.contains(choice.path("Contains").asText()))
        .map(choice -> choice.path("NextStep").asText())
        .findFirst()
        .orElse(inputs.path("Default").asText());
  }

  @Test
  void bothEndsAreEnds() {
    assertThat(step("Done").path("isEnd").asBoolean()).isTrue();
    assertThat(step("Done").at("/inputs/Duration").asText()).isEqualTo("PT1S");
    JsonNode notDone = step("NotDone");
    assertThat(notDone.path("isEnd").asBoolean()).isTrue();
    assertThat(notDone.path("onFailure").asText()).isEqualTo("Abort");
    assertThat(notDone.at("/inputs/DesiredValues/0").asText()).doesNotMatch("[0-9]{12}");
  }

  @Test
  void userIdHasTheFormThatTheFunctionAccepts() {
    assertThat(DOCUMENT.at("/Content/parameters/UserId/allowedPattern").asText())
        .isEqualTo("^AID[A-Z0-9]{13,125}$");
    assertThat(DOCUMENT.at("/Content/parameters").size()).isEqualTo(2);
  }

  @Test
  void inAnOrganizationTheAccountIsAParameter() {
    JsonNode content =
        APP_WITH_ORGANIZATION_REMEDIATION
            .get(ORGANIZATION_REMEDIATION)
            .only("AWS::SSM::Document")
            .path("Content");
    assertThat(content.at("/parameters/AccountId/allowedPattern").asText())
        .isEqualTo("^[0-9]{12}$");
    assertThat(content.at("/mainSteps/0/inputs/InputPayload/accountId").asText())
        .isEqualTo("{{ AccountId }}");
  }
}
