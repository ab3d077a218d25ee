package initialkeys.infra.organization;

import initialkeys.infra.notification.FindingEvents;
import initialkeys.infra.notification.FindingEvents.RuleName;
import initialkeys.infra.settings.CdkContext;
import initialkeys.infra.settings.RuleNames;
import initialkeys.infra.settings.RuleSettings;
import initialkeys.infra.settings.RuleSettings.Findings;
import initialkeys.infra.settings.Settings.MemberRoleSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * The member role: what the function may do in a member account. Only the function's role may
 * assume it. Where people are notified of findings, the account's events are published too. The
 * organization's stack set deploys it to member accounts; stack sets skip the management account
 * (F33), to which this stack is deployed by hand.
 */
public final class MemberRoleStack extends Stack {

  static final String FUNCTION_ROLE_PARAMETER = "FunctionRoleArn";
  static final String FINDINGS_TOPIC_PARAMETER = "FindingsTopicArn";

  private static final int ACCOUNT_OF_ARN = 4;

  private final String functionRoleArn;

  private MemberRoleStack(
      Construct scope,
      String id,
      MemberRoleDefinition role,
      Optional<String> functionRoleArn,
      StackProps.Builder properties) {
    super(scope, id, properties.description(role.stackDescription()).build());
    this.functionRoleArn =
        functionRoleArn.orElseGet(
            () -> parameter(FUNCTION_ROLE_PARAMETER, role.parameterDescription()));
    Role.Builder.create(this, "Role")
        .roleName(role.name())
        .description("Lets one Lambda function " + role.purpose())
        .assumedBy(new ArnPrincipal(this.functionRoleArn))
        .inlinePolicies(
            Map.of(
                role.policyName(),
                PolicyDocument.Builder.create().statements(role.permissions().apply(this)).build()))
        .build();
  }

  private String findingsTopicParameter() {
    return parameter(
        FINDINGS_TOPIC_PARAMETER, "The topic that is notified of this account's findings");
  }

  private String parameter(String id, String description) {
    return CfnParameter.Builder.create(this, id)
        .description(description)
        .build()
        .getValueAsString();
  }

  /** Publishes the account's findings to the topics, of which there may be none. */
  private Optional<FindingEvents> publishFindings(
      RuleNames names, Findings findings, List<String> topicArns) {
    return topicArns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FindingEvents(
                this,
                "Findings",
                new RuleName.Generated(names.memberPrefix()),
                findings.resolved(),
                topicArns,
                Optional.empty()));
  }

  /** The function's own account can be a member too: its stack publishes its findings already. */
  private CfnCondition isNotAccountOfFunction() {
    return CfnCondition.Builder.create(this, "IsNotAccountOfFunction")
        .expression(
            Fn.conditionNot(
                Fn.conditionEquals(
                    Fn.select(ACCOUNT_OF_ARN, Fn.split(":", functionRoleArn)), Aws.ACCOUNT_ID)))
        .build();
  }

  /** The stack that is deployed by hand. The topic of an e-mail address has to be given too. */
  public static MemberRoleStack create(
      Construct scope, String id, MemberRoleSettings role, RuleNames names, RuleSettings settings) {
    MemberRoleStack stack =
        new MemberRoleStack(
            scope,
            id,
            MemberRoleDefinition.evaluating(role.roleName(), settings.destinations()),
            Optional.of(role.functionRoleArn()),
            StackProps.builder());
    Findings findings = settings.findings();
    stack.publishFindings(
        names,
        findings,
        Stream.of(findings.recipients().topicArn(), role.emailTopicArn())
            .flatMap(Optional::stream)
            .toList());
    return stack;
  }

  /**
   * The stack of the evaluating function's role as a template for any account. The topic of an
   * e-mail address is a parameter, too.
   *
   * @param app provides the CDK context and the output folder
   */
  static String template(
      App app, MemberRoleDefinition role, RuleNames names, RuleSettings settings) {
    Findings findings = settings.findings();
    return template(
        app,
        role,
        stack ->
            stack
                .publishFindings(
                    names,
                    findings,
                    Stream.of(
                            findings.recipients().topicArn(),
                            findings
                                .recipients()
                                .email()
                                .map(email -> stack.findingsTopicParameter()))
                        .flatMap(Optional::stream)
                        .toList())
                .ifPresent(events -> events.onlyWhere(stack.isNotAccountOfFunction())));
  }

  /**
   * The stack of a role as a template for any account. The function's role is a parameter, and the
   * account need not be bootstrapped.
   *
   * @param app provides the CDK context and the output folder
   */
  public static String template(App app, MemberRoleDefinition role) {
    return template(app, role, stack -> {});
  }

  private static String template(
      App app, MemberRoleDefinition role, Consumer<MemberRoleStack> more) {
    App templateApp =
        App.Builder.create()
            .analyticsReporting(false)
            .context(CdkContext.of(app))
            .outdir(Path.of(app.getOutdir(), role.folder()).toString())
            .build();
    DefaultStackSynthesizer withoutBootstrap =
        DefaultStackSynthesizer.Builder.create().generateBootstrapVersionRule(false).build();
    more.accept(
        new MemberRoleStack(
            templateApp,
            role.id(),
            role,
            Optional.empty(),
            StackProps.builder().synthesizer(withoutBootstrap)));
    try {
      return Files.readString(
          Path.of(templateApp.synth().getStackByName(role.id()).getTemplateFullPath()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
