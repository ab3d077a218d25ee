package initialkeys.infra.remediation;

import initialkeys.infra.function.StackOutputs;
import software.amazon.awscdk.Stack;

/** What a deployment prints, so that an operator can start, stop and check the remediation. */
final class RemediationOutputs {

  private RemediationOutputs() {}

  static void add(Stack stack, RemediationFunction remediation, RemediationDocument document) {
    StackOutputs.add(
        stack,
        "FunctionName",
        remediation.function().getFunctionName(),
        "The remediating function");
    StackOutputs.add(stack, "DocumentName", document.name(), "The Systems Manager document");
    StackOutputs.add(
        stack,
        "AutomationRoleArn",
        document.role().getRoleArn(),
        "The value for the document's AutomationAssumeRole");
    StackOutputs.add(
        stack, "LogGroupName", remediation.logs().getLogGroupName(), "The record of every change");
  }
}
