/**
 * Answers the control's line in AWS's conformance packs: a process check, which a person would
 * otherwise answer by hand (F40). {@link initialkeys.processcheck.ProcessCheckSender} counts the
 * verdicts of a run and, after a complete one, sends one result for the account to each process
 * check that {@link initialkeys.processcheck.ProcessChecks} finds.
 */
package initialkeys.processcheck;
