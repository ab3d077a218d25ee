package initialkeys.infra.notification;

import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static initialkeys.infra.Synthesized.MEMBER_ROLE;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that publish AWS Config's compliance changes, and what they publish. */
final class FindingEventsTest {

  private static final String RULE = "AWS::Events::Rule";
  private static final Synthesized IN_ORGANIZATION = APP_WITH_EVERYTHING_SET.get(ORGANIZATION);
  private static final JsonNode NON_COMPLIANT =
      EVERYTHING_SET.only(RULE, "FindingsEventsNonCompliant");
  private static final JsonNode RESOLVED = EVERYTHING_SET.only(RULE, "FindingsEventsResolved");

  /** The exact name: a process check that this function answers has another one (F40). */
  @Test
  void noncompliantUsersOfTheRuleArePublished() {
    assertThat(NON_COMPLIANT.path("EventPattern"))
        .isEqualTo(
            json(
                """
                {"source":["aws.config"],"detail-type":["Config Rules Compliance Change"],
                 "detail":{"configRuleName":["initial-keys"],"resourceType":["AWS::IAM::User"],
                           "newEvaluationResult":{"complianceType":["NON_COMPLIANT"]}}}\
                """));
  }

  /** COMPLIANT again, or deleted. */
  @Test
  void usersThatWereNoncompliantArePublishedWhenResolved() {
    assertThat(RESOLVED.at("/EventPattern/detail/newEvaluationResult"))
        .isEqualTo(json("{\"complianceType\":[\"COMPLIANT\",\"NOT_APPLICABLE\"]}"));
    assertThat(RESOLVED.at("/EventPattern/detail/oldEvaluationResult"))
        .isEqualTo(json("{\"complianceType\":[\"NON_COMPLIANT\"]}"));
  }

  /** AWS Config generates the names in an organization (F31). */
  @Test
  void generatedNamesAreMatchedInAnOrganization() {
    for (Synthesized stack : List.of(IN_ORGANIZATION, APP_WITH_EVERYTHING_SET.get(MEMBER_ROLE))) {
      assertThat(stack.all(RULE))
          .hasSize(2)
          .allSatisfy(
              rule ->
                  assertThat(rule.at("/Properties/EventPattern/detail/configRuleName"))
                      .isEqualTo(json("[{\"prefix\":\"OrgConfigRule-our-initial-keys-\"}]")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aws        | https://console.aws.amazon.com/config/home?region=<region>#/rules/details?configRuleName=<rule>
          aws-cn     | https://console.amazonaws.cn/config/home?region=<region>#/rules/details?configRuleName=<rule>
          aws-us-gov | https://console.amazonaws-us-gov.com/config/home?region=<region>#/rules/details?configRuleName=<rule>
          aws-iso    | AWS Config, rule <rule> in <region>
          """)
  void messageNamesUserReasonStepsAndPage(String partition, String page) {
    assertThat(message(NON_COMPLIANT, partition))
        .isEqualTo(
            """
            "IAM user <user> in account <account> is NON_COMPLIANT."
            "<annotation>"
            "Check when the key was last used: replace a key that is in use, and deactivate a key before you delete it."
            "%s\"\
            """
                .formatted(page));
  }

  @Test
  void messageOfAResolvedUserIsShorter() {
    assertThat(message(RESOLVED, "aws-iso"))
        .isEqualTo(
            """
            "IAM user <user> in account <account> is no longer NON_COMPLIANT: <result>."
            "<annotation>"
            "AWS Config, rule <rule> in <region>\"\
            """);
  }

  /** As the events have them (F42). */
  @Test
  void everyFieldOfAMessageIsReadFromTheEvent() {
    for (JsonNode rule : List.of(NON_COMPLIANT, RESOLVED)) {
      assertThat(rule.at("/Targets/0/InputTransformer/InputPathsMap"))
          .isEqualTo(
              json(
                  """
                  {"account":"$.account","region":"$.region","user":"$.detail.resourceId",
                   "rule":"$.detail.configRuleName",
                   "annotation":"$.detail.newEvaluationResult.annotation",
                   "result":"$.detail.newEvaluationResult.complianceType"}\
                  """));
    }
  }

  @Test
  void givenTopicAndAddressGetTheSameMessages() {
    String address =
        EVERYTHING_SET.only("AWS::SNS::Subscription", "Findings").path("TopicArn") + "";
    for (JsonNode rule : List.of(NON_COMPLIANT, RESOLVED)) {
      JsonNode targets = rule.path("Targets");
      assertThat(targets).hasSize(2);
      assertThat(targets.at("/0/Arn").asText())
          .isEqualTo("arn:aws-cn:sns:cn-north-1:111122223333:findings");
      assertThat(targets.at("/1/Arn")).hasToString(address);
      assertThat(targets.at("/0/InputTransformer")).isEqualTo(targets.at("/1/InputTransformer"));
    }
  }

  /** The role's only permissions: the topics, and the keys that encrypt their messages. */
  @Test
  void rolePublishesToTheTopicsAndNothingElse() {
    JsonNode role = EVERYTHING_SET.only("AWS::IAM::Role", "FindingsEventsRole");
    assertThat(NON_COMPLIANT.at("/Targets/0/RoleArn/Fn::GetAtt/0").asText())
        .startsWith("FindingsEventsRole");
    JsonNode statements = role.at("/Policies/0/PolicyDocument/Statement");
    assertThat(role.path("Policies")).hasSize(1);
    assertThat(statements).hasSize(2);
    JsonNode topics = NON_COMPLIANT.path("Targets");
    assertThat(statements.at("/0/Action").asText()).isEqualTo("sns:Publish");
    assertThat(statements.at("/0/Resource")).containsExactlyElementsOf(topics.findValues("Arn"));
    assertThat(statements.at("/1/Action"))
        .isEqualTo(json("[\"kms:Decrypt\",\"kms:GenerateDataKey\"]"));
    assertThat(statements.at("/1/Condition"))
        .isEqualTo(
            json(
                "{\"StringEquals\":{\"kms:EncryptionContext:aws:sns:topicArn\":%s}}"
                    .formatted(statements.at("/0/Resource"))));
  }

  /** EventBridge, for rules of the same account. */
  @Test
  void onlyEventBridgeOfTheAccountAssumesTheRole() {
    assertThat(
            EVERYTHING_SET
                .only("AWS::IAM::Role", "FindingsEventsRole")
                .at("/AssumeRolePolicyDocument/Statement"))
        .isEqualTo(
            json(
                """
                [{"Action":"sts:AssumeRole","Effect":"Allow",
                  "Principal":{"Service":"events.amazonaws.com"},
                  "Condition":{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}}]\
                """));
  }

  /** The template of the first target, as CloudFormation resolves it in a partition. */
  private static String message(JsonNode rule, String partition) {
    JsonNode parts = rule.at("/Targets/0/InputTransformer/InputTemplate/Fn::Join/1");
    return StreamSupport.stream(parts.spliterator(), false)
        .map(part -> resolve(part, partition))
        .collect(joining());
  }

  private static String resolve(JsonNode value, String partition) {
    JsonNode choice = value.path("Fn::If");
    if (choice.isMissingNode()) return value.asText();
    JsonNode equals = EVERYTHING_SET.template().path("Conditions").path(choice.path(0).asText());
    assertThat(equals.at("/Fn::Equals/0")).isEqualTo(json("{\"Ref\":\"AWS::Partition\"}"));
    boolean holds = equals.at("/Fn::Equals/1").asText().equals(partition);
    return resolve(choice.path(holds ? 1 : 2), partition);
  }
}
