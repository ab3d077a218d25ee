package initialkeys.cli.doctor;

import static initialkeys.cli.doctor.FakeDeployedRule.RULE_NAME;
import static initialkeys.cli.doctor.FakeDeployment.FUNCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.aws.RuleName;
import initialkeys.cli.doctor.Check.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class FunctionChecksTest {

  private final FakeDeployment deployment = new FakeDeployment();

  private FunctionChecks checks(String functionArn) {
    return new FunctionChecks(
        deployment.caller(),
        deployment.config.rule.copy(
            rule -> rule.source(source -> source.sourceIdentifier(functionArn))),
        new RuleName(RULE_NAME),
        FakeDeployment.ACCOUNT_ID);
  }

  private FunctionChecks checks() {
    return checks(FakeDeployment.FUNCTION_ARN);
  }

  private static ResourceNotFoundException missing() {
    return ResourceNotFoundException.builder().message("not found").build();
  }

  /** Lambda makes a function Inactive that was not invoked for some time, and wakes it. */
  @ParameterizedTest
  @CsvSource({
    "Active, Successful, OK",
    "Inactive, Successful, OK",
    "Active, InProgress, OK",
    "Pending, Successful, ERROR",
    "Failed, Successful, ERROR",
    "Active, Failed, ERROR"
  })
  void functionIsOkWhenItCanBeInvoked(String state, String lastUpdate, Status expected) {
    deployment.instead(
        "lambda:GetFunctionConfiguration",
        () ->
            GetFunctionConfigurationResponse.builder()
                .functionName("f")
                .version("$LATEST")
                .runtime("java25")
                .lastModified("t")
                .codeSha256("q83v")
                .state(state)
                .lastUpdateStatus(lastUpdate)
                .build());
    String text = "f, version $LATEST, java25, updated t, code SHA-256 abcdef";
    assertThat(checks().function())
        .isEqualTo(
            expected == Status.OK
                ? Check.ok("Function", text)
                : Check.error(
                    "Function",
                    "%s: state %s, last update %s".formatted(text, state, lastUpdate),
                    "Deploy the stack again."));
  }

  @Test
  void missingFunctionIsAnError() {
    deployment.failing("lambda:GetFunctionConfiguration", missing());
    assertThat(checks().function())
        .isEqualTo(
            Check.error(
                "Function",
                FakeDeployment.FUNCTION_ARN + " does not exist",
                "Deploy the stack again."));
  }

  private void policy(String operator, String key, String value) {
    deployment.instead("lambda:GetPolicy", () -> FakeDeployment.policyWith(operator, key, value));
  }

  @Test
  void permissionMayNameTheRule() {
    policy("ArnLike", "AWS:SourceArn", FakeDeployedRule.RULE_ARN);
    assertThat(checks().permission())
        .isEqualTo(
            Check.ok("Permission", "AWS Config of account 123456789012 may invoke the function"));
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals, AWS:SourceAccount, 999999999999",
    "ArnLike, AWS:SourceArn, arn:aws:config:eu-west-1:123456789012:config-rule/config-rule-other1",
    "StringEquals, aws:SourceOrgID, o-z9y8x7w6v5"
  })
  void permissionForAnotherCallerIsAnError(String operator, String key, String value) {
    policy(operator, key, value);
    assertThat(checks().permission())
        .isEqualTo(
            Check.error(
                "Permission",
                "AWS Config of account 123456789012 may not invoke the function",
                "Deploy the stack again."));
  }

  @Test
  void organizationIsThatOfTheAccount() {
    policy("StringEquals", "aws:SourceOrgID", "o-a1b2c3d4e5");
    assertThat(checks().permission().status()).isEqualTo(Status.OK);
    deployment.denying("organizations:ListAccounts");
    assertThatThrownBy(() -> checks().permission())
        .hasMessageContaining("organizations:ListAccounts");
  }

  @Test
  void conditionThatIsNotComparedIsNotChecked() {
    policy("StringEquals", "lambda:EventSourceToken", "token");
    assertThat(checks().permission())
        .isEqualTo(
            Check.notChecked(
                "Permission",
                "the function's policy has a condition or an element that doctor does not compare",
                "Compare it: `aws lambda get-policy --function-name %s`."
                    .formatted(FakeDeployment.FUNCTION_ARN)));
  }

  @Test
  void missingPolicyAllowsNothing() {
    deployment.failing("lambda:GetPolicy", missing());
    assertThat(checks().permission().status()).isEqualTo(Status.ERROR);
  }

  @Test
  void policyThatIsNotJsonIsMalformed() {
    deployment.instead("lambda:GetPolicy", () -> GetPolicyResponse.builder().policy("{").build());
    assertThatThrownBy(() -> checks().permission())
        .hasMessage("Lambda returned a policy that is not JSON");
  }

  @ParameterizedTest
  @CsvSource({"0, is empty", "1, has 1 message:", "12, has 12 messages:"})
  void messagesOfFailureQueueAreCounted(String count, String text) {
    deployment.queueMessages.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, count);
    Check check = checks().failureQueue();
    assertThat(check.text()).startsWith(text);
    assertThat(check.status()).isEqualTo(count.equals("0") ? Status.OK : Status.ERROR);
  }

  /** Somebody may be reading messages, which are still in the queue. */
  @Test
  void messagesThatNobodyCanReceiveAreCountedToo() {
    deployment.queueMessages.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1");
    deployment.queueMessages.put(
        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "7");
    deployment.queueMessages.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "2");
    assertThat(checks().failureQueue().text()).startsWith("has 10 messages:");
  }

  @Test
  void missingNumberOfMessagesIsNotZero() {
    deployment.queueMessages.remove(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    assertThatThrownBy(() -> checks().failureQueue())
        .hasMessage("SQS returned no ApproximateNumberOfMessagesNotVisible");
  }

  @Test
  void destinationOfAnotherServiceIsNotChecked() {
    String topic = "arn:aws:sns:eu-west-1:123456789012:" + FakeDeployment.FAILURES;
    deployment.instead(
        "lambda:GetFunctionEventInvokeConfig",
        () ->
            GetFunctionEventInvokeConfigResponse.builder()
                .destinationConfig(it -> it.onFailure(other -> other.destination(topic)))
                .build());
    assertThat(checks().failureQueue())
        .isEqualTo(
            Check.notChecked(
                "Failure queue",
                "failed events go to %s, which is no SQS queue".formatted(topic),
                "Look for failed events there."));
  }

  @Test
  void functionMayHaveNoFailureQueue() {
    Check none =
        Check.warning(
            "Failure queue",
            "the function has no destination for events that failed",
            "Deploy the stack again.");
    deployment.failing("lambda:GetFunctionEventInvokeConfig", missing());
    assertThat(checks().failureQueue()).isEqualTo(none);
    deployment.instead(
        "lambda:GetFunctionEventInvokeConfig",
        () ->
            GetFunctionEventInvokeConfigResponse.builder()
                .destinationConfig(it -> it.onSuccess(other -> other.destination("arn")))
                .build());
    assertThat(checks().failureQueue()).isEqualTo(none);
  }

  @Test
  void destinationThatIsNoQueueIsMalformed() {
    deployment.instead(
        "lambda:GetFunctionEventInvokeConfig",
        () ->
            GetFunctionEventInvokeConfigResponse.builder()
                .destinationConfig(it -> it.onFailure(other -> other.destination("arn:aws:sqs")))
                .build());
    assertThatThrownBy(() -> checks().failureQueue())
        .hasMessage("Not an ARN of the expected form: arn:aws:sqs");
  }

  private void alarm(String name, String dimension, String value, String state) {
    deployment.alarms.add(FakeDeployment.alarm(name, dimension, value, state));
  }

  @Test
  void raisedAlarmsAreNamedInOrder() {
    alarm("Zeta", "FunctionName", FUNCTION, "ALARM");
    alarm("Alpha", "RuleName", RULE_NAME, "ALARM");
    assertThat(checks().alarms())
        .isEqualTo(
            Check.error(
                "Alarms",
                "in ALARM: Alpha, Zeta",
                "See the table of alarms in docs/operations.md."));
  }

  @Test
  void alarmsOfOthersAreNotOurs() {
    deployment.alarms.clear();
    alarm("Other", "FunctionName", "other", "ALARM");
    alarm("OtherRule", "RuleName", "another-rule", "ALARM");
    alarm("Queue", "QueueName", FUNCTION, "ALARM");
    alarm("Notifications", "RuleName", "Initial-FindingsNonCompliant1A2B-C3D4E5", "ALARM");
    alarm("Topic", "TopicName", FUNCTION, "ALARM");
    assertThat(checks().alarms())
        .isEqualTo(
            Check.warning("Alarms", "no alarm watches the function", "Deploy the stack again."));
    alarm("One", "FunctionName", FUNCTION, "INSUFFICIENT_DATA");
    assertThat(checks().alarms())
        .isEqualTo(Check.ok("Alarms", "1 alarm, none in ALARM, 1 INSUFFICIENT_DATA"));
    alarm("Two", "RuleName", RULE_NAME, "OK");
    assertThat(checks().alarms())
        .isEqualTo(Check.ok("Alarms", "2 alarms, none in ALARM, 1 INSUFFICIENT_DATA"));
  }

  @ParameterizedTest
  @CsvSource({
    "QueueName, InitialKeys-RuleFailures5E6F7A8B-B1C2D3E4F5A6",
    "RuleName, iam-user-console-and-api-access-at-creation",
    "RuleName, iam-user-console-and-api-access",
    "RuleName, InitialKeys-FindingsNonCompliant1A2B3C4D-C3D4E5F6A7B8"
  })
  void alarmsOfQueueAndRulesAreOurs(String dimension, String value) {
    alarm("Raised", dimension, value, "ALARM");
    assertThat(checks().alarms().text()).isEqualTo("in ALARM: Raised");
  }

  /** The alarm Notifications watches the sum of the metrics of EventBridge rules. */
  @Test
  void alarmOfAnExpressionIsThatOfItsMetrics() {
    MetricAlarm ofMetric =
        FakeDeployment.alarm(
            "Notifications", "RuleName", "InitialKeys-FindingsResolved1A2B3C4D-C3D4E5F6", "ALARM");
    deployment.alarms.add(
        MetricAlarm.builder()
            .alarmName("Notifications")
            .stateValue("ALARM")
            .metrics(
                MetricDataQuery.builder().expression("SUM(METRICS())").build(),
                MetricDataQuery.builder()
                    .metricStat(it -> it.metric(m -> m.dimensions(ofMetric.dimensions())))
                    .build())
            .build());
    assertThat(checks().alarms().text()).isEqualTo("in ALARM: Notifications");
  }

  /**
   * The names of functions and EventBridge rules end at 64 characters, and CloudFormation cuts the
   * name of the stack for it; an alarm's name may have 255.
   */
  @ParameterizedTest
  @CsvSource({
    "security-baseline-for-iam-keys, security-baseline-for-iam-keys, true",
    "security-baseline-for-iam-keys, security-baseline-for-iam-users, false",
    "security-baseline-for-iam-keys-of-people, security-baseline-for-iam-keys-of-people, true",
    "security-baseline-for-iam-keys-of-people, security-baseline-for-iam-keys-of-robots, false",
    "security-baseline-for-iam-keys, security-baseline-for-iam-keys-of-people, false",
    "security-baseline-for-iam-keys-of-people, security-baseline-for-iam-keys, false",
    "security-baseline, security-baseline-2, false",
    "security-baseline-2, security-baseline, false",
    "InitialKeysOrganization, InitialKeysOrganization, true",
    "InitialKeysOrganization, InitialKeys, false"
  })
  void alarmOfEventBridgeRuleIsThatOfItsStack(String stack, String other, boolean isOurs) {
    deployment.alarms.clear();
    String function = generated(64, stack, "RuleFunction1A2B3C4D");
    alarm(generated(255, stack, "AlarmsErrors1A2B3C4D"), "FunctionName", function, "OK");
    String raised = generated(255, other, "AlarmsNotifications1A2B3C4D");
    alarm(raised, "RuleName", generated(64, other, "FindingsNonCompliant1A2B3C4D"), "ALARM");
    assertThat(checks("arn:aws:lambda:eu-west-1:123456789012:function:" + function).alarms().text())
        .isEqualTo(isOurs ? "in ALARM: " + raised : "1 alarm, none in ALARM");
  }

  /** As CloudFormation generates a name: the longer parts are cut to the same length. */
  private static String generated(int longest, String stack, String logicalId) {
    String suffix = "-A1B2C3D4E5F6";
    int room = longest - suffix.length() - 1;
    int ofStack = Math.min(stack.length(), Math.max(room / 2, room - logicalId.length()));
    int ofId = Math.min(logicalId.length(), room - ofStack);
    return stack.substring(0, ofStack) + "-" + logicalId.substring(0, ofId) + suffix;
  }

  @Test
  void alarmsOfUnnamedStackAreNotOurs() {
    deployment.alarms.clear();
    String function = "initial-keys";
    alarm("team-errors", "FunctionName", function, "OK");
    alarm("team-rules", "RuleName", "another-rule", "ALARM");
    alarm("team-of-rules", "RuleName", "rule-of-team", "ALARM");
    assertThat(checks("arn:aws:lambda:eu-west-1:123456789012:function:" + function).alarms().text())
        .isEqualTo("1 alarm, none in ALARM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "arn:aws:lambda:eu-west-1:123456789012:function"})
  void sourceThatIsNoFunctionIsMalformed(String source) {
    assertThatThrownBy(() -> checks(source).alarms())
        .hasMessage("Not an ARN of the expected form: " + source);
  }
}
