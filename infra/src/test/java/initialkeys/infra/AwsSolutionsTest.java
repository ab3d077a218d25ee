package initialkeys.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Aspects;

/**
 * cdk-nag's AwsSolutions rules. Their findings must equal the findings that are accepted here, each
 * for one resource and with a reason; an accepted finding that no longer occurs fails the test.
 */
final class AwsSolutionsTest {

  private static final String DEAD_LETTERS =
      "The queue is the function's dead-letter queue; an alarm monitors it.";
  private static final String EVERY_USER =
      "The rule reads every user of the account, and only users.";
  private static final String NO_RESOURCES =
      "PutEvaluations, the credential report and X-Ray support no resources, and the rule's ARN is"
          + " not known before the role; FunctionRoleTest limits the statements to these.";
  private static final String USERS =
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*]";

  private static final Map<String, String> ACCEPTED =
      Map.of(
          "/InitialKeys/Rule/Failures/Resource: AwsSolutions-SQS3",
          DEAD_LETTERS,
          "/InitialKeys/Rule/Role/Resource: " + USERS,
          EVERY_USER,
          "/InitialKeys/Rule/Role/Resource: AwsSolutions-IAM5[Resource::*]",
          NO_RESOURCES,
          "/InitialKeysOrganization/Rule/Failures/Resource: AwsSolutions-SQS3",
          DEAD_LETTERS,
          "/InitialKeysOrganization/Rule/Role/Resource: " + USERS,
          EVERY_USER,
          "/InitialKeysOrganization/Rule/Role/Resource: AwsSolutions-IAM5[Resource::*]",
          NO_RESOURCES,
          "/InitialKeysOrganization/Rule/Role/Resource:"
              + " AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::*:role/InitialKeysMember]",
          "A list of accounts would grow with the organization; the role has one name.",
          "/InitialKeysMemberRole/Role/Resource: " + USERS,
          EVERY_USER,
          "/InitialKeysMemberRole/Role/Resource: AwsSolutions-IAM5[Resource::*]",
          NO_RESOURCES,
          "/InitialKeysAggregator/Role/Resource: AwsSolutions-IAM4[Policy::arn:<AWS::Partition>"
              + ":iam::aws:policy/service-role/AWSConfigRoleForOrganizations]",
          "The policy that AWS Config requires (F34).");

  @Test
  void findingsAreExactlyTheAcceptedOnes() {
    Map<String, String> settings = new TreeMap<>(Synthesized.LEAST);
    settings.put("alarmEmail", "security@example.com");
    Map<String, Synthesized> checked =
        Synthesized.app(
            "aws-solutions",
            settings,
            stacks ->
                stacks.forEach(
                    stack ->
                        Aspects.of(stack)
                            .add(AwsSolutionsChecks.Builder.create().reports(false).build())));
    assertThat(checked).hasSize(5);
    assertThat(
            checked.values().stream()
                .flatMap(stack -> stack.messages().stream())
                .map(AwsSolutionsTest::finding))
        .containsExactlyInAnyOrderElementsOf(ACCEPTED.keySet());
  }

  /** The message without level and explanation. */
  private static String finding(String message) {
    return message
        .replaceFirst("^aws:cdk:[a-z]+ ", "")
        .replaceFirst("(?s)(AwsSolutions-\\w+(\\[.*])?): .*", "$1");
  }
}
