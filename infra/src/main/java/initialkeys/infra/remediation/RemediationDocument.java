package initialkeys.infra.remediation;

import initialkeys.decision.UserIdentity;
import initialkeys.remediation.RemediationOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.ssm.CfnDocument;
import software.constructs.Construct;

/**
 * The Systems Manager document of the remediation, and the role with which it runs. One step acts:
 * it invokes the function. The next one looks for the outcome in the function's record, and fails
 * the run when it finds none, because it is not established whether an error of the function fails
 * its step (F56). A step that fails shows no output; so the first one shows the record, and another
 * one fails.
 *
 * <p>The document has no name and is replaced when it changes: a document that is updated in place
 * may go on running its old version (F54).
 */
final class RemediationDocument extends Construct {

  /** The name that AWS Config requires for automatic remediation. */
  static final String ROLE_PARAMETER = "AutomationAssumeRole";

  static final String USER_PARAMETER = "UserId";
  static final String ACCOUNT_PARAMETER = "AccountId";

  private static final String ACT = "DeactivateKeys";
  private static final String RECORD = "Record";
  private static final String CHECK = "CheckOutcome";
  private static final String DONE = "Done";
  private static final String NOT_DONE = "NotDone";

  /** More than the function's timeout; the most that the action allows is 300. */
  private static final int STEP_SECONDS = 290;

  private final Role role;
  private final CfnDocument document;

  /**
   * Creates the document in the scope's stack.
   *
   * @param hasAccount whether the user may be in another account, which is then a parameter
   */
  RemediationDocument(Construct scope, String id, IFunction function, boolean hasAccount) {
    super(scope, id);
    role = automationRole(function);
    document =
        CfnDocument.Builder.create(this, "Document")
            .documentType("Automation")
            .documentFormat("JSON")
            .updateMethod("Replace")
            .content(content(function.getFunctionArn(), hasAccount))
            .build();
  }

  /** One action on one function, for automations of this account alone. */
  private Role automationRole(IFunction function) {
    String executions =
        "arn:%s:ssm:*:%s:automation-execution/*".formatted(Aws.PARTITION, Aws.ACCOUNT_ID);
    return Role.Builder.create(this, "AutomationRole")
        .description("Lets Systems Manager invoke the function that sets access keys to Inactive")
        .assumedBy(
            ServicePrincipal.Builder.create("ssm.amazonaws.com")
                .conditions(
                    new TreeMap<>(
                        Map.of(
                            "StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID),
                            "ArnLike", Map.of("aws:SourceArn", executions))))
                .build())
        .inlinePolicies(
            Map.of(
                "InvokeFunction",
                PolicyDocument.Builder.create()
                    .statements(
                        List.of(
                            PolicyStatement.Builder.create()
                                .effect(Effect.ALLOW)
                                .actions(List.of("lambda:InvokeFunction"))
                                .resources(List.of(function.getFunctionArn()))
                                .build()))
                    .build()))
        .build();
  }

  private static Map<String, Object> content(String functionArn, boolean hasAccount) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("schemaVersion", "0.3");
    content.put(
        "description",
        "Sets the access keys of one IAM user to Inactive that were created while the user was"
            + " being set up and have never been used. The function decides again from what IAM"
            + " says now; a user that is compliant by now is not changed.");
    content.put("assumeRole", "{{ %s }}".formatted(ROLE_PARAMETER));
    content.put("parameters", parameters(hasAccount));
    content.put("mainSteps", List.of(act(functionArn, hasAccount), check(), notDone(), done()));
    content.put("outputs", List.of(ACT + "." + RECORD));
    return content;
  }

  private static Map<String, Object> parameters(boolean hasAccount) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put(
        ROLE_PARAMETER,
        new TreeMap<>(
            Map.of(
                "type", "AWS::IAM::Role::Arn",
                "description",
                    "The role with which the automation runs: the stack's AutomationRole")));
    parameters.put(
        USER_PARAMETER,
        new TreeMap<>(
            Map.of(
                "type", "String",
                "description", "The unique id of the IAM user, AIDA..., as AWS Config shows it",
                "allowedPattern", "^" + UserIdentity.ID_PATTERN + "$")));
    if (hasAccount) {
      parameters.put(
          ACCOUNT_PARAMETER,
          new TreeMap<>(
              Map.of(
                  "type", "String",
                  "description", "The account of the user, 12 digits",
                  "allowedPattern", "^[0-9]{12}$")));
    }
    return parameters;
  }

  private static Map<String, Object> act(String functionArn, boolean hasAccount) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("userId", "{{ %s }}".formatted(USER_PARAMETER));
    if (hasAccount) input.put("accountId", "{{ %s }}".formatted(ACCOUNT_PARAMETER));
    input.put("executionId", "{{ automation:EXECUTION_ID }}");
    Map<String, Object> step = step(ACT, "aws:invokeLambdaFunction");
    step.put("maxAttempts", 1);
    step.put("timeoutSeconds", STEP_SECONDS);
    step.put("onFailure", "Abort");
    step.put("nextStep", CHECK);
    step.put(
        "inputs",
        new TreeMap<>(
            Map.of(
                "FunctionName", functionArn,
                "InvocationType", "RequestResponse",
                "InputPayload", input)));
    step.put(
        "outputs",
        List.of(new TreeMap<>(Map.of("Name", RECORD, "Selector", "$.Payload", "Type", "String"))));
    return step;
  }

  /**
   * The failed outcome comes first: a message of AWS in the record may contain text of a user's
   * path, and with it the token of a success.
   */
  private static Map<String, Object> check() {
    List<Map<String, Object>> choices = new ArrayList<>();
    Stream<RemediationOutcome> failedFirst =
        Arrays.stream(RemediationOutcome.values())
            .sorted((one, other) -> Boolean.compare(one.isSuccess(), other.isSuccess()));
    failedFirst.forEach(outcome -> choices.add(choice(outcome)));
    Map<String, Object> step = step(CHECK, "aws:branch");
    step.put("inputs", new TreeMap<>(Map.of("Choices", choices, "Default", NOT_DONE)));
    return step;
  }

  private static Map<String, Object> choice(RemediationOutcome outcome) {
    return new TreeMap<>(
        Map.of(
            "NextStep", outcome.isSuccess() ? DONE : NOT_DONE,
            "Variable", "{{ %s.%s }}".formatted(ACT, RECORD),
            "Contains", outcome.token()));
  }

  /** Fails: no account has this id. It needs no permission and no script. */
  private static Map<String, Object> notDone() {
    Map<String, Object> step = step(NOT_DONE, "aws:assertAwsResourceProperty");
    step.put("onFailure", "Abort");
    step.put("isEnd", true);
    step.put(
        "inputs",
        new TreeMap<>(
            Map.of(
                "Service", "sts",
                "Api", "GetCallerIdentity",
                "PropertySelector", "$.Account",
                "DesiredValues", List.of("The output of step %s says why".formatted(ACT)))));
    return step;
  }

  private static Map<String, Object> done() {
    Map<String, Object> step = step(DONE, "aws:sleep");
    step.put("isEnd", true);
    step.put("inputs", Map.of("Duration", "PT1S"));
    return step;
  }

  private static Map<String, Object> step(String name, String action) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("name", name);
    step.put("action", action);
    return step;
  }

  Role role() {
    return role;
  }

  String name() {
    return document.getRef();
  }
}
