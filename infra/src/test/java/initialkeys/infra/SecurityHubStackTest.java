package initialkeys.infra;

import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.SECURITY_HUB;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What Security Hub is told to make of the rule's findings. */
final class SecurityHubStackTest {

  private static final Synthesized BY_DEFAULT = APP_BY_DEFAULT.get(SECURITY_HUB);
  private static final JsonNode RULE = BY_DEFAULT.only("AWS::SecurityHub::AutomationRule");
  private static final JsonNode RULE_AS_SET =
      APP_WITH_EVERYTHING_SET.get(SECURITY_HUB).only("AWS::SecurityHub::AutomationRule");

  @Test
  void nothingElseIsDeployed() {
    assertThat(BY_DEFAULT.resources()).hasSize(1);
  }

  /** Values of one criterion are alternatives; criteria must all hold. */
  @Test
  void itTakesOpenFindingsOfTheRuleUnderEitherName() {
    assertThat(RULE_AS_SET.path("Criteria"))
        .isEqualTo(
            json(
                """
                {"ProductName":[{"Comparison":"EQUALS","Value":"Config"}],
                 "Title":[{"Comparison":"EQUALS","Value":"initial-keys"},
                          {"Comparison":"PREFIX","Value":"OrgConfigRule-our-initial-keys-"}],
                 "ComplianceStatus":[{"Comparison":"EQUALS","Value":"FAILED"}],
                 "RecordState":[{"Comparison":"EQUALS","Value":"ACTIVE"}]}\
                """));
  }

  @Test
  void itGivesThemWhatTheyLackAndNothingThatCannotBeSet() {
    assertThat(RULE.path("Actions"))
        .isEqualTo(
            json(
                """
                [{"Type":"FINDING_FIELDS_UPDATE","FindingFieldsUpdate":{
                  "Severity":{"Label":"MEDIUM"},
                  "Types":["Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations Benchmark"],
                  "Note":{"Text":"An access key of this user was made while the user was being set up. The annotation of this user's result in AWS Config says which key, and what to do. Look at the key's last use first: replace a key that is in use; deactivate any before you delete it.",
                          "UpdatedBy":"iam-user-console-and-api-access-at-creation"},
                  "UserDefinedFields":{"CIS-v1.1":"1.23","CIS-v1.2":"1.21","CIS-v1.3-to-v4":"1.11","CIS-v5":"1.10","CIS-v6":"2.10"}}}]\
                """));
  }

  /** Other rules of the administrator may still have their say. */
  @Test
  void itIsOnAndLeavesTheLastWordToLaterRules() {
    assertThat(RULE.path("RuleName").asText())
        .isEqualTo("iam-user-console-and-api-access-at-creation");
    assertThat(RULE.path("RuleStatus").asText()).isEqualTo("ENABLED");
    assertThat(RULE.path("IsTerminal").asBoolean()).isFalse();
    assertThat(RULE.path("RuleOrder").asInt()).isEqualTo(1);
  }

  @Test
  void theSeverityIsASetting() {
    assertThat(RULE_AS_SET.at("/Actions/0/FindingFieldsUpdate/Severity"))
        .isEqualTo(json("{\"Label\":\"HIGH\"}"));
  }

  /** Keys may be in use, and users without a password: the parameters, and time, decide. */
  @Test
  void theNoteHoldsForEveryParameter() {
    assertThat(RULE_AS_SET.at("/Actions/0/FindingFieldsUpdate/Note/Text"))
        .isEqualTo(RULE.at("/Actions/0/FindingFieldsUpdate/Note/Text"));
    assertThat(RULE.toString()).doesNotContainIgnoringCase("never").doesNotContain("password");
  }

  /** Security Hub takes notes of at most 512 characters. */
  @Test
  void theNoteFits() {
    assertThat(RULE.at("/Actions/0/FindingFieldsUpdate/Note/Text").asText()).hasSizeLessThan(512);
  }
}
