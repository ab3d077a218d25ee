package initialkeys.infra.notification;

import static initialkeys.infra.Synthesized.ACCOUNT;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is notified of findings, and that nothing is deployed when nobody is. */
final class FindingNotificationsTest {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:findings";

  @Test
  void nothingIsDeployedByDefault() {
    assertThat(APP_WITH_EVERY_STACK.values())
        .hasSize(7)
        .allSatisfy(
            stack ->
                assertThat(stack.text())
                    .doesNotContain("AWS::Events::Rule", "AWS::KMS::Key", "Findings"));
  }

  @Test
  void givenTopicNeedsNoTopicOfTheStack() {
    Synthesized stack = Synthesized.of("findings-topic", Map.of("findingsTopicArn", TOPIC));
    assertThat(targets(stack)).containsExactly(TOPIC);
    assertThat(stack.all("AWS::SNS::Topic")).isEmpty();
    assertThat(stack.all("AWS::KMS::Key")).isEmpty();
  }

  /** The key of a given topic is not known. */
  @Test
  void roleUsesOnlyTheKeyOfTheAddress() {
    Synthesized stack = Synthesized.of("findings-key", Map.of("findingsEmail", "team@example.com"));
    JsonNode encrypt =
        stack
            .only("AWS::IAM::Role", "FindingsEventsRole")
            .at("/Policies/0/PolicyDocument/Statement/1");
    assertThat(stack.typeOf(encrypt.at("/Resource/Fn::GetAtt/0"))).isEqualTo("AWS::KMS::Key");
  }

  /** Without findingsResolved there is one rule. */
  @Test
  void addressIsNotifiedOfNoncompliantUsersAlone() {
    Map<String, Synthesized> app =
        Synthesized.app("findings-email", Map.of("findingsEmail", "team@example.com"));
    assertThat(targets(app.get(ACCOUNT))).hasSize(1);
    assertThat(app.get(ACCOUNT).template().at("/Outputs/FindingsTopicArn").isMissingNode())
        .isFalse();
  }

  /** AWS Config evaluates every user as soon as the rule exists. */
  @Test
  void eventsArePublishedBeforeThereIsAResult() {
    assertThat(
            EVERYTHING_SET
                .all("AWS::Config::ConfigRule")
                .getFirst()
                .path("DependsOn")
                .valueStream()
                .map(EVERYTHING_SET::typeOf))
        .containsExactlyInAnyOrder(
            "AWS::Events::Rule",
            "AWS::Events::Rule",
            "AWS::IAM::Role",
            "AWS::KMS::Key",
            "AWS::Lambda::Permission",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy");
  }

  private static List<String> targets(Synthesized stack) {
    return stack
        .only("AWS::Events::Rule")
        .path("Targets")
        .valueStream()
        .map(target -> target.path("Arn"))
        .map(arn -> arn.isTextual() ? arn.asText() : arn.toString())
        .toList();
  }
}
