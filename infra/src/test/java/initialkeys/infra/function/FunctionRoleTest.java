package initialkeys.infra.function;

import static initialkeys.infra.Synthesized.ACCOUNT;
import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.MEMBER_ROLE;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.CalledActions;
import initialkeys.infra.Synthesized;
import initialkeys.lambda.RuleHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the function may do in its own account and in member accounts. */
final class FunctionRoleTest {

  private static final String ASSUME = "sts:AssumeRole";

  private static final String PERMISSIONS_IN_AN_ACCOUNT =
      """
      Allow iam:GetAccessKeyLastUsed iam:GetLoginProfile iam:GetUser iam:ListAccessKeys iam:ListUsers on {"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::",{"Ref":"AWS::AccountId"},":user/*"]]}
      Allow iam:GenerateCredentialReport iam:GetCredentialReport on "*"
      Allow config:DescribeConfigurationRecorders config:GetComplianceDetailsByConfigRule config:PutEvaluations on "*"
      """;

  private static final String OBSERVABILITY =
      """
      Allow logs:CreateLogStream logs:PutLogEvents on AWS::Logs::LogGroup
      Allow xray:PutTelemetryRecords xray:PutTraceSegments on "*"
      Allow sqs:SendMessage on AWS::SQS::Queue
      """;

  private static final String ASSUME_MEMBER_ROLE =
      """
      Allow sts:AssumeRole on {"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::*:role/InitialKeysMember"]]} if {"StringEquals":{"aws:ResourceOrgID":"${aws:PrincipalOrgID}"}}
      """;

  private static final String OTHER_SERVICES =
      """
      Allow config:DescribeConfigRules config:PutExternalEvaluation on "*"
      Allow config:GetComplianceDetailsByResource on "*"
      Allow securityhub:BatchImportFindings on {"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":securityhub:",{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"},":product/",{"Ref":"AWS::AccountId"},"/default"]]}
      """;

  /** The actions of services that are off by default. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "config:DescribeConfigRules",
          "config:GetComplianceDetailsByResource",
          "config:PutExternalEvaluation",
          "securityhub:BatchImportFindings");

  private static final Map<String, Synthesized> EVERYTHING_ON =
      Synthesized.app("every-service", everyService());
  private static final Synthesized ORGANIZATION_STACK = APP_WITH_EVERY_STACK.get(ORGANIZATION);
  private static final Synthesized MEMBER_ROLE_STACK = APP_WITH_EVERY_STACK.get(MEMBER_ROLE);

  @Test
  void roleGrantsExactlyTheListedActions() {
    assertThat(granted(DEFAULTS)).isEqualTo(PERMISSIONS_IN_AN_ACCOUNT + OBSERVABILITY);
  }

  @Test
  void roleInAnOrganizationMayAlsoAssumeTheMemberRole() {
    assertThat(granted(ORGANIZATION_STACK))
        .isEqualTo(PERMISSIONS_IN_AN_ACCOUNT + OBSERVABILITY + ASSUME_MEMBER_ROLE);
  }

  @Test
  void memberRoleGrantsOnlyThePermissionsInAnAccount() {
    assertThat(granted(MEMBER_ROLE_STACK)).isEqualTo(PERMISSIONS_IN_AN_ACCOUNT);
  }

  @Test
  void onlyLambdaMayAssumeTheRole() {
    for (Synthesized stack : List.of(DEFAULTS, ORGANIZATION_STACK)) {
      assertThat(trusted(stack))
          .isEqualTo(
              json(
                  """
                  [{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"}}]\
                  """));
    }
  }

  /** The role itself, not its account: nobody else in that account may assume it. */
  @Test
  void onlyTheFunctionsRoleMayAssumeTheMemberRole() {
    assertThat(trusted(MEMBER_ROLE_STACK))
        .isEqualTo(
            json(
                """
                [{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/Function"}}]\
                """));
  }

  private static Map<String, String> everyService() {
    Map<String, String> settings = new TreeMap<>(Synthesized.LEAST);
    settings.put("answerProcessChecks", "true");
    settings.put("securityHubFindings", "true");
    return settings;
  }

