package initialkeys.infra;

import initialkeys.decision.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;

/** The CDK app's entry: {@code cdk.json} runs it. */
public final class RuleApp {

  private static final String ACCOUNT = "InitialKeys";
  private static final String ORGANIZATION = "InitialKeysOrganization";
  private static final String MEMBER_ROLE = "InitialKeysMemberRole";
  private static final String AGGREGATOR = "InitialKeysAggregator";
  private static final String SECURITY_HUB = "InitialKeysSecurityHub";

  /** Else the command line would name the empty stack an error too, and before the real one. */
  private static final Acknowledgment EMPTY =
      Acknowledgment.builder()
          .id("CloudFormation-Validate::F0001")
          .reason("Of a setting that is refused nothing is deployed.")
          .build();

  private RuleApp() {}

  /**
   * Synthesizes into the folder that the CDK command line names.
   *
   * @param arguments one: the function's jar
   */
  public static void main(String[] arguments) {
    App app = App.Builder.create().analyticsReporting(false).build();
    List<Stack> stacks = stacks(app, Path.of(arguments[0]));
    Optional.ofNullable(System.getenv("CDK_DEFAULT_REGION"))
        .ifPresent(region -> RecordingRegions.warnOf(stacks, region));
    app.synth();
  }

  /**
   * A setting that is not what it must be becomes an error of empty stacks, whichever is asked for:
   * the command line prints it, deploys nothing, and exits with 1. An exception would end in
   * Maven's stack trace.
   */
  static List<Stack> stacks(App app, Path jar) {
    try {
      return wanted(app, Context.of(app), jar);
    } catch (InvalidInputException refused) {
      return Stream.of(ACCOUNT, ORGANIZATION, MEMBER_ROLE, AGGREGATOR, SECURITY_HUB)
          .map(id -> refused(app, id, refused.getMessage()))
          .toList();
    }
  }

  /** No stack is begun before every setting is read: one that is refused must leave none behind. */
  private static List<Stack> wanted(App app, Map<String, Object> context, Path jar) {
    Settings settings = Settings.parse(context);
    RuleNames names = RuleNames.parse(context);
    Optional<OrganizationSettings> organization = OrganizationSettings.parse(context);
    String memberRole = Setting.MEMBER_ROLE_NAME.text(context);
    Optional<String> functionRole = Setting.FUNCTION_ROLE_ARN.optional(context);
    List<String> regions = Setting.AGGREGATOR_REGIONS.list(context);
    String severity = Setting.FINDING_SEVERITY.text(context);

    List<Stack> stacks = new ArrayList<>();
    stacks.add(new AccountStack(app, ACCOUNT, settings, jar));
    organization.ifPresent(
        given -> stacks.add(new OrganizationStack(app, ORGANIZATION, settings, given, jar)));
    functionRole.ifPresent(
        arn -> stacks.add(MemberRoleStack.create(app, MEMBER_ROLE, memberRole, arn)));
    stacks.add(new AggregatorStack(app, AGGREGATOR, names, regions));
    stacks.add(new SecurityHubStack(app, SECURITY_HUB, names, severity));
    return stacks;
  }

  private static Stack refused(App app, String id, String message) {
    Stack nothing = new Stack(app, id);
    Annotations.of(nothing).addError(message);
    Validations.of(nothing).acknowledge(EMPTY);
    return nothing;
  }
}
