package initialkeys.infra.function;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Dashboard;

/** What a deployment prints, so that an operator finds the rule, its log and its failure queue. */
public final class StackOutputs {

  private StackOutputs() {}

  /** The outputs of a stack that contains the function. */
  public static void addFunction(Stack stack, RuleFunction rule, Dashboard dashboard) {
    add(stack, "DashboardName", dashboard.getDashboardName(), "The dashboard in CloudWatch");
    add(stack, "LogGroupName", rule.logs().getLogGroupName(), "The function's log group");
    add(
        stack,
        "FailureQueueUrl",
        rule.failureQueue().getQueueUrl(),
        RuleFunction.FAILURE_QUEUE_DESCRIPTION);
  }

  /** One output. */
  public static void add(Stack stack, String id, String value, String description) {
    CfnOutput.Builder.create(stack, id).value(value).description(description).build();
  }
}