  /** Another service adds its statement to each role in whose account its calls are made. */
  @Test
  void settingsOfServicesAddTheirActionsAlone() {
    String permissions = PERMISSIONS_IN_AN_ACCOUNT + OTHER_SERVICES;
    assertThat(granted(EVERYTHING_ON.get(ACCOUNT))).isEqualTo(permissions + OBSERVABILITY);
    assertThat(granted(EVERYTHING_ON.get(ORGANIZATION)))
        .isEqualTo(permissions + OBSERVABILITY + ASSUME_MEMBER_ROLE);
    assertThat(granted(EVERYTHING_ON.get(MEMBER_ROLE))).isEqualTo(permissions);
  }

  @Test
  void roleGrantsTheActionsThatTheCodeCalls() {
    Set<String> called = CalledActions.from(RuleHandler.class);
    called.remove(ASSUME);
    assertThat(grantedActions(EVERYTHING_ON.get(ACCOUNT))).isEqualTo(called).containsAll(OPTIONAL);
    called.removeAll(OPTIONAL);
    assertThat(grantedActions(DEFAULTS)).isEqualTo(called).isNotEmpty();
  }

  @Test
  void memberRoleGrantsTheActionsThatTheCodeCalls() {
    Set<String> called = CalledActions.from(RuleHandler.class);
    assertThat(grantedActions(EVERYTHING_ON.get(ORGANIZATION))).isEqualTo(called).contains(ASSUME);
    called.removeAll(OPTIONAL);
    assertThat(grantedActions(ORGANIZATION_STACK)).isEqualTo(called);
    called.remove(ASSUME);
    assertThat(grantedActions(MEMBER_ROLE_STACK)).isEqualTo(called);
    called.addAll(OPTIONAL);
    assertThat(grantedActions(EVERYTHING_ON.get(MEMBER_ROLE))).isEqualTo(called);
  }

  /** No call of the evaluating function changes anything in IAM: it lists, gets and generates. */
  @Test
  void evaluatingFunctionChangesNothingInIam() {
    assertThat(CalledActions.from(RuleHandler.class))
        .filteredOn(action -> action.startsWith("iam:"))
        .hasSize(7)
        .allMatch(action -> action.matches("iam:(Get|List)\\w+|iam:GenerateCredentialReport"));
  }

  /** The granted actions of the services that the code calls with the SDK. */
  private static Set<String> grantedActions(Synthesized stack) {
    return statements(stack)
        .flatMap(FunctionRoleTest::actions)
        .filter(action -> action.matches("(iam|config|sts|securityhub):.*"))
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  /** Every statement of the only policy of the only role. */
  private static String granted(Synthesized stack) {
    JsonNode role = stack.only("AWS::IAM::Role");
    assertThat(role.path("Policies")).hasSize(1);
    assertThat(role.has("ManagedPolicyArns")).isFalse();
    assertThat(stack.all("AWS::IAM::Policy")).isEmpty();
    assertThat(stack.all("AWS::IAM::ManagedPolicy")).isEmpty();
    return statements(stack)
        .map(statement -> described(stack, statement) + "\n")
        .collect(joining());
  }

  private static JsonNode trusted(Synthesized stack) {
    return stack.only("AWS::IAM::Role").at("/AssumeRolePolicyDocument/Statement");
  }

  private static Stream<JsonNode> statements(Synthesized stack) {
    return stack.only("AWS::IAM::Role").at("/Policies/0/PolicyDocument/Statement").valueStream();
  }

  private static String described(Synthesized stack, JsonNode statement) {
    JsonNode resource = statement.path("Resource");
    JsonNode own = resource.at("/Fn::GetAtt/0");
    JsonNode condition = statement.path("Condition");
    return "%s %s on %s%s"
        .formatted(
            statement.path("Effect").asText(),
            actions(statement).collect(joining(" ")),
            own.isMissingNode() ? resource : stack.typeOf(own),
            condition.isMissingNode() ? "" : " if " + condition);
  }

  private static Stream<String> actions(JsonNode statement) {
    JsonNode action = statement.path("Action");
    return action.isArray()
        ? action.valueStream().map(JsonNode::asText)
        : Stream.of(action.asText());
  }
}
