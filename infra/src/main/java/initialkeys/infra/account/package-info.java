/** The deployment to a single account: one stack with the rule and its function. */
package initialkeys.infra.account;
