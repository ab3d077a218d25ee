package initialkeys.infra.organization;

import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.EVERYTHING_SET;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import initialkeys.infra.Synthesized;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The template of the deployment to an organization. */
final class OrganizationStackTest {

  private static final String RULE = "AWS::Config::OrganizationConfigRule";
  private static final String STACK_SET = "AWS::CloudFormation::StackSet";

  private static final Synthesized LEAST = APP_WITH_EVERY_STACK.get(ORGANIZATION);
  private static final Synthesized EVERYTHING = APP_WITH_EVERYTHING_SET.get(ORGANIZATION);

  @Test
  void stackContainsExactlyTheListedResources() {
    assertThat(types(LEAST))
        .hasToString(
            "{AWS::CloudFormation::StackSet=1, AWS::CloudWatch::Alarm=4,"
                + " AWS::CloudWatch::Dashboard=1, AWS::Config::OrganizationConfigRule=1,"
                + " AWS::IAM::Role=1, AWS::Lambda::EventInvokeConfig=1, AWS::Lambda::Function=1,"
                + " AWS::Lambda::Permission=1, AWS::Logs::LogGroup=1, AWS::SQS::Queue=1,"
                + " AWS::SQS::QueuePolicy=1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OrganizationConfigRuleName                                       | our-initial-keys
          ExcludedAccounts                                                 | ["444455556666","777788889999"]
          OrganizationCustomRuleMetadata/MaximumExecutionFrequency         | Three_Hours
          OrganizationCustomRuleMetadata/ResourceTypesScope                | ["AWS::IAM::User"]
          OrganizationCustomRuleMetadata/OrganizationConfigRuleTriggerTypes| ["ConfigurationItemChangeNotification","OversizedConfigurationItemChangeNotification","ScheduledNotification"]
          """)
  void ruleHasTheConfiguredValues(String path, String expected) {
    assertThat(at(EVERYTHING.only(RULE), path)).isEqualTo(expected);
  }

  @Test
  void noAccountIsExcludedByDefault() {
    assertThat(LEAST.only(RULE).has("ExcludedAccounts")).isFalse();
  }

  @Test
  void ruleMatchesTheRuleOfASingleAccount() {
    JsonNode inOrganization = LEAST.only(RULE).path("OrganizationCustomRuleMetadata");
    JsonNode inAccount = DEFAULTS.only("AWS::Config::ConfigRule");
    assertThat(inOrganization.path("Description")).isEqualTo(inAccount.path("Description"));
    assertThat(json(inOrganization.path("InputParameters").asText()))
        .isEqualTo(inAccount.path("InputParameters"));
    assertThat(inOrganization.path("ResourceTypesScope"))
        .isEqualTo(inAccount.at("/Scope/ComplianceResourceTypes"));
    JsonNode triggers = inAccount.at("/Source/SourceDetails");
    assertThat(inOrganization.path("OrganizationConfigRuleTriggerTypes").valueStream())
        .containsExactlyElementsOf(
            triggers.valueStream().map(trigger -> trigger.path("MessageType")).toList());
    assertThat(inOrganization.path("MaximumExecutionFrequency"))
        .isEqualTo(triggers.at("/2/MaximumExecutionFrequency"));
  }

  /** Including the log group and the queue: the function runs and costs the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS::Lambda::Function",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Logs::LogGroup",
        "AWS::SQS::Queue",
        "AWS::SQS::QueuePolicy"
      })
  void functionDiffersFromASingleAccountOnlyByTwoVariables(String type) {
    ObjectNode inOrganization = EVERYTHING.only(type).deepCopy();
    if (inOrganization.at("/Environment/Variables") instanceof ObjectNode variables) {
      assertThat(variables.remove(List.of("MEMBER_ROLE_NAME", "RULE_NAME"))).isNotNull();
    }
    assertThat(inOrganization).isNotEmpty().isEqualTo(EVERYTHING_SET.only(type));
  }

  @Test
  void environmentNamesTheMemberRoleAndTheRule() {
    assertThat(EVERYTHING.only("AWS::Lambda::Function").at("/Environment/Variables"))
        .isEqualTo(
            json(
                """
                {"ANSWER_PROCESS_CHECKS":"true",
                 "JAVA_TOOL_OPTIONS":"-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                 "MEMBER_ROLE_NAME":"our-keys@members","RULE_NAME":"our-initial-keys",
                 "SECURITY_HUB_FINDINGS":"HIGH"}\
                """));
  }

  @Test
  void ruleAndPermissionsReferToTheFunction() {
    JsonNode source = EVERYTHING.only(RULE).at("/OrganizationCustomRuleMetadata/LambdaFunctionArn");
    assertThat(EVERYTHING.typeOf(source.at("/Fn::GetAtt/0"))).isEqualTo("AWS::Lambda::Function");
    assertThat(source.at("/Fn::GetAtt/1").asText()).isEqualTo("Arn");
    assertThat(EVERYTHING.all("AWS::Lambda::Permission"))
        .extracting(permission -> permission.at("/Properties/FunctionName"))
        .containsOnly(source);
  }

  @Test
  void listedAccountsAndTheOwnAccountMayInvoke() {
    assertThat(EVERYTHING.all("AWS::Lambda::Permission"))
        .allSatisfy(OrganizationStackTest::allowsAwsConfig)
        .extracting(permission -> permission.at("/Properties/SourceAccount").toString())
        .containsExactlyInAnyOrder(
            "{\"Ref\":\"AWS::AccountId\"}", "\"222233334444\"", "\"333344445555\"");
  }

  @Test
  void anyAccountMayInvokeOnlyWhenSet() {
    assertThat(LEAST.all("AWS::Lambda::Permission"))
        .singleElement()
        .satisfies(OrganizationStackTest::allowsAwsConfig)
        .extracting(permission -> permission.at("/Properties").has("SourceAccount"))
        .isEqualTo(false);
  }

  private static void allowsAwsConfig(JsonNode permission) {
    assertThat(permission.at("/Properties/Principal").asText()).isEqualTo("config.amazonaws.com");
    assertThat(permission.at("/Properties/Action").asText()).isEqualTo("lambda:InvokeFunction");
  }

  /** Otherwise the first evaluation of a member account finds no role or no permission. */
  @Test
  void ruleIsCreatedAfterRolesAndPermissions() {
    assertThat(EVERYTHING.all(RULE).getFirst().path("DependsOn").valueStream())
        .extracting(EVERYTHING::typeOf)
        .containsExactlyInAnyOrder(
            STACK_SET,
            "AWS::Events::Rule",
            "AWS::Events::Rule",
            "AWS::IAM::Role",
            "AWS::KMS::Key",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Permission",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy");
    assertThat(LEAST.all(STACK_SET).getFirst().path("DependsOn").valueStream())
        .extracting(LEAST::typeOf)
        .contains("AWS::Lambda::Function");
  }

  /** A list of accounts would grow with the organization. */
  @Test
  void templateContainsNoAccountIdByDefault() {
    assertThat(LEAST.text().replaceAll("asset\\.[0-9a-f]+|[0-9a-f]{64}", ""))
        .doesNotContainPattern("(?<![0-9])[0-9]{12}(?![0-9])");
  }

  private static Map<String, Long> types(Synthesized stack) {
    return stack
        .resources()
        .collect(groupingBy(r -> r.path("Type").asText(), TreeMap::new, counting()));
  }

  private static String at(JsonNode properties, String path) {
    JsonNode found = properties.at("/" + path);
    return found.isContainerNode() ? found.toString() : found.asText();
  }
}
