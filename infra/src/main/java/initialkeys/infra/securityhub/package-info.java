/** What Security Hub shows of the rule: one automation rule for the rule's findings. */
package initialkeys.infra.securityhub;
