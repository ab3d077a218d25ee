/**
 * The remediation of one user: sets the access keys that the decision names to Inactive. It decides
 * again from live facts at the moment of acting, because AWS Config may start a remediation for a
 * user that is compliant by now (F50), and IAM has no condition such as "only if unused" (F55). No
 * path leads from an error, an absence or a doubt to a write. {@link
 * initialkeys.remediation.Remediation} is one run, {@link initialkeys.remediation.KeyDeactivation}
 * the part that writes.
 */
package initialkeys.remediation;
