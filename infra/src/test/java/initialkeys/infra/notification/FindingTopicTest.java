package initialkeys.infra.notification;

import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The encrypted topic of an e-mail address. */
final class FindingTopicTest {

  private static final Synthesized IN_ORGANIZATION = APP_WITH_EVERYTHING_SET.get(ORGANIZATION);

  private static final String ROLES =
      """
      {"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::*:role/initial-keys/*"]]}\
      """;

  @Test
  void topicIsEncryptedWithAKeyThatRotates() {
    for (Synthesized stack : List.of(EVERYTHING_SET, IN_ORGANIZATION)) {
      JsonNode key = stack.only("AWS::SNS::Topic", "Findings").at("/KmsMasterKeyId/Fn::GetAtt/0");
      assertThat(stack.typeOf(key)).isEqualTo("AWS::KMS::Key");
      assertThat(stack.only("AWS::KMS::Key").path("EnableKeyRotation").asBoolean()).isTrue();
    }
  }

  /** So that a release, which does not know the addresses, has the same ids. */
  @Test
  void logicalIdsDoNotContainTheAddresses() {
    Synthesized stack =
        Synthesized.of(
            "other-addresses",
            Map.of("alarmEmail", "other@example.com", "findingsEmail", "another@example.com"));
    assertThat(stack.ids("AWS::SNS::Subscription"))
        .hasSize(2)
        .containsExactlyInAnyOrderElementsOf(EVERYTHING_SET.ids("AWS::SNS::Subscription").toList());
    assertThat(stack.all("AWS::SNS::Subscription"))
        .map(it -> it.path("Properties"))
        .allMatch(it -> it.path("Protocol").asText().equals("email") && it.has("TopicArn"))
        .map(it -> it.path("Endpoint").asText())
        .containsExactlyInAnyOrder("other@example.com", "another@example.com");
  }

  /** A role of the account needs no statement of the topic. */
  @Test
  void onlyTheAccountMayPublishAndOnlyWithTls() {
    assertThat(statements(EVERYTHING_SET, "AWS::SNS::TopicPolicy", "/PolicyDocument"))
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
              assertThat(statement.path("Condition"))
                  .isEqualTo(json("{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"));
            });
    assertThat(statements(EVERYTHING_SET, "AWS::KMS::Key", "/KeyPolicy"))
        .singleElement()
        .satisfies(
            statement ->
                assertThat(statement.at("/Principal/AWS").toString())
                    .contains("{\"Ref\":\"AWS::AccountId\"},\":root\""));
  }

  /** The roles of the member accounts' events, and only in the topic's own organization. */
  @Test
  void onlyTheMembersRolesMayPublishInAnOrganization() {
    JsonNode topic = statements(IN_ORGANIZATION, "AWS::SNS::TopicPolicy", "/PolicyDocument").get(1);
    assertThat(topic.path("Action").asText()).isEqualTo("sns:Publish");
    assertThat(topic.path("Condition"))
        .isEqualTo(
            json(
                """
                {"StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"},
                 "ArnLike":{"aws:PrincipalArn":%s}}\
                """
                    .formatted(ROLES)));
    JsonNode key = statements(IN_ORGANIZATION, "AWS::KMS::Key", "/KeyPolicy").get(1);
    assertThat(key.path("Action")).isEqualTo(json("[\"kms:Decrypt\",\"kms:GenerateDataKey\"]"));
    assertThat(key.path("Condition"))
        .isEqualTo(
            json(
                """
                {"StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"},
                 "ArnLike":{"aws:PrincipalArn":%s,"kms:EncryptionContext:aws:sns:topicArn":
                   {"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":sns:",{"Ref":"AWS::Region"},
                    ":",{"Ref":"AWS::AccountId"},":*"]]}}}\
                """
                    .formatted(ROLES)));
    assertThat(IN_ORGANIZATION.only("AWS::IAM::Role", "Findings").path("Path").asText())
        .isEqualTo("/initial-keys/");
  }

  private static List<JsonNode> statements(Synthesized stack, String type, String policy) {
    return stack.only(type, "Findings").at(policy + "/Statement").valueStream().toList();
  }
}
