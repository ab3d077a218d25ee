package initialkeys.infra.organization;

import initialkeys.infra.settings.CdkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * The member role: what the function may do in a member account. Only the function's role may
 * assume it. The organization's stack set deploys it to member accounts; stack sets skip the
 * management account (F33), to which this stack is deployed by hand.
 */
public final class MemberRoleStack extends Stack {

  static final String FUNCTION_ROLE_PARAMETER = "FunctionRoleArn";

  private MemberRoleStack(
      Construct scope,
      String id,
      MemberRole role,
      Optional<String> functionRoleArn,
      StackProps.Builder properties) {
    super(scope, id, properties.description(role.stackDescription()).build());
    Role.Builder.create(this, "Role")
        .roleName(role.name())
        .description("Lets one Lambda function " + role.purpose())
        .assumedBy(new ArnPrincipal(functionRoleArn.orElseGet(() -> functionRoleParameter(role))))
        .inlinePolicies(
            Map.of(
                role.policyName(),
                PolicyDocument.Builder.create().statements(role.permissions().apply(this)).build()))
        .build();
  }

  private String functionRoleParameter(MemberRole role) {
    return CfnParameter.Builder.create(this, FUNCTION_ROLE_PARAMETER)
        .description(role.parameterDescription())
        .build()
        .getValueAsString();
  }

  /** The stack that is deployed by hand. */
  public static MemberRoleStack create(
      Construct scope, String id, String roleName, String functionRoleArn) {
    return new MemberRoleStack(
        scope,
        id,
        MemberRole.evaluating(roleName),
        Optional.of(functionRoleArn),
        StackProps.builder());
  }

  /**
   * The same stack as a template for any account. The function's role is a parameter, and the
   * account need not be bootstrapped.
   *
   * @param app provides the CDK context and the output folder
   */
  static String template(App app, MemberRole role) {
    App templateApp =
        App.Builder.create()
            .analyticsReporting(false)
            .context(CdkContext.of(app))
            .outdir(Path.of(app.getOutdir(), role.folder()).toString())
            .build();
    DefaultStackSynthesizer withoutBootstrap =
        DefaultStackSynthesizer.Builder.create().generateBootstrapVersionRule(false).build();
    new MemberRoleStack(
        templateApp,
        role.id(),
        role,
        Optional.empty(),
        StackProps.builder().synthesizer(withoutBootstrap));
    try {
      return Files.readString(
          Path.of(templateApp.synth().getStackByName(role.id()).getTemplateFullPath()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
