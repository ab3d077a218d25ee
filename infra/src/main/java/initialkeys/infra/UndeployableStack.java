package initialkeys.infra;

import initialkeys.infra.settings.Setting;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.CfnWaitConditionHandle;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;

/**
 * A stack whose settings are missing or rejected. It exists so that {@code cdk destroy} finds the
 * stack without its settings, and so that other commands show why the stack is not available.
 *
 * <p>{@code cdk deploy} deletes a deployed stack when the new template has no resources. So the
 * template has one, and a parameter without a value, for which both the command line and
 * CloudFormation reject the deployment.
 */
final class UndeployableStack extends Stack {

  private UndeployableStack(App app, String id, String parameterId, String reason) {
    super(
        app,
        id,
        StackProps.builder().description("Cannot be deployed with the current settings").build());
    CfnParameter parameter =
        CfnParameter.Builder.create(this, parameterId).description(reason).build();
    new CfnWaitConditionHandle(this, "Nothing").addMetadata("Reason", parameter.getValueAsString());
  }

  /** A stack that needs a setting which is not set. Commands for other stacks are not affected. */
  static Stack withoutSetting(App app, String id, Setting setting) {
    return without(
        app,
        id,
        setting,
        "To deploy %s, set %s in settings.json or with -c (%s). 'cdk destroy %s' works without it."
            .formatted(id, setting.key(), setting.allowed(), id));
  }

  /** A stack that publishes to the topic of another one, which is not given. */
  static Stack withoutTopic(App app, String id, String stackOfTopic) {
    return without(
        app,
        id,
        Setting.FINDINGS_EMAIL_TOPIC_ARN,
        ("To deploy %s with findingsEmail, set findingsEmailTopicArn in settings.json or with -c"
                + " to the FindingsTopicArn that the deployment of %s prints. Otherwise the address"
                + " would not be notified of this account's findings.")
            .formatted(id, stackOfTopic));
  }

  private static Stack without(App app, String id, Setting setting, String reason) {
    Stack stack = new UndeployableStack(app, id, setting.key() + "IsNotSet", reason);
    Annotations.of(stack).addInfo(reason);
    return stack;
  }

  /** Any stack when a setting is rejected: the message becomes the command's error. */
  static Stack withRejectedSettings(App app, String id, String message) {
    Stack stack = new UndeployableStack(app, id, "SettingsAreRejected", message);
    Annotations.of(stack).addError(message);
    return stack;
  }
}
