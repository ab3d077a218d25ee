package initialkeys.infra;

import initialkeys.infra.account.AccountStack;
import initialkeys.infra.aggregator.AggregatorStack;
import initialkeys.infra.function.RecordingRegions;
import initialkeys.infra.organization.MemberRoleStack;
import initialkeys.infra.organization.OrganizationStack;
import initialkeys.infra.securityhub.SecurityHubStack;
import initialkeys.infra.settings.CdkContext;
import initialkeys.infra.settings.RuleNames;
import initialkeys.infra.settings.Settings;
import initialkeys.verdict.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;

/** The entry point of the CDK app; {@code cdk.json} runs it. */
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
        .ifPresent(region -> warnOfRegion(stacks, region));
    app.synth();
  }

  static void warnOfRegion(List<Stack> stacks, String region) {
    stacks.stream()
        .filter(stack -> stack instanceof AccountStack || stack instanceof OrganizationStack)
        .forEach(stack -> RecordingRegions.warn(stack, region));
  }

  static List<Stack> stacks(App app, Path jar) {
    try {
      return stacks(app, Settings.parse(CdkContext.of(app)), jar);
    } catch (InvalidInputException refused) {
      return Stream.of(ACCOUNT, ORGANIZATION, MEMBER_ROLE, AGGREGATOR, SECURITY_HUB)
          .map(id -> refused(app, id, refused.getMessage()))
          .toList();
    }
  }

  private static List<Stack> stacks(App app, Settings settings, Path jar) {
    RuleNames names = settings.ruleNames();
    List<Stack> stacks = new ArrayList<>();
    stacks.add(new AccountStack(app, ACCOUNT, names.plain(), settings.rule(), jar));
    settings
        .organization()
        .ifPresent(
            organization ->
                stacks.add(
                    new OrganizationStack(
                        app,
                        ORGANIZATION,
                        names.organization(),
                        settings.rule(),
                        organization,
                        jar)));
    settings
        .memberRole()
        .ifPresent(
            role ->
                stacks.add(
                    MemberRoleStack.create(
                        app, MEMBER_ROLE, role.roleName(), role.functionRoleArn())));
    stacks.add(new AggregatorStack(app, AGGREGATOR, names, settings.aggregatorRegions()));
    stacks.add(new SecurityHubStack(app, SECURITY_HUB, names, settings.findingSeverity()));
    return stacks;
  }

  private static Stack refused(App app, String id, String message) {
    Stack nothing = new Stack(app, id);
    Annotations.of(nothing).addError(message);
    Validations.of(nothing).acknowledge(EMPTY);
    return nothing;
  }
}
