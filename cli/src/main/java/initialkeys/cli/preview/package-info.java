/**
 * The results that the rule would give for an account, by the code that the Lambda function runs:
 * the same parser, run and decision. The account is the caller's own, which is only read, or one
 * that a file describes. {@link initialkeys.cli.preview.ObservedIam} keeps the facts that the run
 * reads, so that a result has its evidence. Nothing is sent to AWS Config.
 */
package initialkeys.cli.preview;
