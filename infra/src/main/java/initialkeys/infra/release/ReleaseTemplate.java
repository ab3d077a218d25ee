package initialkeys.infra.release;

import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The templates of a release: one for each stack of the CDK app, and a second one of the
 * Organization with a resource type that some Regions lack.
 */
public enum ReleaseTemplate {
  ACCOUNT("account", "InitialKeys"),
  ORGANIZATION("organization", "InitialKeysOrganization", Setting.ORGANIZATIONAL_UNITS),
  INVOKING_ORGANIZATION(
      "invoking-organization", "InitialKeysOrganization", Setting.ORGANIZATIONAL_UNITS),
  MEMBER_ROLE("member-role", "InitialKeysMemberRole", Setting.FUNCTION_ROLE_ARN),
  AGGREGATOR("aggregator", "InitialKeysAggregator"),
  SECURITY_HUB("security-hub", "InitialKeysSecurityHub"),
  REMEDIATION("remediation", "InitialKeysRemediation", Setting.REMEDIATION),
  ORGANIZATION_REMEDIATION(
      "organization-remediation",
      "InitialKeysOrganizationRemediation",
      Setting.ORGANIZATIONAL_UNITS);

  private final String file;
  private final String stack;
  private final Setting required;

  ReleaseTemplate(String file, String stack) {
    this(file, stack, null);
  }

  ReleaseTemplate(String file, String stack, Setting required) {
    this.file = file;
    this.stack = stack;
    this.required = required;
  }

  /** The name of the file. */
  String file() {
    return file + ".template.json";
  }

  /** The id of the stack in the CDK app. */
  String stack() {
    return stack;
  }

  /** Without this setting there is no such stack, so its parameter has no default. */
  boolean requires(Input input) {
    if (required != null && required.key().equals(input.key())) return true;
    return this == INVOKING_ORGANIZATION && input.key().equals(Setting.INVOKING_ORGANIZATION.key());
  }

  /**
   * The inputs that may be parameters. Who may invoke the function is decided by the choice of the
   * Organization's template: CloudFormation may reject a resource type that the Region lacks even
   * under a condition that is false.
   */
  List<Input> inputs() {
    List<Setting> others =
        this == INVOKING_ORGANIZATION
            ? List.of(Setting.INVOKING_ACCOUNTS, Setting.ANY_ACCOUNT_MAY_INVOKE)
            : List.of(Setting.INVOKING_ORGANIZATION);
    return Input.all().stream().filter(input -> !isOneOf(others, input)).toList();
  }

  private static boolean isOneOf(List<Setting> settings, Input input) {
    return settings.stream().anyMatch(setting -> setting.key().equals(input.key()));
  }

  /** What has to be set so that the app has the stack; the same for as many as possible. */
  Map<String, String> least() {
    if (this == REMEDIATION) return sample(Setting.REMEDIATION);
    Map<String, String> settings = new TreeMap<>();
    Stream.of(Setting.ORGANIZATIONAL_UNITS, Setting.FUNCTION_ROLE_ARN)
        .forEach(setting -> settings.putAll(sample(setting)));
    if (this == INVOKING_ORGANIZATION) settings.putAll(sample(Setting.INVOKING_ORGANIZATION));
    // With an address the stack would need its topic, and it sends nothing to the address itself.
    if (this == MEMBER_ROLE) settings.put(Setting.FINDINGS_EMAIL.key(), "");
    if (this == ORGANIZATION_REMEDIATION) {
      settings.put(Setting.ORGANIZATION_REMEDIATION.key(), "manual");
    }
    return settings;
  }

  private static Map<String, String> sample(Setting setting) {
    return Map.of(setting.key(), Input.of(setting).texts().sample());
  }
}
