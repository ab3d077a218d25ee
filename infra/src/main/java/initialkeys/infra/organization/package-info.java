/**
 * The deployment to an organization with one function. {@link
 * initialkeys.infra.organization.OrganizationStack} contains the rule, the function and the stack
 * set that deploys the member role. {@link initialkeys.infra.organization.MemberRoleStack} is that
 * role as a stack, for the management account and as the stack set's template.
 */
package initialkeys.infra.organization;
