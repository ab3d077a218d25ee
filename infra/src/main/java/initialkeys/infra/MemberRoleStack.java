package initialkeys.infra;

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
 * The member role: what the function may do in another account than its own, and nothing but the
 * function's role may be it. The Organization's stack set rolls it out; the management account,
 * which stack sets skip (F33), gets it as a stack deployed by hand.
 */
final class MemberRoleStack extends Stack {

  static final String FUNCTION_ROLE_PARAMETER = "FunctionRoleArn";
  private static final String ID = "MemberRole";

  private MemberRoleStack(
      Construct scope,
      String id,
      String roleName,
      Optional<String> functionRole,
      StackProps properties) {
    super(scope, id, properties);
    Role.Builder.create(this, "Role")
        .roleName(roleName)
        .description("Lets one Lambda function evaluate the IAM users of this account")
        .assumedBy(new ArnPrincipal(functionRole.orElseGet(this::parameter)))
        .inlinePolicies(
            Map.of(
                "ReadUsersAndReport",
                PolicyDocument.Builder.create().statements(AccountGrants.of(this)).build()))
        .build();
  }

  private String parameter() {
    return CfnParameter.Builder.create(this, FUNCTION_ROLE_PARAMETER)
        .description("The role of the function that evaluates this account's users")
        .build()
        .getValueAsString();
  }

  static MemberRoleStack create(
      Construct scope, String id, String roleName, String functionRoleArn) {
    return new MemberRoleStack(
        scope, id, roleName, Optional.of(functionRoleArn), description().build());
  }

  /**
   * The same for any account, with the function's role as a parameter. No account has to be
   * prepared for CDK to get it.
   *
   * @param app whose context holds for this template too, and in whose folder it is left
   */
  static String template(App app, String roleName) {
    App own =
        App.Builder.create()
            .analyticsReporting(false)
            .context(Context.of(app))
            .outdir(Path.of(app.getOutdir(), "member-role").toString())
            .build();
    DefaultStackSynthesizer unprepared =
        DefaultStackSynthesizer.Builder.create().generateBootstrapVersionRule(false).build();
    new MemberRoleStack(
        own, ID, roleName, Optional.empty(), description().synthesizer(unprepared).build());
    try {
      return Files.readString(Path.of(own.synth().getStackByName(ID).getTemplateFullPath()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static StackProps.Builder description() {
    return StackProps.builder()
        .description("The role in which a function elsewhere evaluates this account's IAM users");
  }
}
