package initialkeys.infra;

import initialkeys.infra.account.AccountStack;
import initialkeys.infra.aggregator.AggregatorStack;
import initialkeys.infra.function.RecordingRegions;
import initialkeys.infra.organization.MemberRoleStack;
import initialkeys.infra.organization.OrganizationStack;
import initialkeys.infra.remediation.OrganizationRemediationStack;
import initialkeys.infra.remediation.RemediationStack;
import initialkeys.infra.securityhub.SecurityHubStack;
import initialkeys.infra.settings.CdkContext;
import initialkeys.infra.settings.RuleNames;
import initialkeys.infra.settings.RuleSettings;
import initialkeys.infra.settings.Setting;
import initialkeys.infra.settings.Settings;
import initialkeys.infra.settings.Settings.MemberRoleSettings;
import initialkeys.infra.settings.SettingsException;
import initialkeys.infra.settings.SettingsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** The entry point of the CDK app; {@code cdk.json} runs it. */
public final class RuleApp {

  private static final String ACCOUNT = "InitialKeys";
  private static final String ORGANIZATION = "InitialKeysOrganization";
  private static final String MEMBER_ROLE = "InitialKeysMemberRole";
  private static final String AGGREGATOR = "InitialKeysAggregator";
  private static final String SECURITY_HUB = "InitialKeysSecurityHub";
  private static final String REMEDIATION = "InitialKeysRemediation";
  private static final String ORGANIZATION_REMEDIATION = "InitialKeysOrganizationRemediation";

  private RuleApp() {}

  /**
   * Synthesizes into the folder that the CDK command line names.
   *
   * @param arguments the function's jar and the settings file
   */
  public static void main(String[] arguments) {
    App app = App.Builder.create().analyticsReporting(false).build();
    unknownContext(app).ifPresent(System.err::println);
    List<Stack> stacks =
        stacks(app, Path.of(arguments[0]), new SettingsFile(Path.of(arguments[1])));
    Optional.ofNullable(System.getenv("CDK_DEFAULT_REGION"))
        .ifPresent(region -> warnAboutRegion(stacks, region));
    app.synth();
  }

  /**
   * A line about context that has no effect. It is not an annotation: that would fail {@code cdk
   * synth --strict}, and the context may be meant for another app.
   */
  static Optional<String> unknownContext(App app) {
    return Optional.of(Settings.unknownNames(CdkContext.of(app)))
        .filter(names -> !names.isEmpty())
        .map(names -> "Ignored CDK context (not a setting): " + String.join(", ", names));
  }

  /** The warning does not change the template, which is the same for every Region. */
  static void warnAboutRegion(List<Stack> stacks, String region) {
    stacks.stream()
        .filter(stack -> stack instanceof AccountStack || stack instanceof OrganizationStack)
        .forEach(
            stack ->
                RecordingRegions.warning(region)
                    .ifPresent(
                        message ->
                            Annotations.of(stack).addWarningV2("initialkeys:region", message)));
  }

  /**
   * When the settings are rejected, every stack has the message as its error: the command line
   * prints it, deploys nothing and exits with 1. An exception would be shown with its stack trace.
   */
  public static List<Stack> stacks(App app, Path jar, SettingsFile file) {
    try {
      return definitions(app, Settings.read(file, CdkContext.of(app)), jar).values().stream()
          .map(Supplier::get)
          .toList();
    } catch (SettingsException rejected) {
      return Stream.of(
              ACCOUNT,
              ORGANIZATION,
              MEMBER_ROLE,
              AGGREGATOR,
              SECURITY_HUB,
              REMEDIATION,
              ORGANIZATION_REMEDIATION)
          .map(id -> UndeployableStack.withRejectedSettings(app, id, rejected.getMessage()))
          .toList();
    }
  }

  /**
   * One stack alone: its template is the same without the others.
   *
   * @throws SettingsException when the settings are rejected
   */
  public static Stack stack(App app, String id, Path jar, SettingsFile file) {
    return definitions(app, Settings.read(file, CdkContext.of(app)), jar).get(id).get();
  }

  private static Stack memberRole(App app, MemberRoleSettings role, Settings settings) {
    return settings.rule().findings().recipients().email().isPresent()
            && role.emailTopicArn().isEmpty()
        ? UndeployableStack.withoutTopic(app, MEMBER_ROLE, ORGANIZATION)
        : MemberRoleStack.create(app, MEMBER_ROLE, role, settings.ruleNames(), settings.rule());
  }

  /** The stacks by their ids. Each is created when it is asked for. */
  private static Map<String, Supplier<Stack>> definitions(App app, Settings settings, Path jar) {
    RuleNames names = settings.ruleNames();
    RuleSettings rule = settings.rule();
    Map<String, Supplier<Stack>> stacks = new LinkedHashMap<>();
    stacks.put(ACCOUNT, () -> new AccountStack(app, ACCOUNT, names.plain(), rule, jar));
    stacks.put(
        ORGANIZATION,
        () ->
            settings
                .organization()
                .<Stack>map(it -> new OrganizationStack(app, ORGANIZATION, names, rule, it, jar))
                .orElseGet(() -> without(app, ORGANIZATION, Setting.ORGANIZATIONAL_UNITS)));
    stacks.put(
        MEMBER_ROLE,
        () ->
            settings
                .memberRole()
                .map(role -> memberRole(app, role, settings))
                .orElseGet(() -> without(app, MEMBER_ROLE, Setting.FUNCTION_ROLE_ARN)));
    stacks.put(
        AGGREGATOR,
        () -> new AggregatorStack(app, AGGREGATOR, names, settings.aggregatorRegions()));
    stacks.put(
        SECURITY_HUB,
        () ->
            new SecurityHubStack(
                app, SECURITY_HUB, names, settings.findingSeverity(), rule.destinations()));
    stacks.put(
        REMEDIATION,
        () ->
            settings
                .remediation()
                .<Stack>map(
                    it -> new RemediationStack(app, REMEDIATION, names.plain(), rule, it, jar))
                .orElseGet(() -> without(app, REMEDIATION, Setting.REMEDIATION)));
    stacks.put(
        ORGANIZATION_REMEDIATION,
        () ->
            settings
                .organizationRemediation()
                .<Stack>map(
                    it ->
                        new OrganizationRemediationStack(
                            app, ORGANIZATION_REMEDIATION, settings, it, jar))
                .orElseGet(
                    () ->
                        without(app, ORGANIZATION_REMEDIATION, Setting.ORGANIZATION_REMEDIATION)));
    return stacks;
  }

  private static Stack without(App app, String id, Setting setting) {
    return UndeployableStack.withoutSetting(app, id, setting);
  }
}
