package initialkeys.infra;

import static initialkeys.infra.Synthesized.REMEDIATION;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static final String EVERY_USER_FOR_REMEDIATION =
      "The remediation may concern any user of the account, and only users.";
  private static final String READ_RULE = "DescribeConfigRules supports no resources.";
  private static final String NO_RESOURCES =
      "PutEvaluations, the credential report and X-Ray support no resources, and the rule's ARN is"
          + " not known before the role; FunctionRoleTest limits the statements to these.";
  private static final String USERS =
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*]";

  private static final String KEYS =
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:*:key/*]";
  private static final String KEY_OF_A_TOPIC =
      "The key of a given topic is not known; the condition limits it to that topic's messages.";

  /**
   * Statements of each function's role: as Lambda's documentation requires (F77), and for shared
   * subnets.
   */
  private static final List<String> OF_A_VPC =
      List.of(
          "<AWS::AccountId>:*/*",
          "<AWS::AccountId>:network-interface/*",
          "*:subnet/*",
          "*:security-group/*");

  private static final Map<String, String> ACCEPTED =
      Map.ofEntries(
          entry("/InitialKeys/Findings/Events/Role/Resource: " + KEYS, KEY_OF_A_TOPIC),
          entry("/InitialKeysOrganization/Findings/Events/Role/Resource: " + KEYS, KEY_OF_A_TOPIC),
          entry("/InitialKeysMemberRole/Findings/Role/Resource: " + KEYS, KEY_OF_A_TOPIC),
          entry("/InitialKeys/Rule/Failures/Resource: AwsSolutions-SQS3", DEAD_LETTERS),
          entry("/InitialKeys/Rule/Role/Resource: " + USERS, EVERY_USER),
          entry("/InitialKeys/Rule/Role/Resource: AwsSolutions-IAM5[Resource::*]", NO_RESOURCES),
          entry("/InitialKeysOrganization/Rule/Failures/Resource: AwsSolutions-SQS3", DEAD_LETTERS),
          entry("/InitialKeysOrganization/Rule/Role/Resource: " + USERS, EVERY_USER),
          entry(
              "/InitialKeysOrganization/Rule/Role/Resource: AwsSolutions-IAM5[Resource::*]",
              NO_RESOURCES),
          entry(
              "/InitialKeysOrganization/Rule/Role/Resource:"
                  + " AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::*:role/InitialKeysMember]",
              "A list of accounts would grow with the organization; the role has one name."),
          entry("/InitialKeysMemberRole/Role/Resource: " + USERS, EVERY_USER),
          entry(
              "/InitialKeysMemberRole/Role/Resource: AwsSolutions-IAM5[Resource::*]", NO_RESOURCES),
          entry(
              "/InitialKeysAggregator/Role/Resource: AwsSolutions-IAM4[Policy::arn:<AWS::Partition>"
                  + ":iam::aws:policy/service-role/AWSConfigRoleForOrganizations]",
              "The policy that AWS Config requires (F34)."),
          entry(
              "/InitialKeysOrganizationRemediation/Remediation/Role/Resource: " + USERS,
              EVERY_USER_FOR_REMEDIATION),
          entry(
              "/InitialKeysOrganizationRemediation/Remediation/Role/Resource:"
                  + " AwsSolutions-IAM5[Resource::*]",
              READ_RULE),
          entry(
              "/InitialKeysOrganizationRemediation/Remediation/Role/Resource:"
                  + " AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::*:role/InitialKeysRemediationMember]",
              "A list of accounts would grow with the organization; the role has one name."),
          entry(
              "/InitialKeysRemediation/Remediation/Role/Resource: " + USERS,
              EVERY_USER_FOR_REMEDIATION),
          entry(
              "/InitialKeysRemediation/Remediation/Role/Resource: AwsSolutions-IAM5[Resource::*]",
              READ_RULE));

  @Test
  void findingsAreExactlyTheAcceptedOnes() {
    Map<String, String> settings = new TreeMap<>(Synthesized.LEAST);
    settings.put("alarmEmail", "security@example.com");
    settings.put("organizationRemediation", "manual");
    settings.put("findingsEmail", "team@example.com");
    settings.put("findingsTopicArn", "arn:aws:sns:eu-west-1:111122223333:findings");
    settings.put("findingsEmailTopicArn", "arn:aws:sns:eu-west-1:111122223333:mail");
    settings.put("findingsResolved", "true");
    settings.put("answerProcessChecks", "true");
    settings.put("securityHubFindings", "true");
    Map<String, Synthesized> checked = checked("aws-solutions", settings);
    assertThat(checked).hasSize(7);
    checked.put(
        REMEDIATION,
        checked(
                "aws-solutions-remediation",
                Map.of("remediation", "manual", "alarmEmail", "security@example.com"))
            .get(REMEDIATION));
    assertThat(
            checked.values().stream()
                .flatMap(stack -> stack.messages().stream())
                .map(AwsSolutionsTest::finding))
        .containsExactlyInAnyOrderElementsOf(ACCEPTED.keySet());
  }

  /** A VPC and a key of the customer add what Lambda needs of the VPC, and nothing else. */
  @Test
  void networkAddsOnlyTheAcceptedFindings() {
    Map<String, String> settings = new TreeMap<>(Synthesized.LEAST);
    settings.put("organizationRemediation", "manual");
    Set<String> without = findings("without-network", settings);
    settings.put("vpcSubnetIds", "subnet-0a1b2c3d");
    settings.put("vpcSecurityGroupIds", "sg-0a1b2c3d");
    settings.put("httpsProxy", "http://proxy.example.com:3128");
    settings.put(
        "kmsKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");
    Set<String> added = new TreeSet<>(findings("with-network", settings));
    added.removeAll(without);
    assertThat(added)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    "/InitialKeys/Rule",
                    "/InitialKeysOrganization/Rule",
                    "/InitialKeysOrganizationRemediation/Remediation")
                .flatMap(
                    function ->
                        OF_A_VPC.stream()
                            .map(
                                resource ->
                                    "%s/Role/Resource: AwsSolutions-IAM5[Resource::%s%s]"
                                        .formatted(
                                            function,
                                            "arn:<AWS::Partition>:ec2:<AWS::Region>:",
                                            resource)))
                .toList());
  }

  private static Set<String> findings(String variant, Map<String, String> settings) {
    return checked(variant, settings).values().stream()
        .flatMap(stack -> stack.messages().stream())
        .map(AwsSolutionsTest::finding)
        .collect(Collectors.toSet());
  }

  private static Map<String, Synthesized> checked(String variant, Map<String, String> settings) {
    return Synthesized.app(
        variant,
        settings,
        stacks ->
            stacks.forEach(
                stack ->
                    Aspects.of(stack)
                        .add(AwsSolutionsChecks.Builder.create().reports(false).build())));
  }

  /** The message without level and explanation. */
  private static String finding(String message) {
    return message
        .replaceFirst("^aws:cdk:[a-z]+ ", "")
        .replaceFirst("(?s)(AwsSolutions-\\w+(\\[.*])?): .*", "$1");
  }
}
