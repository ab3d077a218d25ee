package initialkeys.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Aspects;

/**
 * cdk-nag's AwsSolutions rules. What they find must be what is accepted here, each finding on one
 * resource for one reason; a finding that is gone must go from here too.
 */
final class AwsSolutionsTest {

  private static final Map<String, String> ACCEPTED =
      Map.of(
          "/InitialKeys/Rule/Failures/Resource: AwsSolutions-SQS3",
          "The queue is the function's dead-letter queue; an alarm watches it.",
          "/InitialKeys/Rule/Role/Resource:"
              + " AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*]",
          "The rule reads every user of the account, and nothing but users.",
          "/InitialKeys/Rule/Role/Resource: AwsSolutions-IAM5[Resource::*]",
          "PutEvaluations, the credential report and X-Ray know no resources, and the rule's ARN is"
              + " not known before the role; FunctionRoleTest holds the statements to these.");

  @Test
  void findsNothingThatIsNotAcceptedForAReason() {
    Synthesized checked =
        Synthesized.of(
            "aws-solutions",
            Map.of("alarmEmail", "security@example.com"),
            stack ->
                Aspects.of(stack).add(AwsSolutionsChecks.Builder.create().reports(false).build()));
    assertThat(checked.messages().stream().map(AwsSolutionsTest::finding))
        .containsExactlyInAnyOrderElementsOf(ACCEPTED.keySet());
  }

  /** Without level and explanation. */
  private static String finding(String message) {
    return message
        .replaceFirst("^aws:cdk:[a-z]+ ", "")
        .replaceFirst("(?s)(AwsSolutions-\\w+(\\[.*])?): .*", "$1");
  }
}
