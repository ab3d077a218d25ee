/**
 * Shows that a deployed rule works: users that can do nothing are created, one for each line of the
 * decision table, and what AWS Config shows of them is compared with what the same decision says of
 * the same facts. This package and that of its users are the only ones of the command line that
 * change anything in an account: {@link initialkeys.cli.prove.user.ProofUsers} creates, {@link
 * initialkeys.cli.prove.user.Removal} deletes, {@link initialkeys.cli.prove.Reevaluation} asks AWS
 * Config to evaluate, and {@link initialkeys.cli.prove.RemediationTrial} starts a remediation where
 * that is asked for.
 */
package initialkeys.cli.prove;
