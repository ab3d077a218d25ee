package initialkeys.infra.securityhub;

import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.SECURITY_HUB;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The automation rule for the rule's findings in Security Hub. */
final class SecurityHubStackTest {

  private static final Synthesized BY_DEFAULT = APP_BY_DEFAULT.get(SECURITY_HUB);
  private static final JsonNode RULE = BY_DEFAULT.only("AWS::SecurityHub::AutomationRule");
  private static final JsonNode RULE_AS_SET =
      Synthesized.app(
              "security-hub",
              Map.of(
                  "ruleName", "initial-keys",
                  "organizationRuleName", "our-initial-keys",
                  "unusedKeysOnly", "false",
                  "findingSeverity", "HIGH"))
          .get(SECURITY_HUB)
          .only("AWS::SecurityHub::AutomationRule");
  private static final JsonNode SUPPRESSING_RULE =
      APP_WITH_EVERYTHING_SET.get(SECURITY_HUB).only("AWS::SecurityHub::AutomationRule");

  @Test
  void stackContainsOneResource() {
    assertThat(BY_DEFAULT.resources()).hasSize(1);
  }

  /** A finding must match every criterion, and one of the values of each. */
  @Test
  void ruleMatchesActiveFailedFindingsUnderEitherName() {
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
  void ruleUpdatesSeverityTypesNoteAndControlNumbers() {
    assertThat(RULE.path("Actions"))
        .isEqualTo(
            json(
                """
                [{"Type":"FINDING_FIELDS_UPDATE","FindingFieldsUpdate":{
                  "Severity":{"Label":"MEDIUM"},
                  "Types":["Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations Benchmark"],
                  "Note":{"Text":"An access key of this user was created while the user was being set up. The annotation of this user's result in AWS Config names the key and what to do. Check when the key was last used: replace a key that is in use, and deactivate a key before you delete it. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
                          "UpdatedBy":"iam-user-console-and-api-access-at-creation"},
                  "UserDefinedFields":{"CIS-v1.1":"1.23","CIS-v1.2":"1.21","CIS-v1.3-to-v4":"1.11","CIS-v5":"1.10","CIS-v6":"2.10"}}}]\
                """));
  }

  /** The function's own findings have the product Default, and so do not match. */
  @Test
  void duplicatesAreSuppressedWhereTheFunctionSendsFindings() {
    assertThat(SUPPRESSING_RULE.path("Criteria")).isEqualTo(RULE_AS_SET.path("Criteria"));
    assertThat(SUPPRESSING_RULE.path("Actions"))
        .isEqualTo(
            json(
                """
                [{"Type":"FINDING_FIELDS_UPDATE","FindingFieldsUpdate":{
                  "Workflow":{"Status":"SUPPRESSED"},
                  "Note":{"Text":"Suppressed: the function of the rule sends a finding of its own for this user, with the evidence.",
                          "UpdatedBy":"initial-keys"}}}]\
                """));
  }

  /** Other rules of the administrator may change the findings afterwards. */
  @Test
  void ruleIsEnabledAndNotTerminal() {
    assertThat(RULE.path("RuleName").asText())
        .isEqualTo("iam-user-console-and-api-access-at-creation");
    assertThat(RULE.path("RuleStatus").asText()).isEqualTo("ENABLED");
    assertThat(RULE.path("IsTerminal").asBoolean()).isFalse();
    assertThat(RULE.path("RuleOrder").asInt()).isEqualTo(1);
  }

  @Test
  void severityIsASetting() {
    assertThat(RULE_AS_SET.at("/Actions/0/FindingFieldsUpdate/Severity"))
        .isEqualTo(json("{\"Label\":\"HIGH\"}"));
  }

  /** Keys may be in use and users may have no password: the rule parameters decide. */
  @Test
  void noteIsTrueForEveryParameter() {
    assertThat(RULE_AS_SET.at("/Actions/0/FindingFieldsUpdate/Note/Text"))
        .isEqualTo(RULE.at("/Actions/0/FindingFieldsUpdate/Note/Text"));
    assertThat(RULE.toString()).doesNotContainIgnoringCase("never").doesNotContain("password");
  }

  /** Security Hub accepts notes of at most 512 characters. */
  @Test
  void noteIsWithinTheLimitOfSecurityHub() {
    assertThat(RULE.at("/Actions/0/FindingFieldsUpdate/Note/Text").asText())
        .hasSizeLessThanOrEqualTo(512);
  }
}
