package initialkeys.infra.organization;

import initialkeys.infra.function.AccountPermissions;
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
  private static final String ID = "MemberRole";

  private MemberRoleStack(
      Construct scope,
      String id,
      String roleName,
      Optional<String> functionRoleArn,
      StackProps properties) {
    super(scope, id, properties);
    Role.Builder.create(this, "Role")
        .roleName(roleName)
        .description("Lets one Lambda function evaluate the IAM users of this account")
        .assumedBy(new ArnPrincipal(functionRoleArn.orElseGet(this::functionRoleParameter)))
        .inlinePolicies(
            Map.of(
                "ReadUsersAndReport",
                PolicyDocument.Builder.create().statements(AccountPermissions.of(this)).build()))
        .build();
  }

  private String functionRoleParameter() {
    return CfnParameter.Builder.create(this, FUNCTION_ROLE_PARAMETER)
        .description("The role of the function that evaluates this account's users")
        .build()
        .getValueAsString();
  }

  /** The stack that is deployed by hand. */
  public static MemberRoleStack create(
      Construct scope, String id, String roleName, String functionRoleArn) {
    return new MemberRoleStack(
        scope, id, roleName, Optional.of(functionRoleArn), properties().build());
  }

  /**
   * The same stack as a template for any account. The function's role is a parameter, and the
   * account need not be bootstrapped.
   *
   * @param app provides the CDK context and the output folder
   */
  static String template(App app, String roleName) {
    App templateApp =
        App.Builder.create()
            .analyticsReporting(false)
            .context(CdkContext.of(app))
            .outdir(Path.of(app.getOutdir(), "member-role").toString())
            .build();
    DefaultStackSynthesizer withoutBootstrap =
        DefaultStackSynthesizer.Builder.create().generateBootstrapVersionRule(false).build();
    new MemberRoleStack(
        templateApp,
        ID,
        roleName,
        Optional.empty(),
        properties().synthesizer(withoutBootstrap).build());
    try {
      return Files.readString(
          Path.of(templateApp.synth().getStackByName(ID).getTemplateFullPath()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static StackProps.Builder properties() {
    return StackProps.builder()
        .description(
            "The role with which a function in another account evaluates this account's IAM users");
  }
}
