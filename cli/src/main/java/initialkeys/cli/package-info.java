/**
 * The preview: what the rule would report for an account, as a table. The account is the caller's
 * own, which is only read, or one that a file describes. AWS Config is not called.
 */
package initialkeys.cli;
