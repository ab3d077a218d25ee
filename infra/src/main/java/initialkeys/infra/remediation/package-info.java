/**
 * The remediation, which is deployed only where a setting says so: {@link
 * initialkeys.infra.remediation.RemediationStack} for the rule of one account, {@link
 * initialkeys.infra.remediation.OrganizationRemediationStack} for that of an organization. Both
 * have a function of their own with a role of its own, so that the evaluating function cannot
 * change anything.
 */
package initialkeys.infra.remediation;
