package initialkeys.infra.remediation;

import initialkeys.infra.function.MemberRoleAccess;
import initialkeys.infra.organization.MemberRoleDefinition;
import initialkeys.infra.organization.MemberRoleStack;
import initialkeys.infra.organization.MemberRoleStackSet;
import initialkeys.infra.settings.OrganizationSettings;
import initialkeys.infra.settings.RemediationSettings;
import initialkeys.infra.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;

/**
 * The remediation of the rule in an organization, in the account of the rule's own stack. AWS
 * Config remediates no organization rule (F50), so a person starts the document with an account and
 * a user. An account in the input proves nothing: the function must be able to assume the role
 * there, find the user by its id, and come to the verdict with the parameters that the rule has
 * there.
 */
public final class OrganizationRemediationStack extends Stack {

  /**
   * Creates the stack.
   *
   * @param settings with those of the organization
   */
  public OrganizationRemediationStack(
      App app, String id, Settings settings, RemediationSettings remediation, Path jar) {
    super(app, id, StackProps.builder().description(description(settings)).build());
    String ruleName = settings.ruleNames().organization();
    OrganizationSettings organization = settings.organization().orElseThrow();
    RemediationFunction function =
        new RemediationFunction(
            this,
            "Remediation",
            jar,
            ruleName,
            remediation,
            settings.rule().function(),
            Optional.of(new MemberRoleAccess(remediation.roleName(), ruleName)));
    MemberRoleDefinition role = memberRole(remediation.roleName());
    new MemberRoleStackSet(
        this,
        "MemberRole",
        role,
        MemberRoleStack.template(app, role),
        function.function(),
        function.role(),
        organization,
        Optional.empty());
    RemediationDocument document =
        new RemediationDocument(this, "Automation", function.function(), true);
    new RemediationAlarms(this, "Alarms", function, ruleName, settings.rule().recipients());
    RemediationOutputs.add(this, function, document);
  }

  private static String description(Settings settings) {
    return "Remediation of the AWS Config rule %s in an organization"
        .formatted(settings.ruleNames().organization());
  }

  private static MemberRoleDefinition memberRole(String name) {
    return new MemberRoleDefinition(
        "RemediationMemberRole",
        "remediation-member-role",
        name,
        "set access keys of this account to Inactive",
        "The role with which a function in another account sets access keys to Inactive",
        "The role with which the remediating function sets access keys of an account to Inactive",
        "The role of the function that sets access keys of this account to Inactive",
        "DeactivateKeys",
        RemediationPermissions::of);
  }
}
